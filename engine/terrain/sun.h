#pragma once
// Where the sun is.

#include <optional>
#include <string>

namespace atlas::terrain {

/// Sun as seen from a place. Degrees.
struct SunPosition {
    double azimuth = 0;   ///< clockwise from north
    double altitude = 0;  ///< above the horizon, without refraction
};

/// Sun position by libnova, precessed to the date (Meeus, "Astronomical Algorithms", VSOP87). `unixTime`
/// seconds UTC, degrees WGS 84. Any thread.
SunPosition sunPosition(double unixTime, double longitude, double latitude);

/// When, in a year from 1800 to 2200, the sun's longitude on the ecliptic of the date reaches so many
/// degrees: 0 at the equinox of March, 90 at the solstice of June, 270 at that of December; China's calendar
/// has the Great Cold at 300. Seconds since 1970 UTC, within half an hour (the theory of sunPosition). Any
/// thread.
double seasonTime(int year, double degrees);

/// "2026-06-21T18:30+08:00", with optional seconds and "Z"; seconds since 1970 UTC. nullopt when it is no
/// such time. `zone` ("+08:00") is used when the text has none.
std::optional<double> parseTime(const std::string& text, const std::string& zone = "+00:00");

/// Seconds that clocks of `zone` ("+08:00") are ahead of UTC; 0 where it is no zone. Any thread.
double zoneOffset(const std::string& zone);

}  // namespace atlas::terrain
