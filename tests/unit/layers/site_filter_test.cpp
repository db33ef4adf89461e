#include "layers/sites/site_filter.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "site_fixture.h"

namespace atlas::layers {
namespace {

using test::SmallSites;
using testing::ElementsAre;

std::vector<std::size_t> passing(const SiteTable& sites, const SiteFilter& filter) {
    std::vector<std::size_t> rows;
    const auto mask = apply(sites, filter);
    for (std::size_t row = 0; row < mask.size(); ++row)
        if (mask[row]) rows.push_back(row);
    return rows;
}

TEST(SiteFilter, AnEmptyOneLetsAllPass) {
    const SmallSites small;
    EXPECT_TRUE(SiteFilter{}.any());
    EXPECT_EQ(passing(small.sites, {}).size(), 6U);
}

TEST(SiteFilter, ValuesAreAlternativesAndConditionsAdd) {
    const SmallSites small;
    SiteFilter filter;
    filter.industries = {"文旅", "渔业"};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(0, 2, 4));
    filter.statuses = {"planned"};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(2, 4));
    filter.industries = {""};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(5));
}

TEST(SiteFilter, RangesIncludeBothEnds) {
    const SmallSites small;
    SiteFilter filter;
    filter.investment = {2.0, 20.0};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(0, 2, 4));
    filter.investment = {20.0, std::nullopt};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(2, 3));
    filter.investment = {};
    filter.year = {2019, 2023};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(1, 3));
    filter.year = {std::nullopt, 2019};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(3, 4));
}

TEST(SiteFilter, UndisclosedSwitch) {
    const SmallSites small;
    SiteFilter filter;
    EXPECT_EQ(filter.effectiveUndisclosed(), Undisclosed::Include);
    filter.undisclosed = Undisclosed::Exclude;
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(0, 2, 3, 4));
    filter.undisclosed = Undisclosed::Only;
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(1, 5));
    filter.investment = {2.0, 2.0};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(1, 5)) << "a range is about disclosed figures";
    filter.undisclosed = Undisclosed::Automatic;
    EXPECT_EQ(filter.effectiveUndisclosed(), Undisclosed::Exclude);
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(0));
    filter.undisclosed = Undisclosed::Include;
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(0, 1, 5));
}

TEST(SiteFilter, SubdistrictCellsWithTwoNamesPassWithEither) {
    const SmallSites small;
    SiteFilter filter;
    filter.subdistricts = {"甲街道"};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(0, 1));
    filter.subdistricts = {"乙街道"};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(1, 2));
    filter.subdistricts = {"", "丙街道"};
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(3, 4, 5));
}

TEST(SiteFilter, TextIsFoundInNamesIdAndDescriptionInEitherCase) {
    const SmallSites small;
    SiteFilter filter;
    filter.text = "印制";
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(0));
    filter.text = "hongYA";
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(4));
    filter.text = "p6";
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(5));
    filter.text = "TOWER";
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(3));
    filter.text = "nowhere";
    EXPECT_TRUE(passing(small.sites, filter).empty());
}

TEST(SiteFilter, Located) {
    const SmallSites small;
    SiteFilter filter;
    filter.located = Located::Not;
    EXPECT_THAT(passing(small.sites, filter), ElementsAre(5));
    filter.located = Located::Only;
    EXPECT_EQ(passing(small.sites, filter).size(), 5U);
}

TEST(SiteSummary, AddsWhatMayBeAdded) {
    const SmallSites small;
    const auto summary = summarise(small.sites, apply(small.sites, {}));
    EXPECT_EQ(summary.rows, 6U);
    EXPECT_EQ(summary.all.sites, 6U);
    EXPECT_EQ(summary.all.undisclosed, 2U);
    EXPECT_EQ(summary.all.notCounted, 1U);
    EXPECT_DOUBLE_EQ(summary.all.investment, 2 + 240 + 3.85);
    ASSERT_EQ(summary.industries.size(), 5U);
    EXPECT_EQ(summary.industries[0].sites, 0U);
    EXPECT_EQ(summary.industries[1].sites, 2U);
    EXPECT_DOUBLE_EQ(summary.industries[1].investment, 2);
    EXPECT_EQ(summary.industries[4].sites, 1U) << "no industry given";
}

