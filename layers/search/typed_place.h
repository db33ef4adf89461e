#pragma once
// Coordinates as people type them.

#include <optional>
#include <string_view>

namespace atlas::layers {

struct TypedPlace {
    bool degrees =
        true;  ///< WGS 84, x = longitude, y = latitude; false: metres of the map's CRS, easting first
    double x = 0, y = 0;
};

/// "106.57336, 29.56010" in either order where only one of them can be a latitude; 29°33'36"N 106°34'24"E,
/// 北纬29度33分36秒，东经106度34分24秒 and degrees with decimals and letters in either order; two numbers
/// beyond 180 are metres. nullopt: no coordinates. Pure.
std::optional<TypedPlace> typedPlace(std::string_view text);

}  // namespace atlas::layers
