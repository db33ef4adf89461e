#pragma once
// Reported figures as bars. Inside the current ImGui window.

#include <array>
#include <vector>

#include "layers/card.h"
#include "ui/translations.h"

namespace atlas::layers {

/// One line a figure; those of one scale have bars of `color` (sRGB), a change against a year before has one
/// of its own. A click opens the figure's source, the pointer shows it. Drawing thread.
void drawFigures(const std::vector<CardFigure>& figures, const std::array<float, 3>& color,
                 const ui::Translations& texts);

}  // namespace atlas::layers
