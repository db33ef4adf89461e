#include "terrain/height_field.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/unit/terrain/shapes.h"

namespace atlas::terrain {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(HeightField, IsBilinearBetweenCellCentres) {
    const Surface surface = plane(0.25, -0.5, 300);
    const HeightField field = fieldOf(rasterOf(surface, 40, 30));
    for (double x = 5; x <= 395; x += 3.7)
        for (double y = 5; y <= 295; y += 4.3)
            ASSERT_NEAR(field.heightAt(x, y), surface(x, y), 1e-3) << x << ' ' << y;
}

TEST(HeightField, HoldsTheEdgeValueWithinHalfACellAndNothingBeyond) {
    const HeightField field = fieldOf(rasterOf(plane(1, 0, 0), 10, 10));
    EXPECT_NEAR(field.heightAt(0.5, 50), 5, 1e-4);
    EXPECT_NEAR(field.heightAt(99.5, 50), 95, 1e-4);
    for (const auto& [x, y] :
         {std::array{-0.1, 50.0}, {100.1, 50.0}, {50.0, -0.1}, {50.0, 100.1}, {kNaN, 5.0}}) {
        EXPECT_TRUE(std::isnan(field.heightAt(x, y))) << x << ' ' << y;
        EXPECT_FALSE(field.sampleAt(x, y));
        EXPECT_EQ(field.heightOr(x, y, -7), -7);
    }
}

TEST(HeightField, TheFirstSourceWithDataAnswers) {
    HeightSource fine;
    fine.id = "fine";
    fine.raster = rasterOf([](double x, double) { return x < 50 ? 10.0 : kNaN; }, 20, 20, 5);
    HeightSource coarse;
    coarse.id = "coarse";
    coarse.raster = rasterOf(plane(0, 0, 99), 20, 20, 10, -50, -50);
    std::vector<HeightSource> sources;
    sources.push_back(std::move(fine));
    sources.push_back(std::move(coarse));
    const HeightField field(std::move(sources));
    EXPECT_EQ(field.sampleAt(20, 20)->source, 0U);
    EXPECT_EQ(field.heightAt(20, 20), 10);
    EXPECT_EQ(field.sampleAt(80, 20)->source, 1U);
    EXPECT_EQ(field.heightAt(80, 20), 99);
    EXPECT_EQ(field.heightAt(-30, -30), 99);
    EXPECT_EQ(field.minHeight(), 10);
    EXPECT_EQ(field.maxHeight(), 99);
    EXPECT_EQ(field.extent().minX, -50);
    EXPECT_EQ(field.extent().maxX, 150);
    EXPECT_FALSE(field.sampleAt(20, 20)->extrapolated);
}

TEST(HeightField, WithoutSourcesThereIsNoGround) {
    const HeightField field({});
    EXPECT_TRUE(std::isnan(field.heightAt(0, 0)));
    EXPECT_FALSE(field.sampleAt(0, 0));
    EXPECT_FALSE(field.intersect({0, 0, 100}, {0, 0, -1}, 1000));
    EXPECT_TRUE(field.visible({0, 0, 0}, {100, 0, 0}, 0));
    EXPECT_EQ(field.minHeight(), 0);
    EXPECT_EQ(field.maxHeight(), 0);
}

TEST(HeightField, RaysMeetAPlaneWhereGeometrySays) {
    const double a = 0.1;
    const double b = -0.05;
    const double c = 200;
    const HeightField field = fieldOf(rasterOf(plane(a, b, c), 200, 200));
    const Vec3 eye{300, 400, 900};
    int met = 0;
    for (int degrees = 0; degrees < 360; degrees += 15) {
        for (const double down : {0.3, 0.8, 2.0, 50.0}) {
            const double angle = degrees * 3.14159265358979 / 180;
            const Vec3 way{std::cos(angle), std::sin(angle), -down};
            // eye + t way on z = a x + b y + c
            const double t = (a * eye.x + b * eye.y + c - eye.z) / (way.z - a * way.x - b * way.y);
            const Vec3 expected{eye.x + t * way.x, eye.y + t * way.y, eye.z + t * way.z};
            const auto hit = field.intersect(eye, way, 1e5);
            if (expected.x < 5 || expected.y < 5 || expected.x > 1995 || expected.y > 1995) continue;
            ASSERT_TRUE(hit) << degrees << ' ' << down;
            EXPECT_NEAR(hit->x, expected.x, 0.02);
            EXPECT_NEAR(hit->y, expected.y, 0.02);
            EXPECT_NEAR(hit->z, expected.z, 0.02);
            ++met;
        }
    }
    EXPECT_GT(met, 40);
}

TEST(HeightField, RaysThatMeetNothingSaySo) {
    const HeightField field = fieldOf(rasterOf(plane(0, 0, 100), 20, 20));
    EXPECT_FALSE(field.intersect({100, 100, 200}, {0, 0, 1}, 1e5)) << "upward";
    EXPECT_FALSE(field.intersect({100, 100, 200}, {1, 0, 0}, 1e5)) << "level, above everything";
    EXPECT_FALSE(field.intersect({100, 100, 200}, {0, 0, -1}, 50)) << "too short";
    EXPECT_FALSE(field.intersect({100, 100, 200}, {1, 0, -0.1}, 1e5)) << "leaves the data";
    EXPECT_FALSE(field.intersect({100, 100, 200}, {0, 0, 0}, 1e5)) << "no direction";
    EXPECT_FALSE(field.intersect({100, 100, 200}, {kNaN, 0, -1}, 1e5));
    EXPECT_TRUE(field.intersect({100, 100, 200}, {0, 0, -1}, 101));
}

TEST(HeightField, ARidgeHidesWhatIsBehindIt) {
    const HeightField field =
        fieldOf(rasterOf([](double x, double) { return x > 190 && x < 230 ? 80.0 : 0.0; }, 40, 10));
    const Vec3 west{50, 50, 20};
    EXPECT_FALSE(field.visible(west, {350, 50, 20}, 0));
    EXPECT_TRUE(field.visible(west, {350, 50, 200}, 0)) << "over the ridge";
    EXPECT_TRUE(field.visible(west, {150, 50, 5}, 0)) << "before the ridge";
    // The line over the ridge's crown (at 63 % of the way) passes 10 m under it: slack of 20 m lets it be
    // seen.
    const double far = 20 + (70 - 20) / 0.55;
    EXPECT_FALSE(field.visible(west, {350, 50, far}, 0));
    EXPECT_TRUE(field.visible(west, {350, 50, far}, 40));
}

}  // namespace
}  // namespace atlas::terrain
