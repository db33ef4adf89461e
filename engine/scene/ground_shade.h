#pragma once
// How the ground looks, computed per texel of a tile on worker threads: the shader only fetches it. Relief is
// lit from heights at full resolution, whatever the mesh.

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "scene/light.h"
#include "terrain/tile_set.h"

namespace atlas::scene {

/// What is known of the ground round a place, one RGBA8 a vertex of the ground grid: lit by the sun, openness
/// to the sky, inside the area the map is about, distance beyond the data.
using GroundContext = std::vector<std::uint8_t>;

/// Immutable; shared by the jobs of one look.
struct ShadeModel {
    std::uint64_t version = 0;                  ///< tells looks apart; 0 is none
    const terrain::GroundGrid* grid = nullptr;  ///< outlives the jobs
    std::shared_ptr<const GroundContext> context;
    Light light;
    MapTheme theme;
    std::array<osg::Vec3f, MapTheme::kTints> tints;  ///< of the theme
    double low = 0, high = 1;                        ///< metres: ends of the hypsometric tint
    double exaggeration = 1;
};

/// Texels of a tile with all coarser levels, as GL wants them.
struct ShadedTile {
    std::vector<std::uint8_t> texels;    ///< RGBA8 by level, kTileSide squared first. RGB: light leaving the
                                         ///< ground, square root of half of it; A: distance beyond the data
    std::uint64_t version = 0;           ///< of the ShadeModel
    bool beyond = false;                 ///< any of it lies beyond the data
    std::vector<unsigned> levelOffsets;  ///< bytes, of level 1 onward
};

/// Pure, any thread. Needs a context.
ShadedTile shadeTile(const terrain::TileData& tile, const ShadeModel& model);

/// Heights of a tile's vertices as 16 bits over [low, high] of the tile. Pure.
std::vector<std::uint16_t> heightTexels(const terrain::TileData& tile);

}  // namespace atlas::scene
