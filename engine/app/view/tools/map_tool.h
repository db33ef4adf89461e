#pragma once
// A tool on the map: while it is active it hears of pointer and keys before the map's own picking does.

#include <optional>
#include <osg/Vec3d>

#include "app/view/tools/tool_canvas.h"
#include "scene/pose.h"

namespace atlas::app {

/// Where the pointer is.
struct ToolPointer {
    double x = 0, y = 0;               ///< pixels from the top left
    std::optional<osg::Vec3d> ground;  ///< map x, y, true height of ground or water under it; nullopt: sky
    scene::Projector projector;
    double exaggeration = 1;
};

enum class ToolKey { Enter, Escape, Backspace };

/// Drawing thread. What a tool does not take goes to the map as if there were no tool: a drag still moves the
/// map, the wheel still zooms.
class MapTool {
  public:
    MapTool() = default;
    virtual ~MapTool() = default;
    MapTool(const MapTool&) = delete;
    MapTool& operator=(const MapTool&) = delete;

    /// A button went down. True: the tool holds something and gets the moves up to the release; the map
    /// stays.
    virtual bool press(const ToolPointer& /*pointer*/) { return false; }
    virtual void move(const ToolPointer& /*pointer*/) {}
    /// Only after a press() that was taken.
    virtual void release(const ToolPointer& /*pointer*/) {}
    /// Pressed and let go at one place. True: taken.
    virtual bool click(const ToolPointer& /*pointer*/, bool /*twice*/) { return false; }
    /// True: taken.
    virtual bool key(ToolKey /*key*/) { return false; }
    /// Whether features under the pointer shall not light up: a click would not choose them.
    virtual bool ownsPointer() const { return false; }
    /// True once it has nothing more to do and may be dropped.
    virtual bool done() const { return false; }
    /// What it puts over the map, between Interface::begin and end.
    virtual void draw(ToolCanvas& /*canvas*/) {}
};

}  // namespace atlas::app
