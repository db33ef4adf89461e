#pragma once
// The district's figures: topics with bars, each figure one click from its source, and what sources disagree
// about.

#include <optional>

#include "layers/figures/figures_layer.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::layers {

/// Drawing thread.
class FiguresPanel {
  public:
    FiguresPanel(const FiguresLayer& layer, const ui::Translations& texts, const ui::Fonts& fonts)
        : layer_(layer), texts_(texts), fonts_(fonts) {}
    /// Inside the current ImGui window.
    void draw();

  private:
    void drawConflict(const FigureConflict& conflict) const;
    const char* tr(const char* id) const { return texts_.tr(id); }

    const FiguresLayer& layer_;
    const ui::Translations& texts_;
    const ui::Fonts& fonts_;
    std::optional<ui::Language> language_;  ///< that book_ is in
    FigureBook book_;
};

}  // namespace atlas::layers
