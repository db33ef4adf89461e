#include "layers/sites/site_filter_text.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "site_fixture.h"

namespace atlas::layers {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

SiteFilter parsed(const std::string& text) {
    const auto result = parseSiteFilter(text, test::vocabularyCatalog());
    EXPECT_TRUE(result.filter) << text << ": " << result.position << ": " << result.error;
    return result.filter.value_or(SiteFilter{});
}

TEST(SiteFilterText, ReadsEveryKey) {
    const auto filter = parsed(
        "industry=文旅,商贸; investment=1..10; undisclosed=only; status=under construction; "
        "category=城市更新; "
        "year=2023..2025; subdistrict=甲街道; located=not; text=印制");
    EXPECT_THAT(filter.industries, ElementsAre("商贸", "文旅"));
    EXPECT_EQ(filter.investment, (Range<double>{1.0, 10.0}));
    EXPECT_EQ(filter.undisclosed, Undisclosed::Only);
    EXPECT_THAT(filter.statuses, ElementsAre("under construction"));
    EXPECT_THAT(filter.categories, ElementsAre("城市更新"));
    EXPECT_EQ(filter.year, (Range<int>{2023, 2025}));
    EXPECT_THAT(filter.subdistricts, ElementsAre("甲街道"));
    EXPECT_EQ(filter.located, Located::Not);
    EXPECT_EQ(filter.text, "印制");
}

TEST(SiteFilterText, AcceptsWhatPeopleType) {
    EXPECT_EQ(parsed(""), SiteFilter{});
    EXPECT_EQ(parsed(" ; ;"), SiteFilter{});
    EXPECT_EQ(parsed("industry＝文旅，商贸；year＝2024"), parsed("industry=文旅,商贸;year=2024..2024"));
    EXPECT_EQ(parsed("INDUSTRY = finance , 商贸 "), parsed("industry=金融,商贸"));
    EXPECT_EQ(parsed("status=在建"), parsed("status=Under construction"));
    EXPECT_EQ(parsed("industry=\"commerce, retail\""), parsed("industry=商贸"));
    EXPECT_EQ(parsed("investment=..5"), parsed("investment= .. 5 "));
    EXPECT_EQ(parsed("investment=.."), SiteFilter{});
    EXPECT_EQ(parsed("text=\"a;b, \"\"c\"\"\"").text, "a;b, \"c\"");
    EXPECT_EQ(parsed("category=\"\"").categories, std::set<std::string>{""});
}

struct WrongText {
    const char* text;
    std::size_t position;
    const char* expected;
};

TEST(SiteFilterText, SaysWhereAndWhatWasExpected) {
    const std::vector<WrongText> cases{{"foo", 4, "expected \"=\""},
                                       {"foo=1", 1, "expected one of industry"},
                                       {"year=2024; foo=1", 12, "expected one of industry"},
                                       {"status=在建; 年=1", 12, "not a condition"},
                                       {"industry=", 10, "expected a value"},
                                       {"industry=a,,b", 12, "expected a value"},
                                       {"industry=a; industry=b", 13, "given twice"},
                                       {"investment=1..x", 12, "expected 1..10"},
                                       {"investment=10..1", 12, "above the upper"},
                                       {"investment=inf", 12, "not a range"},
                                       {"investment=1,2", 14, "takes one value"},
                                       {"year=2023.5", 6, "not a range"},
                                       {"year=99999999999", 6, "not a range"},
                                       {"undisclosed=maybe", 13, "include, exclude, only"},
                                       {"located=yes", 9, "any, only, not"},
                                       {"text=\"abc", 6, "not closed"},
                                       {"text=\"abc\"d", 11, "after a quoted value"}};
    for (const auto& wrong : cases) {
        const auto result = parseSiteFilter(wrong.text, test::vocabularyCatalog());
        EXPECT_FALSE(result.filter) << wrong.text;
        EXPECT_EQ(result.position, wrong.position) << wrong.text << ": " << result.error;
        EXPECT_THAT(result.error, HasSubstr(wrong.expected)) << wrong.text;
    }
}

TEST(SiteFilterText, AnyBytesAreAnAnswerNotACrash) {
    EXPECT_TRUE(rc::check([](const std::string& text) {
        const auto result = parseSiteFilter(text, Catalog{});
        RC_ASSERT(result.filter.has_value() == result.error.empty());
        RC_ASSERT(result.position <= text.size() + 1);
    }));
    const auto soup =
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("year=investment.,;\"\" 12text")));
    EXPECT_TRUE(rc::check([&] {
        const auto result = parseSiteFilter(*soup, Catalog{});
        RC_ASSERT(result.filter.has_value() == result.error.empty());
    }));
}

