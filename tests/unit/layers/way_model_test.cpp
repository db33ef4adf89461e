// Ways on made ground: length, climb, stairs, drops; decks that hang; names that stay; heights in words.

#include "layers/lines/way_model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "layers/bridges/bridge_model.h"
#include "layers/lines/name_spots.h"
#include "layers/lines/way_card.h"

namespace atlas::layers {
namespace {

Way along(double length) {
    return {{0, 0, 0}, {length, 0, 0}};
}

TEST(Way, LiesOnTheGround) {
    const GroundHeight ground = [](double x, double y) { return 200 + 0.3 * x + y; };
    const Way way = layOnGround({{0, 0, -99}, {10, 0, -99}, {10, 7, -99}}, ground, 5);
    ASSERT_EQ(way.size(), 5U);
    for (const osg::Vec3d& p : way) EXPECT_DOUBLE_EQ(p.z(), ground(p.x(), p.y()));
    EXPECT_EQ(way.back(), osg::Vec3d(10, 7, 210));
    EXPECT_TRUE(layOnGround({}, ground, 5).empty());
    EXPECT_EQ(layOnGround({{1, 1, 0}}, ground, 5).size(), 1U);
}

TEST(Way, LengthAndClimb) {
    // Up 30 m over 40 m, level for 10 m, down 5 m: 3-4-5 triangles.
    const Way way{{0, 0, 100}, {40, 0, 130}, {50, 0, 130}, {62, 0, 125}};
    const WayMeasure m = measureWay(way);
    EXPECT_DOUBLE_EQ(m.flat, 62);
    EXPECT_DOUBLE_EQ(m.along, 50 + 10 + 13);
    EXPECT_DOUBLE_EQ(m.climb, 30);
    EXPECT_DOUBLE_EQ(m.descent, 5);
    EXPECT_DOUBLE_EQ(m.lowest, 100);
    EXPECT_DOUBLE_EQ(m.highest, 130);
}

TEST(Way, SmallUpsAndDownsAreNoClimb) {
    Way way;
    for (int i = 0; i <= 100; ++i) way.emplace_back(i * 5, 0, 200 + i * 0.5 + (i % 2 == 0 ? 0.6 : -0.6));
    const WayMeasure m = measureWay(way, 2);
    EXPECT_NEAR(m.climb, 50, 1.3);
    EXPECT_EQ(m.descent, 0);
    // What goes up and comes down counts both, to the extremes and not to where it was noticed.
    const Way hill{{0, 0, 0}, {10, 0, 7}, {20, 0, 9.5}, {30, 0, 9}, {40, 0, 3}};
    EXPECT_DOUBLE_EQ(measureWay(hill, 2).climb, 9.5);
    EXPECT_DOUBLE_EQ(measureWay(hill, 2).descent, 6.5);
    EXPECT_EQ(measureWay({}).along, 0);
}

TEST(Way, SteepPartsAreStairsForWalkersOnly) {
    // Level, then 1:4 for 100 m, then level.
    const GroundHeight ground = [](double x, double) { return 200 + std::clamp(x - 200, 0.0, 100.0) * 0.25; };
    const Way way = layOnGround(along(500), ground, 5);
    const auto tilt = tiltAlong(way, ground, 10);
    const auto looks = looksAlong(way, tilt, {.walkers = true});
    ASSERT_EQ(looks.size(), way.size() - 1);
    EXPECT_NEAR(lengthOf(way, looks, WayLook::Kind::Stairs), 100 * std::hypot(1, 0.25), 25);
    EXPECT_EQ(looks[10].kind, WayLook::Kind::Plain);
    EXPECT_EQ(looks[50].kind, WayLook::Kind::Stairs);
    for (const WayLook& look : looksAlong(way, tilt, {})) EXPECT_EQ(look, WayLook{});
    for (const WayLook& look : looksAlong(way, tilt, {.walkers = true, .hidden = true}))
        EXPECT_EQ(look.kind, WayLook::Kind::Hidden);
    for (const WayLook& look : looksAlong(way, tilt, {.walkers = true, .moving = true}))
        EXPECT_EQ(look.kind, WayLook::Kind::Moving);
    EXPECT_TRUE(looksAlong({{0, 0, 0}}, {}, {.walkers = true}).empty());
}

TEST(Way, ARampIsNotStairs) {
    const GroundHeight ground = [](double x, double) { return x * 0.15; };
    const Way way = layOnGround(along(300), ground, 5);
    EXPECT_EQ(
        lengthOf(way, looksAlong(way, tiltAlong(way, ground, 10), {.walkers = true}), WayLook::Kind::Stairs),
        0);
}

TEST(Way, TheSideOnWhichTheGroundFallsAway) {
    // Walking east on a cliff that faces north: the ground falls to the left.
    const GroundHeight ground = [](double, double y) { return 250 - y; };
    const Way east = layOnGround(along(200), ground, 5);
    const auto tilt = tiltAlong(east, ground, 10);
    for (const double t : tilt) EXPECT_NEAR(t, -1, 1e-9);
    for (const WayLook& look : looksAlong(east, tilt, {.walkers = true})) EXPECT_EQ(look.drop, 1);
    Way west(east.rbegin(), east.rend());
    for (const WayLook& look : looksAlong(west, tiltAlong(west, ground, 10), {.walkers = true}))
        EXPECT_EQ(look.drop, -1);
    const GroundHeight gentle = [](double, double y) { return 250 - 0.3 * y; };
    for (const WayLook& look : looksAlong(east, tiltAlong(east, gentle, 10), {.walkers = true}))
        EXPECT_EQ(look.drop, 0);
}

TEST(Way, NoLookLastsAFewMetres) {
    // A step of 4 m in 5 m of way is steep for a moment only.
    const GroundHeight ground = [](double x, double) { return x < 100 ? 200.0 : x < 103 ? 203 : 206; };
    const Way way = layOnGround(along(300), ground, 5);
    const auto looks = looksAlong(way, {}, {.walkers = true}, 20, 12);
    double run = 0;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        run += 5;
        if (i + 1 == looks.size() || !(looks[i + 1] == looks[i])) {
            EXPECT_GE(run, 12);
            run = 0;
        }
    }
}

TEST(Way, TheCardHasProfileStepsAndWalk) {
    const ui::Translations texts("/nowhere", ui::Language::En);
    const GroundHeight ground = [](double x, double) { return 200 + x * 0.25; };
    const Way way = layOnGround(along(100), ground, 5);
    Card card;
    addWay(card, way, looksAlong(way, {}, {.walkers = true}), false, texts);
    EXPECT_EQ(card.headline, "103 m");
    ASSERT_EQ(card.profile.distance.size(), card.profile.height.size());
    EXPECT_DOUBLE_EQ(card.profile.distance.back(), 100);
    EXPECT_DOUBLE_EQ(card.profile.height.back(), 225);
    ASSERT_EQ(card.actions.size(), 1U);
    EXPECT_EQ(card.actions[0].id, kWalkAction);
    EXPECT_EQ(card.lines[0].value, "25 m up, 0 m down");
    EXPECT_EQ(card.lines[2].value, "103 m");
    Card below;
    addWay(below, way, {}, true, texts);
    EXPECT_TRUE(below.actions.empty()) << "nobody knows how deep it runs";
}

DeckGround river(double left, double right, double bed = 155, double water = 166) {
    // Banks of 100 m each, 300 m of water between.
    return {[=](double x, double) { return x < 100   ? left
                                           : x > 400 ? right
                                                     : bed; },
            [](double, double) { return true; }, water};
}

TEST(Deck, StraightBetweenTheGroundAtItsEnds) {
    const DeckLine deck = deckLine(along(500), river(226, 200), std::nan(""));
    EXPECT_TRUE(deck.schematic);
    // The left bank lifts it up to its edge; from there on it is straight.
    EXPECT_DOUBLE_EQ(deck.points.front().z(), 226);
    EXPECT_DOUBLE_EQ(deck.points.back().z(), 200);
    for (const osg::Vec3d& p : deck.points) {
        EXPECT_GE(p.z(), river(226, 200).height(p.x(), 0) - 1e-9);
        if (p.x() >= 80) {
            EXPECT_NEAR(p.z(), 226 - (p.x() - 80) / 420 * 26, 0.01) << p.x();
        }
    }
}

TEST(Deck, TheReportedLevelWins) {
    const DeckLine deck = deckLine(along(500), river(226, 200), 242.5);
    EXPECT_FALSE(deck.schematic);
    for (const osg::Vec3d& p : deck.points) EXPECT_EQ(p.z(), 242.5);
}

TEST(Deck, AnUnknownEndIsLevelWithTheOther) {
    DeckGround ground = river(248, 170);
    ground.measured = [](double x, double) { return x < 300; };
    const DeckLine deck = deckLine(along(500), ground, std::nan(""));
    EXPECT_TRUE(deck.beginMeasured);
    EXPECT_FALSE(deck.endMeasured);
    for (const osg::Vec3d& p : deck.points) EXPECT_NEAR(p.z(), 248, 1e-9);
}

TEST(Deck, HasAirOverTheWaterAndClearsAHill) {
    const DeckLine low = deckLine(along(500), river(167, 167), std::nan(""), 12);
    for (const osg::Vec3d& p : low.points)
        if (p.x() > 110 && p.x() < 390) {
            EXPECT_GE(p.z(), 166 + 12 - 1e-9);
        }
    const DeckGround hill{[](double x, double) { return 200 + 40 * std::exp(-std::pow((x - 250) / 40, 2)); },
                          [](double, double) { return true; }, 0};
    const DeckLine over = deckLine(along(500), hill, std::nan(""));
    for (const osg::Vec3d& p : over.points) EXPECT_GE(p.z(), hill.height(p.x(), 0) - 1e-9);
    // Tight: concave everywhere.
    for (std::size_t i = 1; i + 1 < over.points.size(); ++i)
        EXPECT_LE(over.points[i - 1].z() + over.points[i + 1].z(), 2 * over.points[i].z() + 1e-6);
    EXPECT_TRUE(deckLine({}, hill, std::nan("")).points.empty());
}

TEST(Bridge, TowerHeightsInWords) {
    const auto towers = towerHeights("172.61 (south) and 162.49 (north)");
    ASSERT_EQ(towers.size(), 2U);
    EXPECT_DOUBLE_EQ(towers[0].metres, 172.61);
    EXPECT_EQ(towers[0].side, "south");
    EXPECT_EQ(towers[1].side, "north");
    const auto plain = towerHeights("202 and 150.75");
    ASSERT_EQ(plain.size(), 2U);
    EXPECT_DOUBLE_EQ(plain[1].metres, 150.75);
    EXPECT_EQ(plain[1].side, "");
    EXPECT_TRUE(towerHeights("").empty());
    EXPECT_TRUE(towerHeights("not known (").empty());
    EXPECT_EQ(towerHeights("about 90 (").size(), 1U);
}

TEST(Bridge, PiersAtTheBanksOrAtTheReportedSpan) {
    const DeckGround ground = river(220, 220);
    const BridgeModel banks = bridgeModel(along(500), ground, std::nan(""), std::nan(""), {});
    ASSERT_EQ(banks.pillars.size(), 2U);
    EXPECT_NEAR(banks.crossing, 300, 6);
    EXPECT_NEAR(banks.pillars[0].along, 100, 6);
    EXPECT_NEAR(banks.pillars[1].along, 400, 6);
    for (const BridgePillar& p : banks.pillars) {
        EXPECT_FALSE(p.tower);
        EXPECT_NEAR(p.top, 220, 1e-9);
        EXPECT_LT(p.bottom, 166);
    }
    const BridgeModel span = bridgeModel(along(500), ground, std::nan(""), 200, {});
    EXPECT_NEAR(span.pillars[1].along - span.pillars[0].along, 200, 1e-9);
    EXPECT_NEAR((span.pillars[0].along + span.pillars[1].along) / 2, 250, 6);
    EXPECT_TRUE(bridgeModel(along(80), ground, std::nan(""), std::nan(""), {}).pillars.empty()) << "no water";
}

TEST(Bridge, TowersGoToTheirSide) {
    // The line runs north: the south tower is its first.
    const Way north{{0, 0, 0}, {0, 500, 0}};
    const DeckGround ground{[](double, double y) { return y < 100 || y > 400 ? 220.0 : 155.0; },
                            [](double, double) { return true; }, 166};
    const std::vector<TowerHeight> towers{{172, "south"}, {162, "north"}};
    const BridgeModel up = bridgeModel(north, ground, std::nan(""), std::nan(""), towers);
    ASSERT_EQ(up.pillars.size(), 2U);
    EXPECT_TRUE(up.pillars[0].tower && up.pillars[1].tower);
    EXPECT_NEAR(up.pillars[0].top, 166 + 172, 1e-9);
    EXPECT_GT(up.pillars[1].top, 166 + 162 - 1e-9);
    const Way south{{0, 500, 0}, {0, 0, 0}};
    const BridgeModel down = bridgeModel(south, ground, std::nan(""), std::nan(""), towers);
    EXPECT_GT(down.pillars[1].top, down.pillars[0].top - 60);
    EXPECT_NEAR(down.pillars[1].top - 172, down.pillars[1].top > 380 ? 220 : 166, 1e-9);
    // A tower that would not reach the deck stays a pier.
    const BridgeModel low = bridgeModel(north, ground, std::nan(""), std::nan(""), {{20, ""}, {30, ""}});
    EXPECT_FALSE(low.pillars[0].tower);
}

TEST(Names, OneAStreetTheNearestAndItStays) {
    NameSpots spots;
    spots.add(0, "a", {{0, 0, 0}, {1000, 0, 0}}, 300);
    spots.add(1, "a", {{1000, 0, 0}, {2000, 0, 0}}, 300);
    spots.add(2, "b", {{0, 500, 0}, {50, 500, 0}}, 300);
    spots.add(3, "", {{0, 0, 0}, {50, 0, 0}}, 300);
    ASSERT_EQ(spots.spots().size(), 7U) << "three, three and one; the middle of each among them";
    EXPECT_EQ(spots.spots()[1].at, osg::Vec3d(500, 0, 0));
    double eye = 0;
    const auto away = [&](const osg::Vec3d& p) { return std::abs(p.x() - eye); };
    const auto seen = [](const osg::Vec3d&) { return true; };
    const auto all = [](std::size_t) { return true; };
    const auto shown = [&] {
        std::vector<osg::Vec3d> at;
        for (const auto& spot : spots.spots())
            if (spots.chosen(spot.row, spot.at)) at.push_back(spot.at);
        return at;
    };
    spots.choose(away, seen, all);
    ASSERT_EQ(shown().size(), 2U);
    EXPECT_EQ(shown()[0].x(), 200);
    eye = 370;  // 500 is a little nearer now, but not by much
    spots.choose(away, seen, all);
    EXPECT_EQ(shown()[0].x(), 200);
    eye = 470;
    spots.choose(away, seen, all);
    EXPECT_EQ(shown()[0].x(), 500);
    spots.choose(
        away, [](const osg::Vec3d& p) { return p.x() > 700; }, all);
    EXPECT_EQ(shown()[0].x(), 800) << "what is behind a hill is passed over";
    spots.choose([](const osg::Vec3d&) { return -1.0; }, seen, all);
    EXPECT_TRUE(shown().empty());
    spots.choose(away, seen, [](std::size_t row) { return row == 1; });
    ASSERT_EQ(shown().size(), 1U);
    EXPECT_GT(shown()[0].x(), 1000);
}

}  // namespace
}  // namespace atlas::layers
