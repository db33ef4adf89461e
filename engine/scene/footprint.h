#pragma once
// Polygons as they come from sources, made ready to be drawn: triangles, outline, fewer corners. Pure.

#include <cstdint>
#include <osg/Vec2d>
#include <vector>

namespace atlas::scene {

using Rings = std::vector<std::vector<osg::Vec2d>>;  ///< even-odd; each closed or not

/// A polygon cut into triangles, and its outline.
struct Footprint {
    std::vector<osg::Vec2d> points;
    std::vector<std::uint32_t> triangles;  ///< three each, counter-clockwise
    /// Indices of `points` with the inside to the left: shells run counter-clockwise, holes clockwise,
    /// however the source wound them.
    std::vector<std::vector<std::uint32_t>> outline;
};

/// GLU's tessellator (in OpenSceneGraph), odd winding rule: rings that cross themselves or each other are
/// resolved, islands in holes are found. The outline is made of the triangles' outer edges, so that what
/// stands on it is closed. Rings without area give nothing. Precise to about a millimetre for footprints of a
/// few hundred metres, wherever they lie.
Footprint makeFootprint(const Rings& rings);

/// The triangles as points, three each.
std::vector<osg::Vec2d> triangulatePolygon(const Rings& rings);

/// Fewer corners: nothing moves by more than `tolerance` (Douglas and Peucker 1973, by Boost.Geometry); rings
/// that become narrower than it are left out.
Rings simplifyRings(const Rings& rings, double tolerance);

/// Square metres by the shoelace formula, negative for clockwise rings.
double signedArea(const std::vector<osg::Vec2d>& ring);

/// Even-odd.
bool inside(const Rings& rings, double x, double y);

}  // namespace atlas::scene
