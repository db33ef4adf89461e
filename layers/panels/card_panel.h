#pragma once
// Draws any layer's card. Inside the current ImGui window.

#include <string>
#include <vector>

#include "layers/card.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::layers {

/// The action that was clicked, "" if none. Drawing thread.
std::string drawCard(const Card& card, const ui::Translations& texts, const ui::Fonts& fonts);

/// A chart of heights over distance, as wide as there is room; nothing where there are none.
void drawProfile(const CardProfile& profile);

/// A sign of the legend: fill, line, disc … with its glyph, `side` pixels square at the cursor.
void drawSign(const LegendEntry& entry, float side);

/// Discs that stand for a magnitude, side by side on one line with their labels below; `points`: pixels of a
/// point on the map.
void drawScale(const std::vector<LegendEntry>& discs, float points);

}  // namespace atlas::layers
