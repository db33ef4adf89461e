#include "app/view/tools/map_tools.h"

#include "app/view/tools/tool_canvas.h"

namespace atlas::app {

MapTools::MapTools(MapView& view, ui::Interface& interface, const ui::Translations& texts)
    : view_(view), interface_(interface), texts_(texts) {}

MapTools::~MapTools() = default;

void MapTools::sketch(SketchRequest request) {
    held_ = false;
    active_ = std::make_unique<SketchTool>(view_, texts_, std::move(request));
}

void MapTools::dropFinished() {
    if (active_ && active_->done()) active_.reset();
}

bool MapTools::press(const ToolPointer& pointer) {
    held_ = active_ && active_->press(pointer);
    return held_;
}

void MapTools::move(const ToolPointer& pointer) {
    if (active_) active_->move(pointer);
}

bool MapTools::release(const ToolPointer& pointer) {
    if (!held_) return false;
    held_ = false;
    if (active_) active_->release(pointer);
    dropFinished();
    return true;
}

bool MapTools::click(const ToolPointer& pointer, bool twice) {
    const bool taken = active_ && active_->click(pointer, twice);
    dropFinished();
    return taken;
}

bool MapTools::key(ToolKey key) {
    const bool taken = active_ && active_->key(key);
    dropFinished();
    return taken;
}

void MapTools::draw(Session& /*session*/, const scene::Projector& projector, HudActions& /*actions*/) {
    ToolCanvas canvas(view_.stage(), projector, interface_.fonts());
    if (active_) active_->draw(canvas);
    blocked_ = canvas.blocked();
}

}  // namespace atlas::app
