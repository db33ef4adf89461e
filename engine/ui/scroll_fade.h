#pragma once
// The end of a list that goes on below its edge.

namespace atlas::ui {

/// Before EndChild: where the child can be scrolled further down, its last `height` pixels fade into the
/// panel, so that a row cut in half reads as "scroll". Drawing thread, inside an ImGui child window.
void fadeBelow(float height);

}  // namespace atlas::ui
