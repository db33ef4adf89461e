#pragma once
// The one family of translucent surfaces, dark or light.

#include <imgui.h>

namespace atlas::ui {

constexpr float kMargin = 12;  ///< points between panels, and between them and the window's edge

constexpr float kFinger = 48;  ///< pixels at 96 dpi of what a finger presses, at least

/// Vermilion: the selection and the one main action, nothing else.
inline const ImVec4 kAccent{0.851F, 0.282F, 0.169F, 1.0F};

/// Contrast: white on black that nothing shines through.
enum class Panels { Dark, Light, Contrast };

/// Sets ImGui's style for a scale of type (1 = 100 %). 8 px grid, 6 px corners, hairlines, no boxes in boxes.
/// `finger`: pixels of what a finger presses, at least; 0: a mouse does. Not between begin() and end() of a
/// frame.
void applyTheme(float scale, Panels panels = Panels::Dark, float finger = 0);

// Colours of the theme in force. Drawing thread, with an ImGui context.
ImVec4 quiet();              ///< secondary text; contrast 4.5 on the panel
ImVec4 ink(float strength);  ///< the text's colour with an opacity of 0..1: rules, bars, marks
ImVec4 onPanel(const ImVec4& dark, const ImVec4& light);  ///< one colour for dark panels, one for light ones

}  // namespace atlas::ui
