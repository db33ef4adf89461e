// What is drawn by hand: when it is complete, and what its points snap to.

#include "app/view/tools/sketch.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>

#include "app/building_plot.h"
#include "geodata/feature_source.h"

namespace atlas::app {
namespace {

Sketch drawn(SketchKind kind, const std::vector<geodata::Point2>& points) {
    Sketch sketch(kind);
    for (const auto& p : points) sketch.add(p);
    return sketch;
}

TEST(Sketch, NeedsEnoughDifferentPoints) {
    EXPECT_FALSE(drawn(SketchKind::Line, {{0, 0}}).complete());
    EXPECT_FALSE(drawn(SketchKind::Line, {{0, 0}, {0, 0.001}}).complete());
    EXPECT_TRUE(drawn(SketchKind::Line, {{0, 0}, {0, 1}}).complete());
    EXPECT_FALSE(drawn(SketchKind::Polygon, {{0, 0}, {1, 0}}).complete());
    EXPECT_FALSE(drawn(SketchKind::Polygon, {{0, 0}, {1, 0}, {2, 0}}).complete());  // encloses nothing
    EXPECT_TRUE(drawn(SketchKind::Polygon, {{0, 0}, {1, 0}, {1, 1}}).complete());
    Sketch point = drawn(SketchKind::Point, {{1, 1}, {2, 2}});
    EXPECT_TRUE(point.complete());
    EXPECT_EQ(point.points().size(), 1U);
    EXPECT_EQ(point.points()[0].x, 2);
}

TEST(Sketch, AnOutlineThatCrossesItselfIsNoArea) {
    EXPECT_TRUE(drawn(SketchKind::Polygon, {{0, 0}, {2, 2}, {2, 0}, {0, 2}}).crossesItself());
    EXPECT_FALSE(drawn(SketchKind::Polygon, {{0, 0}, {2, 2}, {2, 0}, {0, 2}}).complete());
    EXPECT_TRUE(
        drawn(SketchKind::Polygon, {{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}}).crossesItself());  // touches
    EXPECT_FALSE(drawn(SketchKind::Polygon, {{0, 0}, {4, 0}, {4, 4}, {2, 1}, {0, 4}}).crossesItself());
}

TEST(Sketch, TheLastPointCanBeTakenBack) {
    Sketch sketch = drawn(SketchKind::Line, {{0, 0}, {5, 0}});
    EXPECT_TRUE(sketch.removeLast());
    EXPECT_FALSE(sketch.complete());
    EXPECT_TRUE(sketch.removeLast());
    EXPECT_FALSE(sketch.removeLast());
}

TEST(RingArea, IsThatOfTheShoelaceFarFromTheOrigin) {
    const double x = 36355000;
    const double y = 3270000;
    EXPECT_NEAR(ringArea({{x, y}, {x + 30, y}, {x + 30, y + 40}, {x, y + 40}}), 1200, 1e-6);
    EXPECT_NEAR(ringArea({{x, y}, {x, y + 40}, {x + 30, y + 40}, {x + 30, y}}), 1200, 1e-6);
    EXPECT_EQ(ringArea({}), 0);
}

class Snapping : public testing::Test {
  protected:
    void SetUp() override {
        const std::string file = testing::TempDir() + "snap-" + std::to_string(::getpid()) + ".geojson";
        std::ofstream(file) << R"({"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[106,29.5],[106.001,29.5]]}}]})";
        const auto crs = geodata::Crs::parse("EPSG:4326");
        geodata::FeatureSourceOptions options;
        options.path = file;
        auto loaded = geodata::loadFeatures(options, *crs);
        ASSERT_TRUE(loaded) << loaded.report.text();
        table_ = std::move(*loaded);
        targets_.tables = {&table_};
    }
    // A screen on which a unit is 1e5 pixels.
    Snap snap(geodata::Point2 at, double tolerance = 10) const {
        return snapTo(
            at, 0.01, targets_, [&](geodata::Point2 p) { return std::hypot(p.x - at.x, p.y - at.y) * 1e5; },
            tolerance);
    }
    geodata::FeatureTable table_;
    SnapTargets targets_;
};

TEST_F(Snapping, ACornerWinsOverAnEdge) {
    const Snap near = snap({106.00005, 29.50002});
    EXPECT_EQ(near.kind, Snap::Kind::Vertex);
    EXPECT_EQ(near.place.x, 106);
    EXPECT_EQ(near.place.y, 29.5);
}

TEST_F(Snapping, AnEdgeIsMetAtItsNearestPlace) {
    const Snap near = snap({106.0005, 29.50005});
    EXPECT_EQ(near.kind, Snap::Kind::Edge);
    EXPECT_NEAR(near.place.x, 106.0005, 1e-12);
    EXPECT_NEAR(near.place.y, 29.5, 1e-12);
}

TEST_F(Snapping, NothingNearLeavesThePlaceAlone) {
    const Snap far = snap({106.0005, 29.5005});
    EXPECT_EQ(far.kind, Snap::Kind::None);
    EXPECT_EQ(far.place.y, 29.5005);
}

TEST_F(Snapping, ToWhatIsBeingDrawn) {
    targets_.sketches = {{{106.01, 29.6}, {106.02, 29.6}}};
    EXPECT_EQ(snap({106.01003, 29.60003}).place.x, 106.01);
    EXPECT_EQ(snap({106.01003, 29.60003}).kind, Snap::Kind::Vertex);
}

}  // namespace
}  // namespace atlas::app
