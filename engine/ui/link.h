#pragma once
// Sources one click away.

#include <string>

namespace atlas::ui {

/// Wrapped text of a source. A web address is underlined: a click copies it and opens it in the desktop's
/// browser where there is one; other text is copied. `hint` is the tooltip.
void link(const std::string& text, const char* hint);

/// Whether links and sources do anything when clicked: in an exhibit they are only read. Kept with ImGui's
/// context. Drawing thread.
void setSourcesOpen(bool open);

/// What a click on such a link does: copies, and opens a web address in the browser.
void openSource(const std::string& text);

}  // namespace atlas::ui
