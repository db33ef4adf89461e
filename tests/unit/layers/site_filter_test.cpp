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

}  // namespace
}  // namespace atlas::layers
