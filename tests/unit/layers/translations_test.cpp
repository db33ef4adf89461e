#include "ui/translations.h"

#include <gmock/gmock.h>

#include <clocale>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace atlas::ui {
namespace {

namespace fs = std::filesystem;

const fs::path kLocale = fs::path(ATLAS_SHARE_DIR) / "locale";

// The contents of C string literals, side by side or one, without their escapes.
std::string unquoted(const std::string& literals) {
    static const std::regex piece(R"re("((?:[^"\\]|\\.)*)")re");
    std::string text;
    for (std::sregex_iterator at(literals.begin(), literals.end(), piece), end; at != end; ++at) {
        const auto raw = (*at)[1].str();
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] != '\\') {
                text += raw[i];
                continue;
            }
            ++i;
            text += raw[i] == 'n' ? '\n' : raw[i] == 't' ? '\t' : raw[i];
        }
    }
    return text;
}

std::map<std::string, std::string> messagesInSources() {
    // tr( or trLater( and string literals up to the parenthesis; sentences of failures and reports, words
    // follow.
    static const std::regex call(
        R"re(\b(?:(?:tr|trLater)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)|(?:\w+Error|Failure|refuse|said)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)[,)]))re");
    std::map<std::string, std::string> found;
    for (const char* folder : {"engine", "layers"}) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(ATLAS_SOURCE_DIR) / folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".h") continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            const auto source = text.str();
            for (std::sregex_iterator at(source.begin(), source.end(), call), end; at != end; ++at)
                found.emplace(unquoted((*at)[(*at)[1].matched ? 1 : 2].str()), entry.path().string());
        }
    }
    return found;
}

std::size_t placeholders(const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find('{', at)) != std::string::npos; ++at) ++count;
    return count;
}

TEST(Translations, EveryTextOfTheProgramHasAChineseOne) {
    const Translations texts(kLocale, Language::Zh);
    ASSERT_TRUE(texts.complete());
    const auto messages = messagesInSources();
    EXPECT_GT(messages.size(), 50U);
    std::string missing;
    for (const auto& [message, file] : messages) {
        const char* translated = texts.tr(message.c_str());
        // The same pointer comes back only for what the catalogue lacks; a text like "{} m²" may translate to
        // itself.
        if (translated == message.c_str())
            missing.append("# ")
                .append(file)
                .append("\nmsgid \"")
                .append(message)
                .append("\"\nmsgstr \"\"\n\n");
        EXPECT_EQ(placeholders(message), placeholders(translated)) << message;
    }
    EXPECT_EQ(missing, "") << "add these to assets/locale/zh_CN.po";
}

TEST(Translations, SwitchAtRunTimeAndPointersStay) {
    Translations texts(kLocale, Language::Zh);
    const char* chinese = texts.tr("Industry");
    EXPECT_STREQ(chinese, "产业");
    texts.setLanguage(Language::En);
    EXPECT_STREQ(texts.tr("Industry"), "Industry");
    EXPECT_EQ(texts.code(), "en");
    texts.setLanguage(Language::Zh);
    EXPECT_EQ(texts.tr("Industry"), chinese);
}

TEST(Translations, WorkWhateverTheProcessLocale) {
    for (const char* name : {"C", "POSIX", "C.UTF-8"}) {
        std::setlocale(LC_ALL, name);
        EXPECT_STREQ(Translations(kLocale).tr("Status"), "状态") << name;
    }
    std::setlocale(LC_ALL, "C");
}

TEST(Translations, WhatIsUnknownStaysEnglish) {
    const Translations texts(kLocale, Language::Zh);
    const char* unknown = "no such text \xE2\x82\xAC";
    EXPECT_EQ(texts.tr(unknown), unknown);
    EXPECT_STREQ(texts.tr(""), "") << "not the catalogue's header";
}

TEST(Translations, AMissingOrDamagedCatalogueIsNoDisaster) {
    const Translations none("/nowhere", Language::Zh);
    EXPECT_FALSE(none.complete());
    EXPECT_STREQ(none.tr("Industry"), "Industry");

    const auto folder = fs::path(testing::TempDir()) / "atlas-damaged";
    fs::create_directories(folder / "zh_CN/LC_MESSAGES");
    for (const auto& content : {std::string(), std::string("nonsense"), std::string("\xde\x12\x04\x95", 4)}) {
        std::ofstream(folder / "zh_CN/LC_MESSAGES/yuzhong.mo") << content;
        const Translations damaged(folder, Language::Zh);
        EXPECT_FALSE(damaged.complete());
        EXPECT_STREQ(damaged.tr("Industry"), "Industry");
    }
    fs::remove_all(folder);
}

TEST(Language, OptionThenEnvironmentThenChinese) {
    const auto choose = [](const char* option, const std::map<std::string, std::string>& variables) {
        return chooseLanguage(option, [variables](const char* name) {
            const auto found = variables.find(name);
            return found == variables.end() ? std::string() : found->second;
        });
    };
    EXPECT_EQ(choose("en", {{"LANG", "zh_CN.UTF-8"}}), Language::En);
    EXPECT_EQ(choose("zh", {{"LANG", "en_US.UTF-8"}}), Language::Zh);
    EXPECT_EQ(choose("", {}), Language::Zh);
    EXPECT_EQ(choose("", {{"LANG", "en_GB.UTF-8"}}), Language::En);
    EXPECT_EQ(choose("", {{"LANG", "zh_CN.UTF-8"}}), Language::Zh);
    EXPECT_EQ(choose("", {{"LANG", "fr_FR.UTF-8"}}), Language::Zh);
    EXPECT_EQ(choose("", {{"LANG", "C"}}), Language::Zh);
    EXPECT_EQ(choose("", {{"LANG", "en_US.UTF-8"}, {"LC_ALL", "C"}}), Language::Zh);
    EXPECT_EQ(choose("", {{"LANG", "zh_CN"}, {"LC_MESSAGES", "en_US"}}), Language::En);
}

}  // namespace
}  // namespace atlas::ui
