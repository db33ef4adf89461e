// Every analysis on a plane, a cone, a sphere and a saddle, where the answer is known in closed form.

#include <map>
#include <tuple>

#include "analysis/contours.h"
#include "analysis/earthwork.h"
#include "analysis/flood.h"
#include "analysis/measure.h"
#include "analysis/profile.h"
#include "analysis/skyline.h"
#include "analysis/slope.h"
#include "analysis/sun_hours.h"
#include "analysis/viewshed.h"
#include "support.h"

namespace atlas::analysis {
namespace {

using geodata::Point2;

constexpr double kPi = 3.14159265358979323846;
constexpr double kRadians = kPi / 180;
constexpr double kMiddle = 1005;  // of 201 x 201 cells of 10 m, in the middle of a cell
constexpr double kHalf = 1000;    // from there to the outermost cells
constexpr double kFall = 0.4;     // of the cone
constexpr double kRadius = 3000;  // of the sphere
constexpr double kSaddle = 2000;  // z = 200 + east × north / kSaddle

/// Heights by metres east and north of the middle.
struct Surface {
    const char* name;
    std::function<double(double, double)> height;
    std::function<Point2(double, double)> gradient;
    bool dome = false;  ///< no straight line between two of its points rises above it

    HeightAt onMap() const {
        return [h = height](double x, double y) { return h(x - kMiddle, y - kMiddle); };
    }
    Raster raster() const { return rasterOf(onMap(), 201, 201, 10); }
};

std::vector<Surface> surfaces() {
    const auto z = [](double r) { return std::sqrt(kRadius * kRadius - r * r); };
    return {{"plane", [](double e, double n) { return 300 + 0.2 * e - 0.1 * n; },
             [](double, double) {
                 return Point2{0.2, -0.1};
             },
             true},
            {"cone", [](double e, double n) { return 400 - kFall * std::hypot(e, n); },
             [](double e, double n) {
                 return Point2{-kFall * e / std::hypot(e, n), -kFall * n / std::hypot(e, n)};
             },
             true},
            {"sphere", [z](double e, double n) { return 300 - kRadius + z(std::hypot(e, n)); },
             [z](double e, double n) {
                 return Point2{-e / z(std::hypot(e, n)), -n / z(std::hypot(e, n))};
             },
             true},
            {"saddle", [](double e, double n) { return 200 + e * n / kSaddle; },
             [](double e, double n) {
                 return Point2{n / kSaddle, e / kSaddle};
             }}};
}

const Surface& surface(std::string_view name) {
    static const std::vector<Surface> all = surfaces();
    return *std::find_if(all.begin(), all.end(), [&](const Surface& s) { return s.name == name; });
}

/// visit(column, row, east, north) of the cells `margin` cells inside the raster.
template <class Visit>
void eachCell(const Raster& raster, int margin, const Visit& visit) {
    for (int r = margin; r < raster.height - margin; ++r)
        for (int c = margin; c < raster.width - margin; ++c) {
            const Point2 p = centerOf(raster, {c, r});
            visit(c, r, p.x - kMiddle, p.y - kMiddle);
        }
}

std::vector<Point2> circle(double radius) {
    std::vector<Point2> ring;
    for (int i = 0; i < 720; ++i)
        ring.push_back(
            {kMiddle + radius * std::cos(i * kPi / 360), kMiddle + radius * std::sin(i * kPi / 360)});
    return ring;
}

/// Places of the map as if a degree were a metre's worth of it near the equator.
std::vector<Point2> degrees(std::vector<Point2> places) {
    for (Point2& p : places) p = {106 + p.x / 111319.49079, p.y / 110574.2758};
    return places;
}

TEST(Surfaces, SlopeAspectAndHillshade) {
    for (const Surface& s : surfaces())
        for (const auto gradient : {Gradient::Horn, Gradient::ZevenbergenThorne}) {
            const Raster raster = s.raster();
            HillshadeOptions light;
            light.slope.gradient = gradient;
            light.azimuth = 300;
            light.altitude = 35;
            const auto slopes = slope(raster, light.slope);
            const auto aspects = aspect(raster, light.slope);
            const auto shade = hillshade(raster, light);
            eachCell(raster, 1, [&](int c, int r, double e, double n) {
                if (std::hypot(e, n) < 150) return;  // the cone's tip
                const Point2 g = s.gradient(e, n);
                const double steep = std::hypot(g.x, g.y);
                ASSERT_NEAR(slopes->at(c, r), std::atan(steep) / kRadians, 0.04) << s.name;
                const double faces = std::atan2(-g.x, -g.y) / kRadians;
                ASSERT_NEAR(std::remainder(aspects->at(c, r) - faces, 360), 0, 0.15) << s.name;
                const double a = light.azimuth * kRadians;
                const double h = light.altitude * kRadians;
                const double cosine = (std::sin(h) - std::cos(h) * (std::sin(a) * g.x + std::cos(a) * g.y)) /
                                      std::hypot(1, steep);
                ASSERT_NEAR(shade->at(c, r), 1 + 254 * std::max(0.0, cosine), 0.25) << s.name;
            });
        }
}

TEST(Surfaces, Contours) {
    for (const Surface& s : surfaces()) {
        const auto lines = contours(s.raster(), {150, 200, 260});
        ASSERT_TRUE(lines);
        std::map<double, double> length;
        for (std::size_t i = 0; i < lines->size(); ++i) {
            const auto points = lines->line(i);
            for (std::size_t k = 0; k < points.size(); ++k) {
                ASSERT_NEAR(s.onMap()(points[k].x, points[k].y), lines->levels[i], 0.02) << s.name;
                if (k > 0)
                    length[lines->levels[i]] +=
                        std::hypot(points[k].x - points[k - 1].x, points[k].y - points[k - 1].y);
            }
        }
        const double level = s.dome ? 260 : 200;
        const double expected = s.name == std::string_view("cone") ? 2 * kPi * 140 / kFall
                                : s.name == std::string_view("sphere")
                                    ? 2 * kPi * std::sqrt(2 * kRadius * 40 - 40 * 40)
                                : s.name == std::string_view("plane") ? kHalf * std::hypot(1, 2)
                                                                      : 4 * kHalf;
        EXPECT_NEAR(length[level], expected, s.dome ? 1 : 25) << s.name;
    }
}

// Through the middle, along the diagonal: 2 × kHalf long.
TEST(Surfaces, Profile) {
    const double d = kHalf / std::sqrt(2);
    const std::vector<Point2> line{
        {kMiddle - d, kMiddle - d}, {kMiddle, kMiddle}, {kMiddle + d, kMiddle + d}};
    const double parabola = kHalf * std::hypot(1, kHalf / kSaddle) + kSaddle * std::asinh(kHalf / kSaddle);
    const double cap = kRadius - std::sqrt(kRadius * kRadius - kHalf * kHalf);
    const std::tuple<const char*, double, double, double, double> expected[] = {
        {"plane", 0.1 * 2 * d, 0, 2 * std::hypot(kHalf, 0.1 * d), std::atan(0.1 / std::sqrt(2))},
        {"cone", kFall * kHalf, kFall * kHalf, 2 * kHalf * std::hypot(1, kFall), std::atan(kFall)},
        {"sphere", cap, cap, 2 * kRadius * std::asin(kHalf / kRadius), std::asin((kHalf - 0.5) / kRadius)},
        {"saddle", d * d / kSaddle, d * d / kSaddle, parabola, std::atan((kHalf - 0.5) / kSaddle)}};
    for (const auto& [name, climb, descent, length, steepest] : expected) {
        const auto profile = profileAlong(line, surface(name).onMap(), {1, 0});
        ASSERT_TRUE(profile);
        EXPECT_NEAR(profile->length, 2 * kHalf, 1e-9) << name;
        EXPECT_NEAR(profile->climb, climb, 1e-6) << name;
        EXPECT_NEAR(profile->descent, descent, 1e-6) << name;
        EXPECT_NEAR(profile->groundLength, length, 1e-3) << name;
        EXPECT_NEAR(profile->steepest * kRadians, steepest, 1e-5) << name;
    }
}

TEST(Surfaces, Measure) {
    const double a = 800;
    const std::vector<Point2> ring = circle(a);
    const std::pair<const char*, double> expected[] = {
        {"plane", std::sqrt(1 + 0.04 + 0.01)},
        {"cone", std::hypot(1, kFall)},
        {"sphere", 2 * kRadius * (kRadius - std::sqrt(kRadius * kRadius - a * a)) / (a * a)},
        {"saddle", 2.0 / 3 * std::pow(kSaddle / a, 2) * (std::pow(1 + std::pow(a / kSaddle, 2), 1.5) - 1)}};
    for (const auto& [name, ratio] : expected) {
        const Surface& s = surface(name);
        const AreaFigures area = areaOf(ring, degrees(ring), s.onMap());
        EXPECT_NEAR(area.plane, kPi * a * a, 30) << "720 corners, not a circle";
        EXPECT_NEAR(area.surface / area.plane, ratio, 2e-4) << name;
        const std::vector<Point2> line{{kMiddle, kMiddle}, {kMiddle + a, kMiddle}};
        const Segment piece = segmentsOf(line, degrees(line), s.onMap())[0];
        const double rise = s.height(a, 0) - s.height(0, 0);
        EXPECT_NEAR(piece.rise, rise, 1e-9) << name;
        EXPECT_NEAR(piece.space, std::hypot(piece.geodesic, rise), 1e-6) << name;
        EXPECT_NEAR(piece.incline(), std::atan2(rise, a) / kRadians, 1e-4) << name;
        const double ground = name == std::string_view("sphere")   ? kRadius * std::asin(a / kRadius)
                              : name == std::string_view("saddle") ? a
                                                                   : std::hypot(a, rise);
        EXPECT_NEAR(piece.ground, ground, 0.01) << name;
        const Lie lie = lieAt({kMiddle + 300, kMiddle + 200}, s.onMap(), 5);
        const Point2 g = s.gradient(300, 200);
        EXPECT_NEAR(lie.slope, std::atan(std::hypot(g.x, g.y)) / kRadians, 1e-2) << name;
        EXPECT_NEAR(std::remainder(lie.aspect - std::atan2(-g.x, -g.y) / kRadians, 360), 0, 1e-2) << name;
    }
}

/// What an eye over a surface sees of it; > 0: seen, by metres of the ground's height, roughly.
struct Seen {
    const char* name;
    Point2 eye;  ///< metres east and north of the middle
    double up;   ///< metres above the ground
    std::function<double(double, double)> by;
};

std::vector<Seen> seen() {
    const double up = 20;
    // Tangents from above the sphere's top touch it in a circle.
    const double reach = kRadius * std::sin(std::acos(kRadius / (kRadius + up)));
    return {{"plane", {0, 0}, 2, [](double, double) { return 1.0; }},
            {"cone", {0, 0}, 2, [](double, double) { return 1.0; }},
            // Of a cone from its side: what lies before the tangent planes through the eye.
            {"cone",
             {500, 0},
             up,
             [up](double e, double n) { return up - kFall * 500 * (1 - e / std::hypot(e, n)); }},
            {"sphere",
             {0, 0},
             up,
             [reach](double e, double n) { return (reach - std::hypot(e, n)) * reach / kRadius; }},
            // On the way to a place its height is taken by the square, the sight line's in proportion.
            {"saddle", {0, 0}, up, [up](double e, double n) { return e * n / kSaddle + up; }}};
}

TEST(Surfaces, ViewshedAndLineOfSight) {
    for (const Seen& s : seen()) {
        const Raster raster = surface(s.name).raster();
        const Point2 eye{kMiddle + s.eye.x, kMiddle + s.eye.y};
        ViewshedOptions options;
        options.curvature = 0;
        options.eye = s.up;
        const auto cells = viewshed(raster, eye, options);
        const auto needed = visibleFrom(raster, eye, options);
        int wrong = 0;
        int looked = 0;
        eachCell(raster, 0, [&](int c, int r, double e, double n) {
            const double by = s.by(e, n);
            if (std::hypot(e - s.eye.x, n - s.eye.y) < 30 || std::abs(by) < 2.5) return;
            ++looked;
            wrong += (cells->at(c, r) == kVisible) != (by > 0);
            EXPECT_EQ(needed->at(c, r) > 0, cells->at(c, r) == kHidden) << s.name;
            if ((c + r) % 11 != 0) return;
            const auto line = lineOfSight(raster, eye, {kMiddle + e, kMiddle + n}, options);
            ASSERT_TRUE(line);
            EXPECT_EQ(line->visible, by > 0) << s.name << " " << e << ", " << n << ": " << by;
        });
        // Between two lines of cells the ground is interpolated: near the border a few are taken otherwise.
        EXPECT_LE(wrong, looked / 400) << s.name;
        CellSet all(raster.width, raster.height);
        for (int r = 0; r < raster.height; ++r) all.addRun(0, raster.width - 1, r);
        const auto shares = viewShares(raster, all, eye, {cells->eyeAltitude}, options);
        EXPECT_EQ((*shares)[0].seen, cells->visible) << s.name;
    }
}

TEST(Surfaces, Skyline) {
    SkylineOptions options;
    options.curvature = 0;
    options.eye = 20;
    options.step = 15;
    const auto line = [&](const char* name) {
        const auto points = skyline(surface(name).raster(), {kMiddle, kMiddle}, options);
        EXPECT_TRUE(points);
        return *points;
    };
    const double dip = std::acos(kRadius / (kRadius + 20));
    for (const SkylinePoint& point : line("sphere")) {
        EXPECT_NEAR(point.angle, -dip / kRadians, 0.01);
        EXPECT_NEAR(point.distance, kRadius * std::sin(dip), 25);
    }
    for (const char* name : {"plane", "cone", "saddle"})
        for (const SkylinePoint& point : line(name)) {
            const double a = point.azimuth * kRadians;
            const double e = std::sin(a);
            const double n = std::cos(a);
            // On the saddle heights go with the square of the distance: a dip where the ground falls.
            const double bend = name == std::string_view("saddle") ? e * n / kSaddle : 0;
            if (bend < -1e-9) {
                EXPECT_NEAR(std::tan(point.angle * kRadians), -2 * std::sqrt(-20 * bend), 1e-3)
                    << point.azimuth;
                EXPECT_NEAR(point.distance, std::sqrt(-20 / bend), 30) << point.azimuth;
                continue;
            }
            // Elsewhere the last of the ground is the highest.
            EXPECT_GT(point.distance, kHalf - 1) << name << " " << point.azimuth;
            const Surface& s = surface(name);
            // Half a cell beyond the last cell's middle it is as high as there.
            const auto within = [](double metres) { return std::clamp(metres, -kHalf, kHalf); };
            const double rise =
                s.height(within(e * point.distance), within(n * point.distance)) - s.height(0, 0) - 20;
            EXPECT_NEAR(std::tan(point.angle * kRadians), rise / point.distance, 2e-4)
                << name << point.azimuth;
        }
}

TEST(Surfaces, Sun) {
    SunDay day;
    day.hoursEach = 0.5;
    for (const auto& [azimuth, altitude] :
         {std::pair{100.0, 8.0}, {135.0, 12.0}, {200.0, 20.0}, {225.0, 9.0}})
        day.moments.push_back({0, azimuth, altitude});
    for (const Surface& s : surfaces()) {
        const Raster raster = s.raster();
        // Metres a metre by which the sun stands above the ground toward it; > 0: lit.
        const auto above = [&](const SunMoment& sun, double e, double n) {
            const double east = std::sin(sun.azimuth * kRadians);
            const double north = std::cos(sun.azimuth * kRadians);
            const Point2 g = s.gradient(e, n);
            double rise = g.x * east + g.y * north;
            const double bend = 2 * east * north / kSaddle;
            if (!s.dome && bend > 0) {
                const double x = ((east > 0 ? kHalf : -kHalf) - e) / east;
                const double y = ((north > 0 ? kHalf : -kHalf) - n) / north;
                rise += bend / 2 * std::min(x, y);  // steepest toward the last of the ground
            }
            return std::tan(sun.altitude * kRadians) - rise;
        };
        // From cell to cell the ground is straight: near the cone's tip its slope is that of a few metres on.
        const auto doubtful = [](double e, double n, double by) {
            return std::hypot(e, n) < 60 || std::abs(by) < 0.01 + 4 / std::hypot(e, n);
        };
        const auto hours = sunHours(raster, day);
        for (const SunMoment& sun : day.moments) {
            const auto lit = sunlit(raster, sun);
            eachCell(raster, 3, [&](int c, int r, double e, double n) {
                const double by = above(sun, e, n);
                if (doubtful(e, n, by)) return;
                ASSERT_EQ(lit->has(c, r), by > 0) << s.name << " " << e << ", " << n << " " << sun.azimuth;
            });
        }
        eachCell(raster, 3, [&](int c, int r, double e, double n) {
            double expected = 0;
            for (const SunMoment& sun : day.moments) {
                const double by = above(sun, e, n);
                if (doubtful(e, n, by)) return;
                if (by > 0) expected += day.hoursEach;
            }
            ASSERT_EQ(hours->at(c, r), expected) << s.name;
        });
    }
}

TEST(Surfaces, Flood) {
    for (const Surface& s : surfaces()) {
        const Raster raster = s.raster();
        // From the outermost cells of three, and from the south-eastern corner of the saddle.
        const bool saddle = !s.dome;
        CellSet rivers(raster.width, raster.height);
        for (int i = 0; i < 201; ++i) {
            if (saddle && i < 190) continue;
            rivers.add(i, 200);
            rivers.add(200, i);
            if (saddle) continue;
            rivers.add(i, 0);
            rivers.add(0, i);
        }
        const auto spill = spillLevels(raster, rivers);
        for (const double level : {120.0, 199.9, 200.0, 260.0}) {
            const auto water = connectedWater(raster, rivers, level);
            double area = 0;
            double doubtful = 0;
            eachCell(raster, 0, [&](int c, int r, double e, double n) {
                const double ground = s.height(e, n);
                if (std::abs(ground - level) < 1e-3) {
                    doubtful += 100;
                    return;
                }
                // The other valley of the saddle, and its far slopes, are reached over the pass.
                const bool other = saddle && !(e >= 0 && n <= 0);
                const bool wet = ground < level && (!other || level >= 200);
                ASSERT_EQ(water->has(c, r), wet) << s.name << " " << level << ": " << e << ", " << n;
                ASSERT_EQ(spill->at(c, r) <= static_cast<float>(level), wet) << s.name << " " << level;
                if (wet) area += 100;
            });
            const auto extent = floodExtent(waterDepth(raster, *water, level), CellSet(201, 201), {});
            EXPECT_NEAR(extent.area, area, doubtful) << s.name << " " << level;
        }
    }
    // What stands out of the water is a disc.
    const Raster cone = surface("cone").raster();
    const auto areas = classAreas(cone, {200, 300});
    EXPECT_NEAR(areas[1], kPi * (500 * 500 - 250 * 250), 0.002 * areas[1]);
    EXPECT_NEAR(areas[2], kPi * 250 * 250, 0.01 * areas[2]);
}

TEST(Surfaces, Earthwork) {
    const double cap = 40;
    const Earthwork dome = cutAndFill(surface("sphere").raster(), {{kMiddle, kMiddle}, 300 - cap, 0, 0});
    EXPECT_NEAR(dome.cut / (kPi * cap * cap * (3 * kRadius - cap) / 3), 1, 1e-3);
    const Earthwork tip = cutAndFill(surface("cone").raster(), {{kMiddle, kMiddle}, 400 - 200, 0, 0});
    EXPECT_NEAR(tip.cut / (kPi * 500 * 500 * 200 / 3), 1, 1e-3);
    const double half = 1005;  // to the cells' outer edges
    const Earthwork pass = cutAndFill(surface("saddle").raster(), {{kMiddle, kMiddle}, 200, 0, 0});
    EXPECT_NEAR(pass.cut / (std::pow(half, 4) / (2 * kSaddle)), 1, 1e-3);
    EXPECT_NEAR(pass.fill / pass.cut, 1, 1e-6);
    const Earthwork none = cutAndFill(surface("plane").raster(), {{kMiddle, kMiddle}, 300, 0.2, -0.1});
    EXPECT_LT(none.cut + none.fill, 1e-5 * std::pow(2 * half, 2)) << "no more than floats leave";
    const auto level = balancedPlane(surface("saddle").raster(), {{kMiddle, kMiddle}, 0, 0, 0});
    ASSERT_TRUE(level);
    EXPECT_NEAR(level->height, 200, 1e-4);
}

}  // namespace
}  // namespace atlas::analysis
