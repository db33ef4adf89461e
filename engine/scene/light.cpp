#include "scene/light.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace atlas::scene {

namespace {

osg::Vec3f between(const osg::Vec3f& a, const osg::Vec3f& b, float t) {
    return a * (1 - t) + b * t;
}

osg::Vec3f towards(double azimuth, double altitude) {
    const double a = azimuth * std::numbers::pi / 180;
    const double h = altitude * std::numbers::pi / 180;
    return {static_cast<float>(std::sin(a) * std::cos(h)), static_cast<float>(std::cos(a) * std::cos(h)),
            static_cast<float>(std::sin(h))};
}

}  // namespace

Light lightFor(const SunPosition& sun, const MapTheme& theme) {
    Light light;
    const std::vector<LightKey>& keys = theme.keys;
    assert(!keys.empty());
    const double altitude = std::clamp(sun.altitude, keys.front().altitude, keys.back().altitude);
    std::size_t i = 0;
    while (i + 2 < keys.size() && keys[i + 1].altitude < altitude) ++i;
    const LightKey& low = keys[i];
    const LightKey& high = keys[std::min(i + 1, keys.size() - 1)];
    const double span = high.altitude - low.altitude;
    const auto t = static_cast<float>(span > 0 ? (altitude - low.altitude) / span : 0);
    light.sun = between(low.sun, high.sun, t);
    light.sky = between(low.sky, high.sky, t);
    light.bounce = between(low.bounce, high.bounce, t);
    light.haze = between(low.haze, high.haze, t);
    light.zenith = between(low.zenith, high.zenith, t);
    light.paper = between(low.paper, high.paper, t);
    light.night = low.night * (1 - t) + high.night * t;
    light.lamps = low.lamps * (1 - t) + high.lamps * t;
    light.dark = theme.dark ? 1 : light.night;
    if (sun.altitude > 0.5) {
        light.direction = towards(sun.azimuth, sun.altitude);
        light.shadowAzimuth = sun.azimuth;
        light.shadowAltitude = sun.altitude;
    } else {
        light.direction =
            towards(315, 40);  // the cartographer's moon, from the north-west: relief still reads
    }
    return light;
}

}  // namespace atlas::scene
