#pragma once
// Windows that ask or offer something in the middle of the picture.

#include <imgui.h>

namespace atlas::ui {

/// Begins a window in the middle of the screen, `points` wide or as wide as the screen allows, as tall as
/// what it holds; what is taller than the screen scrolls. `scale`: pixels a point. Ends with ImGui::End().
void beginDialog(const char* id, float points, float scale, ImGuiWindowFlags flags = 0);

/// The button of a window's one main action.
bool mainButton(const char* label);

}  // namespace atlas::ui
