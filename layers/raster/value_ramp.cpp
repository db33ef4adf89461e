#include "layers/raster/value_ramp.h"

#include <algorithm>
#include <cmath>

#include "layers/palette.h"

namespace atlas::layers {

namespace {

constexpr std::size_t kLookedAt = 100000;

}  // namespace

std::array<float, 3> ValueRamp::color(double value) const {
    const double share = std::clamp((value - low) / (high - low), 0.0, 1.0) * (kRamp.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(share), kRamp.size() - 2);
    const auto f = static_cast<float>(share - static_cast<double>(i));
    std::array<float, 3> mixed{};
    for (std::size_t c = 0; c < 3; ++c) mixed[c] = kRamp[i][c] * (1 - f) + kRamp[i + 1][c] * f;
    return mixed;
}

ValueRamp rampOf(const geodata::Raster& raster) {
    std::vector<float> values;
    const std::size_t stride = std::max<std::size_t>(1, raster.values.size() / kLookedAt);
    for (std::size_t i = 0; i < raster.values.size(); i += stride)
        if (std::isfinite(raster.values[i])) values.push_back(raster.values[i]);
    ValueRamp ramp;
    if (values.empty()) return ramp;
    std::sort(values.begin(), values.end());
    ramp.any = true;
    ramp.low = values[values.size() * 2 / 100];
    ramp.high = values[std::min(values.size() - 1, values.size() * 98 / 100)];
    if (!(ramp.high > ramp.low)) {
        ramp.low = values.front();
        ramp.high = values.back();
    }
    if (!(ramp.high > ramp.low)) ramp.high = ramp.low + 1;
    return ramp;
}

std::vector<std::uint8_t> colored(std::span<const float> values, const ValueRamp& ramp) {
    std::vector<std::uint8_t> rgba(values.size() * 4, 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) continue;
        const auto color = ramp.color(static_cast<double>(values[i]));
        for (std::size_t c = 0; c < 3; ++c)
            rgba[i * 4 + c] = static_cast<std::uint8_t>(std::lround(color[c] * 255));
        rgba[i * 4 + 3] = 255;
    }
    return rgba;
}

}  // namespace atlas::layers
