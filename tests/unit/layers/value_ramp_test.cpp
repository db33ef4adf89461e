// Numbers of a raster as colours.

#include "layers/raster/value_ramp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace atlas::layers {
namespace {

geodata::Raster rasterOf(std::vector<float> values) {
    geodata::Raster raster;
    raster.width = static_cast<int>(values.size());
    raster.height = 1;
    raster.values = std::move(values);
    return raster;
}

TEST(ValueRamp, OutliersDoNotFlattenIt) {
    std::vector<float> values;
    for (int i = 0; i < 1000; ++i) values.push_back(static_cast<float>(i));
    values[500] = 1e9F;
    const ValueRamp ramp = rampOf(rasterOf(values));
    EXPECT_NEAR(ramp.low, 20, 2);
    EXPECT_NEAR(ramp.high, 981, 2);
    EXPECT_EQ(ramp.color(-5), ramp.color(ramp.low));
    EXPECT_EQ(ramp.color(1e9), ramp.color(ramp.high));
    // Lighter with every step, so that it can be read without colours.
    double before = -1;
    for (double value = ramp.low; value <= ramp.high; value += 50) {
        const auto color = ramp.color(value);
        const double light = 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];
        EXPECT_GT(light, before);
        before = light;
    }
}

TEST(ValueRamp, NothingAndOneValueAreNoTrouble) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    const auto none = rasterOf({nan, nan});
    EXPECT_FALSE(rampOf(none).any);
    EXPECT_EQ(colored(none, rampOf(none)), std::vector<std::uint8_t>(8, 0));
    const auto one = rasterOf({7, nan, 7});
    const ValueRamp ramp = rampOf(one);
    EXPECT_TRUE(ramp.any);
    EXPECT_LT(ramp.low, ramp.high);
    const auto rgba = colored(one, ramp);
    EXPECT_EQ(rgba[3], 255);
    EXPECT_EQ(rgba[7], 0) << "no data is transparent";
}

}  // namespace
}  // namespace atlas::layers
