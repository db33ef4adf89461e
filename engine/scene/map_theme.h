#pragma once
// A palette of the map: the tints of the ground and the light of the hours. Data; the default is the
// sand-table model.

#include <array>
#include <osg/Vec3f>
#include <vector>

namespace atlas::scene {

/// Light at an altitude of the sun; what lies between two keys is blended. Linear colours, 0..1 and above.
struct LightKey {
    double altitude = 0;  ///< degrees
    osg::Vec3f sun, sky, bounce, haze, zenith, paper;
    float night = 0;  ///< 0 by day to 1 by night
    float lamps = 0;  ///< 0 by day to 1 when all lights are on
    bool operator==(const LightKey&) const = default;
};

/// Colour of level ground at a share of the map's range of heights. Linear.
struct TintStop {
    double at = 0;  ///< 0 lowest to 1 highest
    osg::Vec3f color;
    bool operator==(const TintStop&) const = default;
};

struct MapTheme {
    MapTheme();  ///< the sand-table model

    std::vector<LightKey> keys;   ///< by rising altitude, at least one
    std::vector<TintStop> tints;  ///< by rising share, at least one
    osg::Vec3f rock{0.30F, 0.27F, 0.235F};
    float rockShare = 0.75F;     ///< of the steepest slopes' colour
    float outsideColor = 0.38F;  ///< share of its colour that ground outside the map's area keeps
    float outsidePaper = 0.45F;  ///< and how far the rest leans to paper
    bool dark = false;           ///< names are light on dark grounds
    bool operator==(const MapTheme&) const = default;

    /// The hypsometric tint as a table over 0..1, smooth between stops. Pure.
    static constexpr int kTints = 512;
    std::array<osg::Vec3f, kTints> tintTable() const;
};

}  // namespace atlas::scene
