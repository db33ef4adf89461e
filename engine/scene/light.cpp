#include "scene/light.h"

#include <libnova/precession.h>
#include <libnova/solar.h>
#include <libnova/transform.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace atlas::scene {

namespace {

// Key colours at an altitude of the sun; what lies between is blended. Linear light.
struct Key {
    double altitude;
    osg::Vec3f sun, sky, bounce, haze, zenith, paper;
    float night;
};

const std::array<Key, 5> kKeys{{
    {-9,
     {0.075F, 0.098F, 0.170F},
     {0.040F, 0.056F, 0.105F},
     {0.008F, 0.009F, 0.013F},
     {0.016F, 0.024F, 0.048F},
     {0.005F, 0.009F, 0.022F},
     {0.16F, 0.19F, 0.26F},
     1.0F},
    {-3,
     {0.24F, 0.19F, 0.22F},
     {0.18F, 0.19F, 0.29F},
     {0.04F, 0.035F, 0.04F},
     {0.30F, 0.22F, 0.25F},
     {0.05F, 0.08F, 0.17F},
     {0.55F, 0.54F, 0.58F},
     0.6F},
    {4,
     {2.30F, 1.20F, 0.58F},
     {0.50F, 0.52F, 0.66F},
     {0.17F, 0.13F, 0.10F},
     {1.05F, 0.72F, 0.50F},
     {0.26F, 0.38F, 0.60F},
     {0.78F, 0.72F, 0.65F},
     0.10F},
    {14,
     {2.15F, 1.60F, 1.08F},
     {0.47F, 0.53F, 0.64F},
     {0.17F, 0.145F, 0.11F},
     {0.98F, 0.90F, 0.78F},
     {0.34F, 0.52F, 0.74F},
     {0.76F, 0.735F, 0.685F},
     0.0F},
    {40,
     {1.72F, 1.57F, 1.33F},
     {0.43F, 0.49F, 0.57F},
     {0.16F, 0.15F, 0.13F},
     {0.93F, 0.96F, 0.96F},
     {0.36F, 0.56F, 0.80F},
     {0.72F, 0.715F, 0.685F},
     0.0F},
}};

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

Light lightFor(const SunPosition& sun) {
    Light light;
    const double altitude = std::clamp(sun.altitude, kKeys.front().altitude, kKeys.back().altitude);
    std::size_t i = 0;
    while (i + 2 < kKeys.size() && kKeys[i + 1].altitude < altitude) ++i;
    const Key& low = kKeys[i];
    const Key& high = kKeys[i + 1];
    const auto t = static_cast<float>((altitude - low.altitude) / (high.altitude - low.altitude));
    light.sun = mix(low.sun, high.sun, t);
    light.sky = mix(low.sky, high.sky, t);
    light.bounce = mix(low.bounce, high.bounce, t);
    light.haze = mix(low.haze, high.haze, t);
    light.zenith = mix(low.zenith, high.zenith, t);
    light.paper = mix(low.paper, high.paper, t);
    light.night = low.night * (1 - t) + high.night * t;
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
