#include "app/view/tools/place_tool.h"

#include <algorithm>
#include <cmath>

namespace atlas::app {

namespace {
constexpr double kGrab = 14;  // points round the place that can be dragged
}

bool PlaceTool::press(const ToolPointer& pointer) {
    if (place_.empty()) return false;
    const geodata::Point2 place = view_.mapFromWgs84(place_.front());
    const scene::Stage& stage = view_.stage();
    const double height =
        std::max(stage.surfaceHeight(place.x, place.y), stage.waterLevel()) * pointer.exaggeration;
    osg::Vec3d pixel;
    if (!pointer.projector.project({place.x, place.y, height}, pixel)) return false;
    held_ =
        std::hypot(pixel.x() - pointer.x, pixel.y() - pointer.y) <= kGrab * pointer.projector.viewport.scale;
    return held_;
}

void PlaceTool::move(const ToolPointer& pointer) {
    at_ = pointer.ground ? std::optional(ImVec2(static_cast<float>(pointer.x), static_cast<float>(pointer.y)))
                         : std::nullopt;
    if (held_ && pointer.ground) set(pointer);
}

void PlaceTool::set(const ToolPointer& pointer) {
    place_ = {view_.wgs84FromMap({pointer.ground->x(), pointer.ground->y()})};
}

void PlaceTool::release(const ToolPointer& pointer) {
    move(pointer);
    held_ = false;
}

bool PlaceTool::click(const ToolPointer& pointer, bool twice) {
    if (!twice && pointer.ground) set(pointer);
    return true;
}

bool PlaceTool::key(ToolKey key) {
    done_ = key == ToolKey::Escape || key == ToolKey::Enter;
    return done_;
}

void PlaceTool::draw(ToolCanvas& canvas) {
    if (at_ && !held_)
        canvas.hint(static_cast<double>(at_->x), static_cast<double>(at_->y),
                    place_.empty() ? texts_.tr("Click a place · Esc ends")
                                   : texts_.tr("Click or drag the place · Esc ends"));
}

}  // namespace atlas::app
