#pragma once
// Sets a place on the ground: clicks put it, a drag that begins at it moves it.

#include <functional>
#include <optional>

#include "app/view/map_view.h"
#include "app/view/tools/map_tool.h"
#include "ui/translations.h"

namespace atlas::app {

/// Until Escape or Enter. Everything given outlives it.
class PlaceTool : public MapTool {
  public:
    using Get = std::function<std::optional<geodata::Point2>()>;  ///< map CRS
    using Set = std::function<void(geodata::Point2)>;
    PlaceTool(MapView& view, const ui::Translations& texts, Get get, Set set)
        : view_(view), texts_(texts), get_(std::move(get)), set_(std::move(set)) {}

    bool press(const ToolPointer& pointer) override;
    void move(const ToolPointer& pointer) override;
    void release(const ToolPointer& pointer) override;
    bool click(const ToolPointer& pointer, bool twice) override;
    bool key(ToolKey key) override;
    bool ownsPointer() const override { return true; }
    bool done() const override { return done_; }
    void draw(ToolCanvas& canvas) override;

  private:
    MapView& view_;
    const ui::Translations& texts_;
    Get get_;
    Set set_;
    std::optional<ImVec2> at_;
    bool held_ = false, done_ = false;
};

}  // namespace atlas::app
