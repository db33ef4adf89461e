#pragma once
// What a person draws on the ground, point by point, and what a new point snaps to. Pure; any thread.

#include <functional>
#include <vector>

#include "geodata/feature_table.h"
#include "geodata/geometry.h"

namespace atlas::app {

enum class SketchKind { Point, Line, Polygon };

/// Points in the map's CRS. A polygon's outline is closed by itself: its first point is not repeated.
class Sketch {
  public:
    explicit Sketch(SketchKind kind) : kind_(kind) {}
    SketchKind kind() const { return kind_; }
    const std::vector<geodata::Point2>& points() const { return points_; }
    /// False for a repetition of the last point, which adds nothing.
    bool add(geodata::Point2 point);
    bool removeLast();
    /// Whether it can be finished: one point, two of a line, three of a polygon that encloses something and
    /// whose outline does not cross itself.
    bool complete() const;
    /// Whether the outline, closed, crosses or touches itself.
    bool crossesItself() const;

  private:
    SketchKind kind_;
    std::vector<geodata::Point2> points_;
};

struct Snap {
    enum class Kind { None, Vertex, Edge };
    geodata::Point2 place;
    Kind kind = Kind::None;
};

struct SnapTargets {
    std::vector<const geodata::FeatureTable*> tables;    ///< in the map's CRS
    std::vector<std::vector<geodata::Point2>> sketches;  ///< lines drawn by hand
};

/// The corner nearest to `at` on the screen, else the nearest place on an edge; `at` itself when there is
/// nothing within `tolerance` pixels. `pixels` tells how far from the pointer a place is drawn. Only what
/// lies within `radius` metres is looked at, and of each table at most a few hundred features.
Snap snapTo(geodata::Point2 at, double radius, const SnapTargets& targets,
            const std::function<double(geodata::Point2)>& pixels, double tolerance);

}  // namespace atlas::app
