#pragma once
// Small matters of text in panels.

#include <imgui.h>

#include <functional>
#include <string>

namespace atlas::ui {

/// The text, or as much of it as fits into `width` pixels of the current font and "…". UTF-8.
std::string fitted(const std::string& text, float width);

/// The text in lines that fit into `width`, parted by line breaks: between words and, as Chinese has none,
/// between its characters, but not before closing punctuation. (ImGui breaks at blanks only.) `advance`: how
/// wide a character is, in the measure of `width`. UTF-8. Pure.
std::string wrapped(const std::string& text, float width, const std::function<float(char32_t)>& advance);
/// In pixels of the current font.
std::string wrapped(const std::string& text, float width);

}  // namespace atlas::ui
