#pragma once
// What the mouse and the keys do.

#include "scene/pose.h"
#include "ui/translations.h"

namespace atlas::app {

/// A sheet in the middle of the picture. Between Interface::begin and end, in the font of the panels.
void drawKeyHelp(const ui::Translations& texts, const scene::Viewport& viewport);

}  // namespace atlas::app
