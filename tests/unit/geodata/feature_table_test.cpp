#include "geodata/feature_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace {

using namespace atlas::geodata;
using testing::ElementsAre;
using testing::IsEmpty;

void addPart(GeometryColumn& g, const std::vector<std::vector<Point2>>& rings) {
    for (const auto& ring : rings) {
        g.vertices.insert(g.vertices.end(), ring.begin(), ring.end());
        g.vertexOffsets.push_back(static_cast<std::uint32_t>(g.vertices.size()));
    }
    g.ringOffsets.push_back(static_cast<std::uint32_t>(g.vertexOffsets.size()) - 1);
}

void endFeature(GeometryColumn& g, GeometryType type) {
    g.types.push_back(type);
    g.partOffsets.push_back(static_cast<std::uint32_t>(g.ringOffsets.size()) - 1);
}

FeatureTable tableOf(GeometryColumn geometry) {
    FeatureTable table;
    for (std::size_t i = 0; i < geometry.types.size(); ++i)
        table.fids.push_back(static_cast<std::int64_t>(i));
    table.geometry = std::move(geometry);
    return table;
}

std::vector<Point2> square(double x, double y, double side) {
    return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}};
}

/// Points and squares at random places, with rows without geometry between.
GeometryColumn scattered(int rows) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> place(0, 1000);
    GeometryColumn g;
    for (int i = 0; i < rows; ++i) {
        const double x = place(random);
        const double y = place(random);
        if (i % 10 == 3) {
            endFeature(g, GeometryType::None);
        } else if (i % 3 == 0) {
            addPart(g, {square(x, y, place(random) / 20)});
            endFeature(g, GeometryType::Polygon);
        } else {
            addPart(g, {{{x, y}}});
            endFeature(g, GeometryType::Point);
        }
    }
    return g;
}

TEST(SpatialIndex, FindsWhatLookingAtEveryRowFinds) {
    const GeometryColumn g = scattered(3000);
    const SpatialIndex index(g);
    std::mt19937 random(11);
    std::uniform_real_distribution<double> place(-50, 1050);
    for (int i = 0; i < 200; ++i) {
        Extent box;
        box.expand(place(random), place(random));
        box.expand(place(random), place(random));
        std::vector<std::uint32_t> expected;
        for (std::uint32_t row = 0; row < g.types.size(); ++row) {
            const Extent e = g.extent(row);
            if (!e.empty() && e.minX <= box.maxX && e.maxX >= box.minX && e.minY <= box.maxY &&
                e.maxY >= box.minY)
                expected.push_back(row);
        }
        ASSERT_EQ(index.query(box), expected);
    }
}

TEST(SpatialIndex, NearestFirstLikeSortingEveryRow) {
    const GeometryColumn g = scattered(2000);
    const SpatialIndex index(g);
    std::mt19937 random(13);
    std::uniform_real_distribution<double> place(-50, 1050);
    for (int i = 0; i < 100; ++i) {
        const Point2 p{place(random), place(random)};
        std::vector<std::pair<double, std::uint32_t>> all;
        for (std::uint32_t row = 0; row < g.types.size(); ++row) {
            const Extent e = g.extent(row);
            if (e.empty()) continue;
            const double dx = std::max({e.minX - p.x, p.x - e.maxX, 0.0});
            const double dy = std::max({e.minY - p.y, p.y - e.maxY, 0.0});
            all.emplace_back(dx * dx + dy * dy, row);
        }
        std::sort(all.begin(), all.end());
        const std::vector<std::uint32_t> found = index.nearest(p, 12);
        ASSERT_EQ(found.size(), 12U);
        for (std::size_t k = 0; k < found.size(); ++k) EXPECT_EQ(found[k], all[k].second) << k;
    }
    EXPECT_EQ(index.nearest({500, 500}, 100000).size(), 1800U);
    EXPECT_THAT(index.nearest({NAN, 0}, 3), IsEmpty());
    EXPECT_THAT(index.nearest({0, 0}, 0), IsEmpty());
}

TEST(SpatialIndex, NothingInNothing) {
    const SpatialIndex index{GeometryColumn{}};
    EXPECT_THAT(index.query({0, 0, 1, 1}), IsEmpty());
    EXPECT_THAT(index.nearest({0, 0}, 5), IsEmpty());
    const SpatialIndex full{scattered(50)};
    EXPECT_THAT(full.query(Extent{}), IsEmpty());
    EXPECT_THAT(full.query({NAN, 0, 1, 1}), IsEmpty());
}

