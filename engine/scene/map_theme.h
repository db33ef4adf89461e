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

/// How names and pins are drawn, whatever they belong to. Display colours.
struct MarkLook {
    osg::Vec3f lightName{0.94F, 0.92F, 0.86F};  ///< of dark names by night and on dark themes
    osg::Vec3f halo{0.985F, 0.975F, 0.95F};     ///< round dark names
    osg::Vec3f darkHalo{0.03F, 0.04F, 0.07F};   ///< round light ones
    float haloStrength = 0.82F;
    osg::Vec3f pin{0.99F, 0.98F, 0.955F};      ///< rings, and what hollow discs are filled with
    osg::Vec3f nightPin{0.93F, 0.92F, 0.88F};  ///< the same by night
    float hidden = 0.34F;                      ///< what is left of a pin behind a hill
    bool operator==(const MarkLook&) const = default;
};

struct MapTheme {
    MapTheme();  ///< the sand-table model

    std::vector<LightKey> keys;   ///< by rising altitude, at least one
    std::vector<TintStop> tints;  ///< by rising share, at least one
    osg::Vec3f rock{0.30F, 0.27F, 0.235F};
    float rockShare = 0.75F;     ///< of the steepest slopes' colour
    float outsideColor = 0.12F;  ///< share of its colour that ground outside the map's area keeps
    float outsidePaper = 0.8F;   ///< and how far the rest leans to paper
    MarkLook marks;
    bool dark = false;  ///< names are light on dark grounds
    bool operator==(const MapTheme&) const = default;

    /// The hypsometric tint as a table over 0..1, smooth between stops. Pure.
    static constexpr int kTints = 512;
    std::array<osg::Vec3f, kTints> tintTable() const;
};

}  // namespace atlas::scene
