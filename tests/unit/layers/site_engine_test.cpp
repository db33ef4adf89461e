#include "layers/sites/site_engine.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "layers/sites/site_filter_text.h"
#include "site_reference.h"

namespace atlas::layers {
namespace {

using test::passesOne;
using test::RandomMap;

using Answers = std::vector<bool>;  // of one row, by facet

Answers answers(const RandomMap& map, std::size_t row, const SiteFilter& filter) {
    Answers all;
    for (std::size_t i = 0; i < facetCount(*map.sites); ++i)
        all.push_back(passesOne(map, row, filter, static_cast<Facet>(i)));
    return all;
}

bool passesAll(const Answers& one, std::optional<Facet> but = {}) {
    for (std::size_t i = 0; i < one.size(); ++i)
        if (static_cast<Facet>(i) != but && !one[i]) return false;
    return true;
}

struct Plain {
    std::size_t sites = 0, undisclosed = 0, notCounted = 0;
    double investment = 0;
};

// By the words of a key, from strings again.
std::string keyOf(const RandomMap& map, std::size_t row, Facet facet) {
    const char* roles[] = {"industry", "status", "category", "subdistrict"};
    auto text = map.sites->text(roles[static_cast<std::size_t>(facet)], row);
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    return text;
}

void compare(const RandomMap& map, const SiteEngine& engine, const SiteFilter& filter) {
    const SiteTable& sites = *map.sites;
    std::map<std::string, Plain> under;
    Plain all;
    std::vector<std::size_t> investmentBins(SiteEngine::kInvestmentBins + 1);
    std::map<int, std::size_t> years;
    std::vector<std::size_t> nearBins(SiteEngine::kNearBins + 1);
    const auto mask = apply(sites, filter);
    for (std::size_t row = 0; row < sites.rows(); ++row) {
        const auto add = [&](Plain& group) {
            ++group.sites;
            const auto money = sites.investment(row);
            if (!money)
                ++group.undisclosed;
            else if (sites.number("investment_counts", row) == 0.0)
                ++group.notCounted;
            else
                group.investment += *money;
        };
        const Answers one = answers(map, row, filter);
        const bool passes = passesAll(one);
        RC_ASSERT(engine.passes(row) == passes);
        RC_ASSERT((mask[row] != 0) == passes);
        if (passes) add(all);
        for (const Facet facet : {Facet::Industry, Facet::Status, Facet::Category, Facet::Subdistrict})
            if (passesAll(one, facet))
                add(under[std::to_string(static_cast<int>(facet)) + keyOf(map, row, facet)]);
        if (passesAll(one, Facet::Investment)) {
            const auto money = sites.investment(row);
            std::size_t bin = SiteEngine::kInvestmentBins;
            if (money) {
                bin = 0;
                while (bin + 1 < SiteEngine::kInvestmentBins && *money >= SiteEngine::investmentEdge(bin + 1))
                    ++bin;
            }
            ++investmentBins[bin];
        }
        if (passesAll(one, Facet::Year)) ++years[sites.years()[row]];
        if (passesAll(one, nearFacet(1))) {
            const float metres = sites.places().near[1].metres[row];
            ++nearBins[metres < 1500 ? static_cast<std::size_t>(metres / 50) : SiteEngine::kNearBins];
        }
    }
    RC_ASSERT(engine.totals().sites() == all.sites);
    RC_ASSERT(engine.totals().undisclosed() == all.undisclosed);
    RC_ASSERT(engine.totals().notCounted() == all.notCounted);
    RC_ASSERT(std::abs(engine.totals().investment() - all.investment) < 1e-7);
    const CodedField* fields[] = {&sites.industry(), &sites.status(), &sites.category(),
                                  &sites.subdistrict()};
    for (std::size_t f = 0; f < 4; ++f) {
        const auto& chart = engine.chart(static_cast<Facet>(f)).under;
        RC_ASSERT(chart.size() == fields[f]->values.size() + 1);
        for (std::size_t code = 0; code < chart.size(); ++code) {
            const std::string key =
                std::to_string(f) + (code < fields[f]->values.size() ? fields[f]->values[code] : "");
            RC_ASSERT(chart[code].sites() == under[key].sites);
            RC_ASSERT(chart[code].undisclosed() == under[key].undisclosed);
            RC_ASSERT(std::abs(chart[code].investment() - under[key].investment) < 1e-7);
        }
        std::size_t passing = 0;
        for (const SiteGroup& group : engine.passingBy(static_cast<Facet>(f))) passing += group.sites();
        RC_ASSERT(passing == all.sites);
    }
    for (std::size_t bin = 0; bin < investmentBins.size(); ++bin)
        RC_ASSERT(engine.chart(Facet::Investment).under[bin].sites() == investmentBins[bin]);
    for (std::size_t bin = 0; bin < nearBins.size(); ++bin)
        RC_ASSERT(engine.chart(nearFacet(1)).under[bin].sites() == nearBins[bin]);
    const auto& yearChart = engine.chart(Facet::Year).under;
    for (std::size_t bin = 0; bin < yearChart.size(); ++bin)
        RC_ASSERT(yearChart[bin].sites() ==
                  years[bin + 1 == yearChart.size() ? SiteTable::kNoYear
                                                    : engine.firstYear() + static_cast<int>(bin)]);
}

TEST(SiteEngine, AfterAnySeriesOfEventsShowsWhatAPlainCountShows) {
    EXPECT_TRUE(rc::check([](unsigned seed) {
        RandomMap map(seed);
        SiteEngine engine(*map.sites);
        SiteFilter filter;
        compare(map, engine, filter);
        for (int event = 0; event < 6; ++event) {
            map.alter(filter);
            if (event == 4) filter = map.filter();  // several at once: undone, pasted
            engine.set(filter);
            compare(map, engine, filter);
        }
    }));
}

TEST(SiteEngine, WordsOfAFilterGiveTheSameFilterAndTheSameRows) {
    EXPECT_TRUE(rc::check([](unsigned seed) {
        RandomMap map(seed);
        const SiteFilter filter = map.filter();
        const auto parsed = parseSiteFilter(formatSiteFilter(filter), map.catalog);
        RC_ASSERT(parsed.filter);
        RC_ASSERT(*parsed.filter == filter);
        RC_ASSERT(apply(*map.sites, *parsed.filter) == apply(*map.sites, filter));
    }));
}

TEST(SiteEngine, ClearingEveryConditionOneByOneLeavesNone) {
    EXPECT_TRUE(rc::check([](unsigned seed) {
        RandomMap map(seed);
        SiteFilter filter = map.filter();
        for (std::size_t i = 0; i < facetCount(*map.sites); ++i)
            clearFacet(*map.sites, filter, static_cast<Facet>(i));
        RC_ASSERT(filter.any());
    }));
}

TEST(SiteEngine, EdgesOfInvestmentBinsBelongToTheBinAbove) {
    for (std::size_t bin = 0; bin < SiteEngine::kInvestmentBins; ++bin) {
        EXPECT_EQ(SiteEngine::investmentBin(SiteEngine::investmentEdge(bin)), bin);
        EXPECT_EQ(SiteEngine::investmentBin(std::nextafter(SiteEngine::investmentEdge(bin + 1), 0)), bin);
    }
    EXPECT_EQ(SiteEngine::investmentBin(-3), 0U);
    EXPECT_EQ(SiteEngine::investmentBin(1e30), SiteEngine::kInvestmentBins - 1);
}

TEST(SiteEngine, AnInsideOfAPolygonIsAtNoDistance) {
    RandomMap map(1);
    map.entry.near = {{"area", {}, "areas", {}}};
    const SiteTable sites(map.entry, map.table, map.catalog, map.tableOf);
    int inside = 0;
    for (std::size_t row = 0; row < sites.rows(); ++row) {
        const auto at = map.sitePlaces[row];
        const bool in = std::any_of(map.boxes.begin(), map.boxes.end(),
                                    [&](const geodata::Extent& box) { return box.contains(at.x, at.y); });
        EXPECT_EQ(sites.places().near[0].metres[row] == 0, in);
        inside += in;
    }
    EXPECT_GT(inside, 0);
}

TEST(SiteEngine, ALayerThatTheCatalogueLacksIsNamed) {
    RandomMap map(1);
    map.entry.near = {{"x", {}, "nowhere", {}}};
    const SiteTable sites(map.entry, map.table, map.catalog, map.tableOf);
    EXPECT_THAT(sites.report().text(), testing::HasSubstr("nowhere"));
}

}  // namespace
}  // namespace atlas::layers
