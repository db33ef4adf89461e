#pragma once
// Discs of symbols that would lie over one another in a picture stand together as one.

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace atlas::layers {

/// One disc, seen from the eye. Which way the eye looks does not matter, so turning the camera gathers
/// nothing.
struct SeenDisc {
    std::array<double, 3> direction{};  ///< unit, from the eye to the foot; z is up
    double away = 0;                    ///< metres from the eye
    double radius = 0;                  ///< points
    std::size_t sites = 1;
};

struct CrowdRules {
    double pointsPerRadian = 1;                              ///< of the picture, near its middle
    std::function<double(std::size_t sites)> radius;         ///< points, of several as one
    std::function<bool(std::size_t, std::size_t)> together;  ///< whether two were in one crowd before
};

/// The crowd of each disc, numbered from 0 in the order of their first discs; a disc of which the neighbours
/// keep clear is a crowd of its own. Discs far behind one another are left apart: they only look near. Two
/// that were together part later than others meet, so that a crowd does not flicker. Heads stand at one
/// height above the feet, with larger discs higher by the difference of the radii. Count squared steps; pure.
std::vector<std::uint32_t> crowdsOf(std::span<const SeenDisc> discs, const CrowdRules& rules);

}  // namespace atlas::layers