rc::Gen<SiteFilter> filters() {
    return rc::gen::exec([] {
        const auto value =
            rc::gen::oneOf(rc::gen::arbitrary<std::string>(),
                           rc::gen::elementOf(std::vector<std::string>{"文旅产业", "a b", " a", "x,y", "；",
                                                                       "\"", "", "\u3000", "1..2"}));
        const auto values = rc::gen::container<std::set<std::string>>(value);
        SiteFilter filter;
        filter.industries = *values;
        filter.statuses = *values;
        filter.categories = *values;
        filter.subdistricts = *values;
        filter.text = *value;
        const auto number = rc::gen::map(rc::gen::arbitrary<int>(), [](int n) { return n / 7.0; });
        if (*rc::gen::arbitrary<bool>()) filter.investment.low = *number;
        if (*rc::gen::arbitrary<bool>())
            filter.investment.high = filter.investment.low.value_or(0) + std::abs(*number);
        const auto year = rc::gen::inRange(-3000, 3000);
        if (*rc::gen::arbitrary<bool>()) filter.year.low = *year;
        if (*rc::gen::arbitrary<bool>()) filter.year.high = filter.year.low.value_or(0) + std::abs(*year);
        filter.undisclosed = *rc::gen::element(Undisclosed::Automatic, Undisclosed::Include,
                                               Undisclosed::Exclude, Undisclosed::Only);
        filter.located = *rc::gen::element(Located::Any, Located::Only, Located::Not);
        return filter;
    });
}

TEST(SiteFilterText, RoundTrip) {
    EXPECT_TRUE(rc::check([] {
        const auto filter = *filters();
        const auto text = formatSiteFilter(filter);
        const auto back = parseSiteFilter(text, Catalog{});
        if (!back.filter) RC_FAIL(text + ": " + back.error);
        RC_ASSERT(*back.filter == filter);
    }));
}

TEST(SiteFilterText, WritesWhatItReads) {
    EXPECT_EQ(formatSiteFilter({}), "");
    const std::string text =
        "industry=文旅; status=planned; investment=1..10; undisclosed=include; year=2024; text=\"a;b\"";
    EXPECT_EQ(formatSiteFilter(parsed(text)), text);
}

TEST(SiteFilterText, UnknownValuesAreNamed) {
    const test::SmallSites small;
    EXPECT_EQ(unknownValue(small.sites, parsed("industry=金融,渔业; subdistrict=甲街道; category=\"\"")),
              std::nullopt);
    EXPECT_EQ(unknownValue(small.sites, parsed("subdistrict=\"乙街道 / 甲街道\"")), std::nullopt);
    const auto industry = unknownValue(small.sites, parsed("industry=Fishing"));
    ASSERT_TRUE(industry);
    EXPECT_THAT(*industry, testing::AllOf(HasSubstr("Fishing"), HasSubstr("渔业")));
    EXPECT_THAT(unknownValue(small.sites, parsed("subdistrict=丁")).value_or(""), HasSubstr("乙街道"));
}

}  // namespace
}  // namespace atlas::layers
