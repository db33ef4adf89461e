#include "app/view/tools/sketch.h"

#include <algorithm>
#include <cmath>

#include "app/building_plot.h"

namespace atlas::app {

namespace {

constexpr std::size_t kMostFeatures = 300;  // a table: where more lie together, nobody aims at one
constexpr double kSame = 0.01;              // metres
constexpr double kLeastArea = 0.01;         // square metres

double distance(geodata::Point2 a, geodata::Point2 b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

geodata::Point2 nearestOn(geodata::Point2 a, geodata::Point2 b, geodata::Point2 p) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    if (square <= 0) return a;
    const double t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0);
    return {a.x + dx * t, a.y + dy * t};
}

// The best corner and the best place on an edge so far.
class Search {
  public:
    Search(geodata::Point2 at, double radius, const std::function<double(geodata::Point2)>& pixels,
           double tolerance)
        : at_(at), radius_(radius), pixels_(pixels), vertexPixels_(tolerance), edgePixels_(tolerance) {}

    template <class Points>
    void line(const Points& points) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            offer(points[i], Snap::Kind::Vertex);
            if (i > 0) offer(nearestOn(points[i - 1], points[i], at_), Snap::Kind::Edge);
        }
    }
    Snap result() const {
        if (vertex_.kind != Snap::Kind::None) return vertex_;
        if (edge_.kind != Snap::Kind::None) return edge_;
        return {at_, Snap::Kind::None};
    }

  private:
    void offer(geodata::Point2 place, Snap::Kind kind) {
        if (distance(place, at_) > radius_) return;
        const double away = pixels_(place);
        double& best = kind == Snap::Kind::Vertex ? vertexPixels_ : edgePixels_;
        if (!(away <= best)) return;
        best = away;
        (kind == Snap::Kind::Vertex ? vertex_ : edge_) = {place, kind};
    }
    geodata::Point2 at_;
    double radius_;
    const std::function<double(geodata::Point2)>& pixels_;
    double vertexPixels_, edgePixels_;
    Snap vertex_, edge_;
};

}  // namespace

bool Sketch::add(geodata::Point2 point) {
    if (!points_.empty() && distance(points_.back(), point) < kSame) return false;
    if (kind_ == SketchKind::Point) points_.clear();
    points_.push_back(point);
    return true;
}

bool Sketch::removeLast() {
    if (points_.empty()) return false;
    points_.pop_back();
    return true;
}

bool Sketch::complete() const {
    switch (kind_) {
        case SketchKind::Point:
            return points_.size() == 1;
        case SketchKind::Line:
            return points_.size() >= 2;
        case SketchKind::Polygon:
            return points_.size() >= 3 && ringArea(points_) > kLeastArea && !crossesItself();
    }
    return false;
}

bool Sketch::crossesItself() const {
    return kind_ == SketchKind::Polygon && app::crossesItself(points_);
}

Snap snapTo(geodata::Point2 at, double radius, const SnapTargets& targets,
            const std::function<double(geodata::Point2)>& pixels, double tolerance) {
    Search search(at, radius, pixels, tolerance);
    for (const auto& sketch : targets.sketches) search.line(sketch);
    const geodata::Extent box{at.x - radius, at.y - radius, at.x + radius, at.y + radius};
    for (const geodata::FeatureTable* table : targets.tables) {
        if (!table->index) continue;
        std::vector<std::uint32_t> rows = table->index->query(box);
        if (rows.size() > kMostFeatures) rows.resize(kMostFeatures);
        for (const std::uint32_t row : rows)
            for (std::uint32_t r = table->geometry.ringBegin(row); r < table->geometry.ringEnd(row); ++r)
                search.line(table->geometry.ring(r).points);
    }
    return search.result();
}

}  // namespace atlas::app
