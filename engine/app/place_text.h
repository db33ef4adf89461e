#pragma once
// Places and numbers as people type them.

#include <optional>
#include <string_view>

#include "geodata/crs.h"
#include "geodata/geometry.h"

namespace atlas::app {

/// A finite number and nothing else; a leading + is allowed.
std::optional<double> finiteNumber(std::string_view text);

/// Two numbers; nullopt when they are none, or, in a geographic CRS, not on the globe.
std::optional<geodata::Point2> placeOf(std::string_view x, std::string_view y, const geodata::Crs& crs);
/// "X,Y".
std::optional<geodata::Point2> placeOf(std::string_view both, const geodata::Crs& crs);

}  // namespace atlas::app
