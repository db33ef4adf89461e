#include "scene/map_theme.h"

#include <algorithm>
#include <cassert>

namespace atlas::scene {

MapTheme::MapTheme()
    : keys{{-9,
            {0.075F, 0.098F, 0.170F},
            {0.040F, 0.056F, 0.105F},
            {0.008F, 0.009F, 0.013F},
            {0.016F, 0.024F, 0.048F},
            {0.005F, 0.009F, 0.022F},
            {0.16F, 0.19F, 0.26F},
            1.0F,
            1.0F},
           {-3,
            {0.24F, 0.19F, 0.22F},
            {0.18F, 0.19F, 0.29F},
            {0.04F, 0.035F, 0.04F},
            {0.30F, 0.22F, 0.25F},
            {0.05F, 0.08F, 0.17F},
            {0.55F, 0.54F, 0.58F},
            0.6F,
            1.0F},
           {4,
            {2.30F, 1.20F, 0.58F},
            {0.50F, 0.52F, 0.66F},
            {0.17F, 0.13F, 0.10F},
            {1.05F, 0.72F, 0.50F},
            {0.26F, 0.38F, 0.60F},
            {0.78F, 0.72F, 0.65F},
            0.10F,
            0.45F},
           {14,
            {2.15F, 1.60F, 1.08F},
            {0.47F, 0.53F, 0.64F},
            {0.17F, 0.145F, 0.11F},
            {0.98F, 0.90F, 0.78F},
            {0.34F, 0.52F, 0.74F},
            {0.76F, 0.735F, 0.685F},
            0.0F,
            0.0F},
           {40,
            {1.62F, 1.48F, 1.25F},
            {0.43F, 0.49F, 0.57F},
            {0.36F, 0.31F, 0.25F},
            {0.93F, 0.96F, 0.96F},
            {0.36F, 0.56F, 0.80F},
            {0.72F, 0.715F, 0.685F},
            0.0F,
            0.0F}},
      // River silt, muted olive, ochre, warm grey.
      tints{{0.0, {0.43F, 0.41F, 0.32F}},
            {0.16, {0.270F, 0.335F, 0.175F}},
            {0.48, {0.50F, 0.420F, 0.235F}},
            {0.95, {0.64F, 0.585F, 0.49F}}} {}

std::array<osg::Vec3f, MapTheme::kTints> MapTheme::tintTable() const {
    assert(!tints.empty());
    std::array<osg::Vec3f, kTints> table;
    std::size_t stop = 0;
    for (int i = 0; i < kTints; ++i) {
        const double share = static_cast<double>(i) / (kTints - 1);
        while (stop + 1 < tints.size() && tints[stop + 1].at <= share) ++stop;
        const TintStop& low = tints[stop];
        const TintStop& high = tints[std::min(stop + 1, tints.size() - 1)];
        const double span = high.at - low.at;
        const auto t = static_cast<float>(span > 0 ? std::clamp((share - low.at) / span, 0.0, 1.0) : 0.0);
        const float soft = t * t * (3 - 2 * t);
        table[static_cast<std::size_t>(i)] = low.color * (1 - soft) + high.color * soft;
    }
    return table;
}

}  // namespace atlas::scene
