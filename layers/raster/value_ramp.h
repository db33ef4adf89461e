#pragma once
// Numbers as colours: a continuous ramp over the range that most of them fall into.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "geodata/raster.h"

namespace atlas::layers {

struct ValueRamp {
    double low = 0, high = 1;  ///< 2nd and 98th percentile; what lies beyond has the colour of the end
    bool any = false;          ///< false: no value anywhere
    /// sRGB 0..1 (cividis, Nuñez et al. 2018: even steps for every kind of colour vision).
    std::array<float, 3> color(double value) const;
};

/// Looks at up to 100,000 evenly spread cells. Pure, any thread.
ValueRamp rampOf(const geodata::Raster& raster);

/// RGBA of every value, transparent where it is not finite. Pure, any thread.
std::vector<std::uint8_t> colored(std::span<const float> values, const ValueRamp& ramp);

}  // namespace atlas::layers
