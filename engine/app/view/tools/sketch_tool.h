#pragma once
// Draws points, lines and areas on the ground: clicks add corners, which snap to what is there.

#include <functional>
#include <string>
#include <vector>

#include "app/view/map_view.h"
#include "app/view/tools/map_tool.h"
#include "app/view/tools/sketch.h"
#include "scene/sketches.h"
#include "ui/translations.h"

namespace atlas::app {

struct SketchRequest {
    SketchKind kind = SketchKind::Line;
    /// Map CRS. Called once, in the drawing thread, for a sketch that is complete.
    std::function<void(const std::vector<geodata::Point2>&)> finished;
    /// Lines that are there already, to snap to.
    std::vector<std::vector<geodata::Point2>> others;
    /// Words for a corner-to-corner length or a whole, such as the area; may be empty.
    bool lengths = true;
};

/// Enter or a double click finishes, Backspace takes the last corner back, Escape gives up. Everything given
/// outlives it.
class SketchTool : public MapTool {
  public:
    SketchTool(MapView& view, const ui::Translations& texts, SketchRequest request);

    void move(const ToolPointer& pointer) override;
    bool click(const ToolPointer& pointer, bool twice) override;
    bool key(ToolKey key) override;
    bool ownsPointer() const override { return true; }
    bool done() const override { return done_; }
    void draw(ToolCanvas& canvas) override;

  private:
    void aim(const ToolPointer& pointer);
    void finish();
    std::string hint() const;

    MapView& view_;
    const ui::Translations& texts_;
    SketchRequest request_;
    Sketch sketch_;
    scene::Sketches shape_;
    std::optional<Snap> aim_;  ///< where the next corner would be
    double x_ = 0, y_ = 0;
    bool done_ = false;
};

/// "840 m", "1.24 km"; "3,120 m²", "1.25 ha", "2.10 km²".
std::string lengthText(double metres);
std::string areaText(double squareMetres);

}  // namespace atlas::app
