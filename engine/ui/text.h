#pragma once
// Small matters of text in panels.

#include <imgui.h>

#include <string>

namespace atlas::ui {

/// The text, or as much of it as fits into `width` pixels of the current font and "…". UTF-8.
std::string fitted(const std::string& text, float width);

}  // namespace atlas::ui
