#pragma once
// The one family of dark translucent surfaces.

#include <imgui.h>

namespace atlas::ui {

/// Vermilion: the selection and the one main action, nothing else.
inline const ImVec4 kAccent{0.851F, 0.282F, 0.169F, 1.0F};
inline const ImVec4 kQuiet{0.70F, 0.71F, 0.72F, 1.0F};  ///< secondary text

/// Sets ImGui's style for a scale of type (1 = 100 %). 8 px grid, 6 px corners, hairlines, no boxes in boxes.
void applyTheme(float scale);

}  // namespace atlas::ui
