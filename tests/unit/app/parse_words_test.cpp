// The sentences that the command line's library really makes, in both languages.

#include "app/parse_words.h"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>

namespace atlas::app {
namespace {

struct Case {
    std::vector<std::string> arguments;
    const char* english;
    const char* chinese;
};

// What the library says of these arguments.
std::string complaint(std::vector<std::string> arguments) {
    CLI::App app;
    std::string text;
    int number = 0;
    double degrees = 0;
    std::vector<double> pair;
    bool on = false;
    auto* sub = app.add_subcommand("draw", "");
    sub->add_option("--out", text)->required()->type_name("FILE");
    sub->add_option("--count", number);
    sub->add_option("--samples", number)->check(CLI::Range(1, 16));
    sub->add_option("--pitch", degrees)->check(CLI::Range(-90.0, 90.5));
    sub->add_option("--lang", text)->check(CLI::IsMember({"zh", "en"}));
    sub->add_option("--at", pair)->expected(2);
    auto* whole = sub->add_flag("--whole", on);
    sub->add_option("--view", text)->excludes(whole);
    try {
        std::reverse(arguments.begin(), arguments.end());
        app.parse(arguments);
    } catch (const CLI::ParseError& error) {
        return error.what();
    }
    return "";
}

TEST(ParseWords, AreInTheReadersLanguage) {
    const std::string locale = std::string(ATLAS_SHARE_DIR) + "/locale";
    const ui::Translations zh(locale, ui::Language::Zh);
    const ui::Translations en(locale, ui::Language::En);
    const Case cases[] = {
        {{"draw", "--out", "a", "--nix"}, "not expected: --nix", "不认识：--nix"},
        {{"draw"}, "--out is required", "缺少 --out"},
        {{"draw", "--out"}, "--out lacks its value (FILE)", "--out 缺少取值（FILE）"},
        {{"draw", "--out", "a", "--count", "x"},
         "--count: \"x\" is not such a value",
         "--count：“x”不是有效的取值"},
        {{"draw", "--out", "a", "--samples", "99"},
         "--samples: 99 is not within 1 to 16",
         "--samples：99 不在 1 到 16 之间"},
        {{"draw", "--out", "a", "--pitch", "99"},
         "--pitch: 99 is not within -90 to 90.5",
         "--pitch：99 不在 -90 到 90.5 之间"},
        {{"draw", "--out", "a", "--lang", "fr"},
         "--lang: \"fr\" is none of zh,en",
         "--lang：“fr”不在 zh,en 之中"},
        {{"draw", "--out", "a", "--view", "b", "--whole"},
         "--whole excludes --view",
         "--whole 与 --view 不能同时使用"},
    };
    for (const Case& one : cases) {
        const std::string said = complaint(one.arguments);
        ASSERT_FALSE(said.empty()) << one.english;
        EXPECT_EQ(parseWords(said, en), one.english) << said;
        EXPECT_EQ(parseWords(said, zh), one.chinese) << said;
    }
    EXPECT_EQ(parseWords("something else", zh), "something else");
}

}  // namespace
}  // namespace atlas::app
