#pragma once
// A town that never was, as large as one asks for and always the same: for measuring, not for looking at.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace atlas::test {

struct CityBuilding {
    using Ring = std::vector<std::pair<double, double>>;  ///< not closed
    std::vector<Ring> rings;                              ///< shell, then a yard
    int levels = 1;
    double height = 3.3;  ///< metres
};

/// `count` buildings on a jittered lattice over a box of map coordinates, no two of them touching: slabs,
/// angles, horseshoes, houses round a yard, houses with many corners. Most are low, one in ten is a tower.
/// The same for the same numbers on every machine.
std::vector<CityBuilding> makeCity(std::size_t count, double west, double south, double east, double north,
                                   std::uint64_t seed);

/// As a GeoPackage with one layer `buildings` (height, levels, name); replaces the file. The reason, "" when
/// done.
std::string writeCity(const std::vector<CityBuilding>& city, const std::string& crs, const std::string& path);

}  // namespace atlas::test
