#include "scene/light.h"

#include <libnova/precession.h>
#include <libnova/solar.h>
#include <libnova/transform.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace atlas::scene {

namespace {

osg::Vec3f mix(const osg::Vec3f& a, const osg::Vec3f& b, float t) {
    return a * (1 - t) + b * t;
}

osg::Vec3f towards(double azimuth, double altitude) {
    const double a = azimuth * std::numbers::pi / 180;
    const double h = altitude * std::numbers::pi / 180;
    return {static_cast<float>(std::sin(a) * std::cos(h)), static_cast<float>(std::cos(a) * std::cos(h)),
            static_cast<float>(std::sin(h))};
}

}  // namespace

SunPosition sunPosition(double unixTime, double longitude, double latitude) {
    const double julian = unixTime / 86400.0 + 2440587.5;
    ln_equ_posn equatorial{};
    ln_get_solar_equ_coords(julian, &equatorial);
    // libnova gives coordinates of the equinox J2000; the horizon is that of the date.
    ln_equ_posn j2000 = equatorial;
    ln_get_equ_prec(&j2000, julian, &equatorial);
    ln_lnlat_posn observer{longitude, latitude};
    ln_hrz_posn horizontal{};
    ln_get_hrz_from_equ(&equatorial, &observer, julian, &horizontal);
    // libnova counts azimuth from south.
    return {std::fmod(horizontal.az + 180, 360), horizontal.alt};
}

std::optional<double> parseTime(const std::string& text, const std::string& zone) {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d%n", &year, &month, &day, &hour, &minute, &used) != 5)
        return {};
    std::size_t at = static_cast<std::size_t>(used);
    double second = 0;
    if (at < text.size() && text[at] == ':') {
        int whole = 0;
        if (std::sscanf(text.c_str() + at, ":%2d%n", &whole, &used) != 1) return {};
        second = whole;
        at += static_cast<std::size_t>(used);
    }
    std::string rest = text.substr(at);
    if (rest.empty()) rest = zone;
    double offset = 0;
    if (rest != "Z") {
        char sign = 0;
        int hours = 0;
        int minutes = 0;
        used = 0;
        if (std::sscanf(rest.c_str(), "%c%2d:%2d%n", &sign, &hours, &minutes, &used) != 3 ||
            static_cast<std::size_t>(used) != rest.size() || (sign != '+' && sign != '-') || hours > 14 ||
            minutes > 59)
            return {};
        offset = (hours * 60 + minutes) * (sign == '+' ? 60.0 : -60.0);
    }
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return {};
    const auto days = static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
    return days * 86400 + hour * 3600 + minute * 60 + second - offset;
}

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
    light.sun = mix(low.sun, high.sun, t);
    light.sky = mix(low.sky, high.sky, t);
    light.bounce = mix(low.bounce, high.bounce, t);
    light.haze = mix(low.haze, high.haze, t);
    light.zenith = mix(low.zenith, high.zenith, t);
    light.paper = mix(low.paper, high.paper, t);
    light.night = low.night * (1 - t) + high.night * t;
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
