#pragma once
// The panel of the sites: ask for industries, investment and more, see what remains, open a site's card.

#include <functional>
#include <optional>
#include <string>

#include "layers/figures/figures_layer.h"
#include "layers/sites/investment_control.h"
#include "layers/sites/panel_parts.h"
#include "layers/sites/results_table.h"

namespace atlas::layers {

/// Draws inside the current ImGui window; edits the filter in place. Drawing thread.
class SitesPanel {
  public:
    SitesPanel(SitesLayer& layer, const Catalog& catalog, const ui::Translations& texts,
               const ui::Fonts& fonts);
    SitesPanel(const SitesPanel&) = delete;

    /// Conditions, totals and the table, as tall as the window allows. `keeping` draws what keeps filters;
    /// empty: none are kept.
    void drawFilter(SiteFilter& filter, const std::optional<std::size_t>& selected, FilteredOut look,
                    SitesPanelResult& result, const std::function<void()>& keeping);
    /// The district's figures, for what was reported of batches. Outlives the panel.
    void setFigures(const FiguresLayer& figures) { figures_ = &figures; }
    /// Whether exporting is offered; it is by default.
    void setExports(bool offered) { exports_ = offered; }
    ResultsTable& results() { return results_; }

    /// The industries as the tree of their groups, with how many sites each has and what is disclosed of
    /// them; a click leaves that industry alone, a second one shows all again.
    void drawScheme(SiteFilter& filter) const;

  private:
    void drawPlace(SiteFilter& filter, FilteredOut look, SitesPanelResult& result);
    void drawTotals() const;
    void drawTableTools(SitesPanelResult& result);
    const char* tr(const char* id) const { return context_.tr(id); }

    SitesPanelContext context_;
    InvestmentControl investment_;
    ResultsTable results_;
    void drawBatches();
    const FiguresLayer* figures_ = nullptr;
    std::optional<ui::Language> bookLanguage_;
    FigureBook book_;
    // As of the last frame, pixels:
    float chipsHeight_ = 0;
    float totalsHeight_ = 0;      ///< rule, sums and buttons above the table
    float conditionsHeight_ = 0;  ///< of all conditions, seen or not
    float moreTop_ = 0;           ///< where in them the heading of further ones stands
    bool exports_ = true;
    int dimension_ = 0;  ///< of the charts
    bool byInvestment_ = false;
};

}  // namespace atlas::layers
