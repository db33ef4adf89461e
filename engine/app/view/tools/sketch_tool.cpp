#include "app/view/tools/sketch_tool.h"

#include <fmt/format.h>

#include <cmath>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kSnapPoints = 10;   // round the pointer
constexpr double kMostRadius = 400;  // metres: seen from very far everything would be near
constexpr std::size_t kMostWords = 60;

geodata::Point2 middle(geodata::Point2 a, geodata::Point2 b) {
    return {(a.x + b.x) / 2, (a.y + b.y) / 2};
}

}  // namespace

std::string lengthText(double metres) {
    if (metres < 1000) return fmt::format("{:.1f} m", metres);
    return fmt::format("{:.3f} km", metres / 1000);
}

std::string areaText(double squareMetres) {
    if (squareMetres < 10000) return fmt::format("{:.0f} m²", squareMetres);
    if (squareMetres < 1e6) return fmt::format("{:.2f} ha", squareMetres / 1e4);
    return fmt::format("{:.3f} km²", squareMetres / 1e6);
}

SketchTool::SketchTool(MapView& view, const ui::Translations& texts, SketchRequest request)
    : view_(view),
      texts_(texts),
      request_(std::move(request)),
      sketch_(request_.kind),
      shape_(view.stage()) {}

void SketchTool::aim(const ToolPointer& pointer) {
    x_ = pointer.x;
    y_ = pointer.y;
    aim_.reset();
    if (!pointer.ground) return;
    const geodata::Point2 at{pointer.ground->x(), pointer.ground->y()};
    const scene::Stage& stage = view_.stage();
    const auto pixels = [&](geodata::Point2 place) {
        const double height =
            std::max(stage.surfaceHeight(place.x, place.y), stage.waterLevel()) * pointer.exaggeration;
        osg::Vec3d pixel;
        if (!pointer.projector.project({place.x, place.y, height}, pixel)) return 1e9;
        return std::hypot(pixel.x() - pointer.x, pixel.y() - pointer.y);
    };
    osg::Vec3d here(at.x, at.y, pointer.ground->z() * pointer.exaggeration);
    const double perPixel =
        scene::metresPerPixel(pointer.projector.viewport, (here - pointer.projector.eye).length());
    const double tolerance = kSnapPoints * pointer.projector.viewport.scale;
    SnapTargets targets;
    targets.tables = view_.visibleTables();
    targets.sketches = request_.others;
    targets.sketches.push_back(sketch_.points());
    // Twice the circle round the pointer: seen at a slant the ground behind a pixel is longer.
    const double radius = std::min(kMostRadius, 3 * tolerance * perPixel);
    aim_ = snapTo(at, radius, targets, pixels, tolerance);
}

void SketchTool::move(const ToolPointer& pointer) {
    aim(pointer);
}

bool SketchTool::click(const ToolPointer& pointer, bool twice) {
    if (twice) {
        finish();
        return true;
    }
    aim(pointer);
    if (!aim_) return true;
    // Back on the first corner: the outline is closed.
    const auto& points = sketch_.points();
    if (sketch_.kind() == SketchKind::Polygon && points.size() >= 3 && aim_->kind == Snap::Kind::Vertex &&
        std::hypot(aim_->place.x - points.front().x, aim_->place.y - points.front().y) < 0.01) {
        finish();
        return true;
    }
    sketch_.add(aim_->place);
    if (sketch_.kind() == SketchKind::Point) finish();
    return true;
}

bool SketchTool::key(ToolKey key) {
    switch (key) {
        case ToolKey::Enter:
            finish();
            return true;
        case ToolKey::Backspace:
            sketch_.removeLast();
            return true;
        case ToolKey::Escape:
            done_ = true;
            return true;
    }
    return false;
}

void SketchTool::finish() {
    if (done_ || !sketch_.complete()) return;
    done_ = true;
    if (request_.finished) request_.finished(sketch_.points());
}

std::string SketchTool::hint() const {
    const auto tr = [&](const char* id) { return texts_.tr(id); };
    if (sketch_.kind() == SketchKind::Point) return tr("Click a place · Esc ends");
    if (sketch_.points().empty()) return tr("Click the first corner · Esc ends");
    if (sketch_.crossesItself()) return tr("The outline crosses itself · Backspace takes a corner back");
    if (!sketch_.complete()) return tr("Click the next corner · Backspace takes it back");
    return tr("Double click or Enter finishes · Backspace takes a corner back");
}

void SketchTool::draw(ToolCanvas& canvas) {
    std::vector<geodata::Point2> points = sketch_.points();
    const std::size_t fixed = points.size();
    if (aim_ && sketch_.kind() != SketchKind::Point) points.push_back(aim_->place);
    scene::SketchShape shape;
    shape.color = {ui::kAccent.x, ui::kAccent.y, ui::kAccent.z};
    shape.casing = {1, 0.98F, 0.95F};
    std::vector<osg::Vec2d> line;
    line.reserve(points.size());
    for (const geodata::Point2& p : points) line.emplace_back(p.x, p.y);
    const bool area = sketch_.kind() == SketchKind::Polygon && points.size() >= 3;
    if (area) {
        shape.area = {line};
        line.push_back(line.front());
    }
    shape.lines = {line};
    shape_.set(points.size() >= 2 ? std::vector{shape} : std::vector<scene::SketchShape>());
    if (request_.lengths && points.size() <= kMostWords) {
        const std::size_t sides =
            area ? points.size() : points.size() - std::min<std::size_t>(1, points.size());
        for (std::size_t i = 0; i < sides; ++i) {
            const geodata::Point2& a = points[i];
            const geodata::Point2& b = points[(i + 1) % points.size()];
            const double length = std::hypot(b.x - a.x, b.y - a.y);
            if (length > 0.05) canvas.word(middle(a, b), lengthText(length));
        }
    }
    for (std::size_t i = 0; i < fixed; ++i) canvas.mark(points[i], ToolCanvas::Mark::Chosen);
    if (!aim_) return;
    if (aim_->kind != Snap::Kind::None) canvas.mark(aim_->place, ToolCanvas::Mark::Snap);
    canvas.mark(aim_->place, ToolCanvas::Mark::Chosen);
    canvas.hint(x_, y_, hint());
}

}  // namespace atlas::app
