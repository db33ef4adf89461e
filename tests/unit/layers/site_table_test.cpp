#include "layers/sites/site_table.h"

#include <gmock/gmock.h>

#include <cmath>

#include "site_fixture.h"

namespace atlas::layers {
namespace {

using test::SmallSites;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(SiteTable, GivesNamesInTheLanguageWithFallbacks) {
    const SmallSites small;
    EXPECT_EQ(small.sites.name(0, "zh"), "印制二厂");
    EXPECT_EQ(small.sites.name(0, "en"), "Print Works");
    EXPECT_EQ(small.sites.name(2, "en"), "十八梯");
    EXPECT_EQ(small.sites.name(3, "zh"), "Raffles");
    EXPECT_EQ(small.sites.name(5, "zh"), "P6");
}

TEST(SiteTable, CodesFollowTheVocabularyThenTheData) {
    const SmallSites small;
    const auto& industry = small.sites.industry();
    EXPECT_THAT(industry.values, ElementsAre("金融", "文旅", "商贸", "渔业"));
    EXPECT_THAT(industry.codes, ElementsAre(1, 2, 1, 2, 3, industry.none()));
    EXPECT_EQ(industry.label(1, "en"), "Culture");
    EXPECT_EQ(industry.label(3, "en"), "渔业");
    EXPECT_EQ(industry.label(industry.none(), "en"), "");
    EXPECT_EQ(industry.terms[3], nullptr);
}

TEST(SiteTable, BlankCellsAreNoValue) {
    const SmallSites small;
    EXPECT_EQ(small.sites.category().codes[4], small.sites.category().none());
    EXPECT_EQ(small.sites.subdistrict().codes[5], small.sites.subdistrict().none());
}

TEST(SiteTable, WarnsOfValuesOutsideTheVocabulary) {
    const SmallSites small;
    EXPECT_THAT(small.sites.report().text(), HasSubstr("渔业"));
    EXPECT_FALSE(small.sites.report().hasErrors());
}

TEST(SiteTable, InvestmentsYearsAndWhatCounts) {
    const SmallSites small;
    EXPECT_EQ(small.sites.investment(0), 2.0);
    EXPECT_EQ(small.sites.investment(1), std::nullopt);
    EXPECT_TRUE(small.sites.counts(3)) << "not said: it counts";
    EXPECT_FALSE(small.sites.counts(2));
    EXPECT_EQ(small.sites.years()[2], SiteTable::kNoYear);
    EXPECT_TRUE(small.sites.located(0));
    EXPECT_FALSE(small.sites.located(5));
}

TEST(SiteTable, SplitsSubdistrictCells) {
    EXPECT_THAT(splitNames("A / B"), ElementsAre("A", "B"));
    EXPECT_THAT(splitNames(" A/ /B "), ElementsAre("A", "B"));
    EXPECT_TRUE(splitNames("").empty());
    const SmallSites small;
    EXPECT_THAT(small.sites.subdistrictNames(), ElementsAre("丙街道", "乙街道", "甲街道"));
}

TEST(SiteTable, ReadsNumbersFromTextAndNamesWhatIsNone) {
    const auto table = test::pointTable(
        {test::textColumn("f_investment", {"2.5", " 10 ", "about 3", std::nullopt, "", "about 3", "nan"})},
        std::vector<bool>(7, true));
    const auto entry = test::siteEntry();
    const Catalog catalog;
    const SiteTable sites(entry, table, catalog);
    EXPECT_EQ(sites.investment(0), 2.5);
    EXPECT_EQ(sites.investment(1), 10.0);
    for (const std::size_t row : {2U, 3U, 4U, 5U, 6U}) EXPECT_EQ(sites.investment(row), std::nullopt) << row;
    ASSERT_EQ(sites.report().problems().size(), 1U);
    const auto& problem = sites.report().problems().front();
    EXPECT_EQ(problem.field, "f_investment");
    EXPECT_EQ(problem.feature, 3);
    EXPECT_EQ(problem.count, 3);
}

TEST(SiteTable, AbsentRolesAreAbsentNotWrong) {
    const auto table = test::pointTable({test::textColumn("f_id", {"a", "b"})}, {true, false});
    const auto entry = test::siteEntry();
    const auto catalog = test::vocabularyCatalog();
    const SiteTable sites(entry, table, catalog);
    EXPECT_EQ(sites.role("name"), nullptr);
    EXPECT_EQ(sites.name(0, "zh"), "a");
    EXPECT_EQ(sites.investment(0), std::nullopt);
    EXPECT_EQ(sites.industry().codes[1], sites.industry().none());
    EXPECT_TRUE(sites.report().empty());
}

TEST(RoleColumns, NameTheMissingField) {
    const auto table = test::pointTable({test::textColumn("f_id", {"a"})}, {true});
    auto entry = test::siteEntry();
    entry.line = 7;
    entry.fields = {{"id", "f_id"}, {"name", "nowhere"}};
    const auto roles = roleColumns(entry, table);
    EXPECT_NE(roles.find("id"), nullptr);
    EXPECT_EQ(roles.find("name"), nullptr);
    ASSERT_EQ(roles.report.problems().size(), 1U);
    EXPECT_EQ(roles.report.problems()[0].field, "nowhere");
    EXPECT_EQ(roles.report.problems()[0].severity, geodata::Severity::Warning);
    EXPECT_THAT(roles.report.text(), HasSubstr("line 7"));
}

TEST(SiteTable, AnEmptyTableIsATable) {
    const auto table = test::pointTable({}, {});
    const auto entry = test::siteEntry();
    const Catalog catalog;
    const SiteTable sites(entry, table, catalog);
    EXPECT_EQ(sites.rows(), 0U);
    EXPECT_TRUE(sites.subdistrictNames().empty());
}

}  // namespace
}  // namespace atlas::layers