TEST(Anchor, StandsForEveryKindOfGeometry) {
    GeometryColumn g;
    addPart(g, {{{3, 4}}});
    endFeature(g, GeometryType::Point);
    addPart(g, {{{0, 0}, {1, 0}}});
    addPart(g, {{{10, 0}, {20, 0}, {20, 30}}});  // the longer: 40, half way is (20, 10)
    endFeature(g, GeometryType::MultiLine);
    addPart(g, {square(0, 0, 2)});
    endFeature(g, GeometryType::Polygon);
    // A U, whose centroid lies in the gap: the anchor must lie in an arm.
    addPart(g, {{{0, 0}, {9, 0}, {9, 9}, {6, 9}, {6, 1}, {3, 1}, {3, 9}, {0, 9}, {0, 0}}});
    endFeature(g, GeometryType::Polygon);
    // A frame: the centroid lies in the hole.
    addPart(g, {square(0, 0, 10), square(1, 1, 8)});
    endFeature(g, GeometryType::Polygon);
    addPart(g, {square(0, 0, 1)});
    addPart(g, {square(100, 100, 5)});
    endFeature(g, GeometryType::MultiPolygon);
    endFeature(g, GeometryType::None);
    addPart(g, {{{1, 1}, {2, 2}, {3, 3}, {1, 1}}});  // no surface at all
    endFeature(g, GeometryType::Polygon);
    const FeatureTable t = tableOf(std::move(g));

    const auto at = [&t](std::size_t row) { return *t.anchor(row); };
    EXPECT_EQ(at(0).x, 3);
    EXPECT_NEAR(at(1).x, 20, 1e-12);
    EXPECT_NEAR(at(1).y, 10, 1e-12);
    EXPECT_NEAR(at(2).x, 1, 1e-12);
    EXPECT_TRUE((at(3).x > 0 && at(3).x < 3) || (at(3).x > 6 && at(3).x < 9)) << at(3).x;
    EXPECT_TRUE(at(4).x < 1 || at(4).x > 9 || at(4).y < 1 || at(4).y > 9) << at(4).x << " " << at(4).y;
    EXPECT_NEAR(at(5).x, 102.5, 1e-9);
    EXPECT_FALSE(t.anchor(6).has_value());
    EXPECT_TRUE(std::isfinite(at(7).x));
    EXPECT_FALSE(t.anchor(99).has_value());
}

Column column(FieldType type) {
    Column c;
    c.name = "c";
    switch (type) {
        case FieldType::Integer:
            c.values = std::vector<std::int64_t>{42, 0};
            break;
        case FieldType::Real:
            c.values = std::vector<double>{0.1, 0};
            break;
        case FieldType::Date:
            c.values = DateValues{{0, 0}};
            break;
        case FieldType::Text:
            c.values = TextValues{{1, 0}, {"one", "two"}};
            break;
    }
    c.nulls.push(false);
    c.nulls.push(true);
    return c;
}

TEST(FeatureTable, CellsByTypeAndNull) {
    const FeatureTable t;
    const Column integer = column(FieldType::Integer);
    const Column real = column(FieldType::Real);
    const Column text = column(FieldType::Text);
    EXPECT_EQ(t.integer(&integer, 0), 42);
    EXPECT_EQ(t.number(&integer, 0), 42.0);
    EXPECT_EQ(t.number(&real, 0), 0.1);
    EXPECT_EQ(t.integer(&real, 0), std::nullopt);
    EXPECT_EQ(t.text(&text, 0), "two");
    EXPECT_EQ(t.number(&text, 0), std::nullopt);
    for (const Column* c : {&integer, &real, &text}) {
        EXPECT_EQ(t.number(c, 1), std::nullopt);
        EXPECT_EQ(t.display(c, 1), "");
        EXPECT_EQ(t.display(c, 2), "");  // beyond the end
    }
    EXPECT_EQ(t.text(nullptr, 0), std::nullopt);
    EXPECT_EQ(t.column("none"), nullptr);
}

TEST(FeatureTable, DisplayIsShortAndExact) {
    const FeatureTable t;
    Column real = column(FieldType::Real);
    for (const auto& [value, words] : std::vector<std::pair<double, std::string>>{
             {0.1, "0.1"}, {3, "3"}, {1.0 / 3, "0.3333333333333333"}, {-2.5, "-2.5"}, {1e21, "1e+21"}}) {
        std::get<std::vector<double>>(real.values)[0] = value;
        EXPECT_EQ(t.display(&real, 0), words);
        EXPECT_EQ(std::stod(t.display(&real, 0)), value);
    }
    Column date = column(FieldType::Date);
    constexpr std::int64_t day = 86'400'000'000;
    for (const auto& [micros, words] :
         std::vector<std::pair<std::int64_t, std::string>>{{0, "1970-01-01"},
                                                           {-day, "1969-12-31"},
                                                           {day / 2, "1970-01-01T12:00:00Z"},
                                                           {-1, "1969-12-31T23:59:59.999999Z"},
                                                           {1'500'000, "1970-01-01T00:00:01.5Z"},
                                                           {20625 * day, "2026-06-21"}}) {
        std::get<DateValues>(date.values).micros[0] = micros;
        EXPECT_EQ(t.display(&date, 0), words);
    }
}

TEST(NullMask, RemembersEachRow) {
    NullMask mask;
    for (int i = 0; i < 200; ++i) mask.push(i % 7 == 0);
    for (int i = 0; i < 200; ++i) EXPECT_EQ(mask.isNull(static_cast<std::size_t>(i)), i % 7 == 0) << i;
    EXPECT_EQ(mask.nullCount(), 29U);
    EXPECT_EQ(mask.size(), 200U);
}

}  // namespace
