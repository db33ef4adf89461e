#pragma once
// Signs of the tools bar, drawn in lines so that they are crisp at any scale.

#include <imgui.h>

namespace atlas::app {

enum class ToolIcon { Measure, Profile, Flood, Relief, Sight, Sun, Proposal, Earthwork, Skyline };

/// Inside a square of `side` pixels at `corner`.
void drawIcon(ImDrawList& draw, ToolIcon icon, ImVec2 corner, float side, ImU32 color);

}  // namespace atlas::app
