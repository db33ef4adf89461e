#pragma once
// Sets a place on the ground: clicks put it, a drag that begins at it moves it.

#include <optional>
#include <vector>

#include "app/view/map_view.h"
#include "app/view/tools/map_tool.h"
#include "ui/translations.h"

namespace atlas::app {

/// Until Escape or Enter. Everything given outlives it.
class PlaceTool : public MapTool {
  public:
    /// `place`: of the session; none or one, degrees WGS 84.
    PlaceTool(MapView& view, const ui::Translations& texts, std::vector<geodata::Point2>& place)
        : view_(view), texts_(texts), place_(place) {}

    bool press(const ToolPointer& pointer) override;
    void move(const ToolPointer& pointer) override;
    void release(const ToolPointer& pointer) override;
    bool click(const ToolPointer& pointer, bool twice) override;
    bool key(ToolKey key) override;
    bool ownsPointer() const override { return true; }
    bool done() const override { return done_; }
    void draw(ToolCanvas& canvas) override;

  private:
    void set(const ToolPointer& pointer);
    MapView& view_;
    const ui::Translations& texts_;
    std::vector<geodata::Point2>& place_;
    std::optional<ImVec2> at_;
    bool held_ = false, done_ = false;
};

}  // namespace atlas::app