// The plainest reading of the rules, a row at a time, from strings.
bool passesByTheBook(const SiteTable& sites, std::size_t row, const SiteFilter& filter) {
    const auto cell = [&](const char* role) {
        auto text = sites.text(role, row);
        text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
        return text;
    };
    const auto among = [&](const char* role, const std::set<std::string>& wanted) {
        return wanted.empty() || wanted.contains(cell(role));
    };
    if (!among("industry", filter.industries) || !among("status", filter.statuses)) return false;
    if (!among("category", filter.categories)) return false;
    if (!filter.subdistricts.empty()) {
        const std::string names = cell("subdistrict");  // splitNames() gives views into it
        bool some = filter.subdistricts.contains(names);
        for (const auto name : splitNames(names)) some |= filter.subdistricts.contains(std::string(name));
        if (!some) return false;
    }
    const auto investment = sites.investment(row);
    auto mode = filter.undisclosed;
    if (mode == Undisclosed::Automatic)
        mode = filter.investment == Range<double>{} ? Undisclosed::Include : Undisclosed::Exclude;
    if (!investment && mode == Undisclosed::Exclude) return false;
    if (investment && mode == Undisclosed::Only) return false;
    if (investment && filter.investment.low && *investment < *filter.investment.low) return false;
    if (investment && filter.investment.high && *investment > *filter.investment.high) return false;
    if (filter.year.low || filter.year.high) {
        const auto year = cell("year");
        if (year.empty()) return false;
        if (filter.year.low && std::stoi(year) < *filter.year.low) return false;
        if (filter.year.high && std::stoi(year) > *filter.year.high) return false;
    }
    if (filter.located == Located::Only && !sites.located(row)) return false;
    if (filter.located == Located::Not && sites.located(row)) return false;
    return filter.text.empty() || cell("id").find(filter.text) != std::string::npos ||
           cell("name").find(filter.text) != std::string::npos;
}

TEST(SiteFilter, EqualsAReferenceOnRandomTables) {
    std::mt19937 random(20261123);
    const auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    const auto pick = [&](const test::Cells& values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    };
    const test::Cells industries{"金融", "文旅", "商贸", "渔业", std::nullopt, ""};
    const test::Cells statuses{"planned", "under construction", "odd", std::nullopt};
    const test::Cells districts{"甲", "乙", "甲 / 乙", "丙/甲", std::nullopt, ""};
    const test::Cells names{"aa", "ab", "bb", "中文", std::nullopt};
    const auto catalog = test::vocabularyCatalog();
    const auto entry = test::siteEntry();
    for (int round = 0; round < 300; ++round) {
        const auto rows = static_cast<std::size_t>(below(60));
        test::Cells industry, status, category, district, name, id;
        std::vector<std::optional<double>> investment;
        std::vector<std::optional<std::int64_t>> year;
        std::vector<bool> located;
        for (std::size_t row = 0; row < rows; ++row) {
            industry.push_back(pick(industries));
            status.push_back(pick(statuses));
            category.push_back(pick(statuses));
            district.push_back(pick(districts));
            name.push_back(pick(names));
            id.push_back("P" + std::to_string(below(20)));
            investment.push_back(below(3) ? std::optional<double>(below(10)) : std::nullopt);
            year.push_back(below(5) ? std::optional<std::int64_t>(2015 + below(10)) : std::nullopt);
            located.push_back(below(2) == 0);
        }
        const auto table = test::pointTable(
            {test::textColumn("f_industry", industry), test::textColumn("f_status", status),
             test::textColumn("f_category", category), test::textColumn("f_subdistrict", district),
             test::textColumn("f_name", name), test::textColumn("f_id", id),
             test::numberColumn("f_investment", investment), test::numberColumn("f_year", year)},
            located);
        const SiteTable sites(entry, table, catalog);
        for (int i = 0; i < 20; ++i) {
            SiteFilter filter;
            const auto choose = [&](std::set<std::string>& set, const test::Cells& values) {
                if (below(3) == 0)
                    for (int n = below(3); n >= 0; --n) set.insert(pick(values).value_or(""));
            };
            choose(filter.industries, industries);
            choose(filter.statuses, statuses);
            choose(filter.categories, statuses);
            choose(filter.subdistricts, districts);
            if (below(3) == 0) filter.investment.low = below(10);
            if (below(3) == 0) filter.investment.high = below(10);
            filter.undisclosed = static_cast<Undisclosed>(below(4));
            if (below(4) == 0) filter.year.low = 2015 + below(10);
            if (below(4) == 0) filter.year.high = 2015 + below(10);
            filter.located = static_cast<Located>(below(3));
            if (below(3) == 0) filter.text = pick({"a", "b", "中", "P1"}).value();
            const auto mask = apply(sites, filter);
            ASSERT_EQ(mask.size(), rows);
            std::size_t count = 0;
            for (std::size_t row = 0; row < rows; ++row) {
                ASSERT_EQ(mask[row] != 0, passesByTheBook(sites, row, filter))
                    << "round " << round << " row " << row;
                count += mask[row];
            }
            const auto summary = summarise(sites, mask);
            ASSERT_EQ(summary.all.sites, count);
        }
    }
}

}  // namespace
}  // namespace atlas::layers
