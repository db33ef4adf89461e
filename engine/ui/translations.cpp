#include "ui/translations.h"

#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace atlas::ui {

namespace {

using Messages = boost::locale::message_format<char>;

// The facet is made directly, not by boost::locale::generator: a generator asks a back end for the whole
// locale, and what that gives depends on what is installed. The catalogue alone depends on one file.
std::locale loadChinese(const std::filesystem::path& folder, const std::string& domain) {
    namespace gettext = boost::locale::gnu_gettext;
    gettext::messages_info info;
    info.language = "zh";
    info.country = "CN";
    info.encoding = "UTF-8";
    info.domains.emplace_back(domain);
    info.paths.push_back(folder.string());
    try {
        if (Messages* facet = gettext::create_messages_facet<char>(info))
            return {std::locale::classic(), facet};
    } catch (const std::exception&) {
        // A damaged catalogue is the same as none: complete() says so.
    }
    return std::locale::classic();
}

}  // namespace

std::string_view languageCode(Language language) {
    return language == Language::En ? "en" : "zh";
}

Language chooseLanguage(std::string_view option, const std::function<std::string(const char*)>& environment) {
    if (option == "en") return Language::En;
    if (option == "zh") return Language::Zh;
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const std::string value = environment(name);
        if (!value.empty()) return value.compare(0, 2, "en") == 0 ? Language::En : Language::Zh;
    }
    return Language::Zh;
}

Language chooseLanguage(std::string_view option) {
    return chooseLanguage(option, [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    });
}

Translations::Translations(const std::filesystem::path& localeFolder, Language language,
                           const std::string& domain)
    : chinese_(loadChinese(localeFolder, domain)), language_(language) {
    // The empty message id holds the catalogue's header.
    complete_ = std::has_facet<Messages>(chinese_) &&
                std::use_facet<Messages>(chinese_).get(0, nullptr, "") != nullptr;
}

const char* Translations::tr(const char* messageId) const {
    if (language_ == Language::En || !complete_ || *messageId == '\0') return messageId;
    const char* text = std::use_facet<Messages>(chinese_).get(0, nullptr, messageId);
    return text && *text != '\0' ? text : messageId;
}

}  // namespace atlas::ui
