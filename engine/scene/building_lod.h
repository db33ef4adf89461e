#pragma once
// Which of very many buildings are drawn: tiles, in each the largest first, and of each tile as many as are
// large enough to be seen from where the camera is. Pure.

#include <cstdint>
#include <osg/Matrixd>
#include <osg/Vec3d>
#include <vector>

namespace atlas::scene {

/// A run of indices in an index buffer.
struct IndexRange {
    std::uint32_t first = 0, count = 0;
    bool operator==(const IndexRange&) const = default;
};

/// A square of the map with its bodies, the largest first. Two levels of detail: all corners, and footprints
/// simplified to BuildingTiles::kCoarse.
struct BuildingTile {
    osg::Vec3d low, high;                           ///< local frame, true heights
    std::vector<float> size;                        ///< metres a body, descending
    std::vector<std::uint32_t> fineEnd, coarseEnd;  ///< indices up to and with each body, from the begins
    std::uint32_t fineBegin = 0, coarseBegin = 0;
};

/// What is asked of a frame.
struct BuildingView {
    osg::Matrixd clip;  ///< local frame, heights exaggerated -> clip space
    osg::Vec3d eye;     ///< local frame, heights exaggerated
    double exaggeration = 1;
    double pixels = 1000;        ///< of a metre at a distance of one metre
    double smallest = 3;         ///< pixels: bodies that look smaller are not drawn
    double farthest = 1e9;       ///< metres
    bool coarseOnly = false;     ///< simplified footprints near by as well
    std::size_t budget = 60000;  ///< triangles; where more would be drawn, `smallest` grows
};

struct BuildingChoice {
    std::vector<IndexRange> fine, coarse;
    double smallest = 3;  ///< pixels, as used
    std::size_t triangles = 0;
};

constexpr double kCoarseBuildings = 2.5;  ///< metres by which simplified footprints may differ

BuildingChoice chooseBuildings(const std::vector<BuildingTile>& tiles, const BuildingView& view);

/// What stands for how much of a body is seen: its height, or most of its width where it is low.
double buildingSize(double height, double area);

}  // namespace atlas::scene
