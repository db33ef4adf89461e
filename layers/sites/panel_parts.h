#pragma once
// What the parts of the sites' panel share. Drawing thread, inside an ImGui window.

#include <imgui.h>

#include <string>
#include <vector>

#include "layers/figures/figure_table.h"
#include "layers/sites/sites_layer.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::layers {

/// Everything outlives the parts.
struct SitesPanelContext {
    SitesLayer& layer;
    const Catalog& catalog;
    const ui::Translations& texts;
    const ui::Fonts& fonts;

    const char* tr(const char* id) const { return texts.tr(id); }
    const SiteTable& sites() const { return layer.sites(); }
    const SiteEngine& engine() const { return layer.engine(); }
    /// Disclosed investment in words, or that it is not disclosed.
    std::string money(std::size_t row) const;
};

ImU32 colorOf(const Term* term, float alpha = 1);
const Term* termAt(const CodedField& field, std::size_t row);
/// A disc as on the map: full with a known investment, hollow without.
void disc(ImVec2 middle, float radius, ImU32 color, bool hollow);
/// A quiet heading in small type; what the right end says, "" = nothing.
void heading(const SitesPanelContext& context, const char* text, const std::string& right = {});
/// A small button that stays pressed. True when clicked.
bool pick(const char* label, bool on);
/// Whether a following item of this width fits into the current line; otherwise a new one is begun.
void flow(float width, float left);

/// Industries as the tree of their groups: a click adds or takes one, with Alt it alone; groups in three
/// states.
void drawIndustryTree(const SitesPanelContext& context, SiteFilter& filter);
/// Status, category, year, sub-district, district, place.
void drawMoreFacets(const SitesPanelContext& context, SiteFilter& filter);
/// What is active, each with an ×. True when something was taken away.
bool drawChips(const SitesPanelContext& context, SiteFilter& filter);
/// What was reported of a batch beside what its named sites add up to, and why the two differ.
void drawBatch(const SitesPanelContext& context, const BatchEntry& batch, const FigureBook& figures);
/// Bars by industry, category, year and sub-district of what passes; `dimension` is which one.
void drawSiteCharts(const SitesPanelContext& context, int& dimension, bool& byInvestment);

}  // namespace atlas::layers
