#include "app/place_text.h"

#include <charconv>
#include <cmath>

namespace atlas::app {

std::optional<double> finiteNumber(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<geodata::Point2> placeOf(std::string_view x, std::string_view y, const geodata::Crs& crs) {
    const auto easting = finiteNumber(x);
    const auto northing = finiteNumber(y);
    if (!easting || !northing) return std::nullopt;
    if (crs.isGeographic() && (std::abs(*easting) > 360 || std::abs(*northing) > 90)) return std::nullopt;
    return geodata::Point2{*easting, *northing};
}

std::optional<geodata::Point2> placeOf(std::string_view both, const geodata::Crs& crs) {
    const auto comma = both.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    std::string_view y = both.substr(comma + 1);
    while (y.starts_with(' ')) y.remove_prefix(1);
    return placeOf(both.substr(0, comma), y, crs);
}

}  // namespace atlas::app
