#pragma once
// What the sun's position does to the light.

#include <osg/Vec3f>

#include "scene/map_theme.h"
#include "terrain/sun.h"

namespace atlas::scene {

using terrain::parseTime;
using terrain::seasonTime;
using terrain::SunPosition;
using terrain::sunPosition;
using terrain::zoneOffset;

/// The light of a moment: everything the shaders ask for. Colours are linear, 0..1 and above.
struct Light {
    osg::Vec3f direction;      ///< toward the light (sun by day, moon by night), unit, map axes
    osg::Vec3f sun;            ///< of the direct light
    osg::Vec3f sky;            ///< of what comes from above
    osg::Vec3f bounce;         ///< of what comes back from the ground
    osg::Vec3f haze;           ///< of the far
    osg::Vec3f zenith;         ///< of the sky overhead
    osg::Vec3f paper;          ///< of the ground beyond the data
    float night = 0;           ///< 0 by day to 1 by night
    float lamps = 0;           ///< 0 by day to 1 when all lights are on: they come before the night
    float dark = 0;            ///< 1 where the ground is dark, by night or by the theme: names are light
    double shadowAzimuth = 0;  ///< what the shadow map is made for; altitude <= 0: none
    double shadowAltitude = 0;
};
/// `theme`: the palette the light belongs to. Pure.
Light lightFor(const SunPosition& sun, const MapTheme& theme = MapTheme());

}  // namespace atlas::scene
