#include "terrain/sun.h"

#include <libnova/precession.h>
#include <libnova/solar.h>
#include <libnova/transform.h>

#include <chrono>
#include <cmath>
#include <cstdio>

namespace atlas::terrain {

namespace {

constexpr double kDay = 86400;           // seconds
constexpr double kYear = 365.2422;       // days, from equinox to equinox
constexpr double kNewYear = 280;         // degrees of the sun's longitude on 1 January
constexpr double kRadian = 57.29577951;  // degrees

double julianDay(double unixTime) {
    return unixTime / kDay + 2440587.5;
}

// libnova gives coordinates of the equinox J2000; the horizon and the seasons are those of the date.
ln_equ_posn sunOfTheDate(double julian) {
    ln_equ_posn j2000{};
    ln_get_solar_equ_coords(julian, &j2000);
    ln_equ_posn date{};
    ln_get_equ_prec(&j2000, julian, &date);
    return date;
}

// Degrees. Meeus, "Astronomical Algorithms", 13.1, with the mean obliquity of 22.2.
double eclipticLongitude(double julian) {
    const ln_equ_posn sun = sunOfTheDate(julian);
    const double obliquity = (23.4392911 - 0.0130042 * (julian - 2451545) / 36525) / kRadian;
    const double ascension = sun.ra / kRadian;
    return kRadian * std::atan2(std::sin(ascension) * std::cos(obliquity) +
                                    std::tan(sun.dec / kRadian) * std::sin(obliquity),
                                std::cos(ascension));
}

}  // namespace

double seasonTime(int year, double degrees) {
    const std::chrono::sys_days first = std::chrono::year{year} / std::chrono::January / 1;
    const double turn = std::fmod(degrees - kNewYear + 720, 360);
    double time = (static_cast<double>(first.time_since_epoch().count()) + turn / 360 * kYear) * kDay;
    // The sun is never two degrees ahead of its mean place or behind: each step leaves a fiftieth of the
    // rest.
    for (int step = 0; step < 3; ++step)
        time += std::remainder(degrees - eclipticLongitude(julianDay(time)), 360) / 360 * kYear * kDay;
    return time;
}

SunPosition sunPosition(double unixTime, double longitude, double latitude) {
    const double julian = julianDay(unixTime);
    ln_equ_posn equatorial = sunOfTheDate(julian);
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

double zoneOffset(const std::string& zone) {
    return -parseTime("1970-01-01T00:00", zone).value_or(0);
}

}  // namespace atlas::terrain
