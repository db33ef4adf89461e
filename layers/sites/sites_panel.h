#pragma once
// The panel of the sites: pick industries, set the investment range, see what remains, open a site's card.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "layers/sites/site_card.h"
#include "layers/sites/sites_layer.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::layers {

/// What the person did in this frame.
struct SitesPanelResult {
    std::optional<std::size_t> chosen;   ///< row that was clicked: fly there and show its card
    std::optional<std::size_t> hovered;  ///< row under the pointer
};

/// Draws inside the current ImGui window; edits the filter in place. Drawing thread.
class SitesPanel {
  public:
    SitesPanel(SitesLayer& layer, const Catalog& catalog, const ui::Translations& texts,
               const ui::Fonts& fonts);

    /// Filter controls, totals and the list, as tall as the window allows.
    void drawFilter(SiteFilter& filter, const std::optional<std::size_t>& selected, SitesPanelResult& result);

    /// The industries as the tree of their groups, with how many sites each has and what is disclosed of
    /// them; a click leaves that industry alone, a second one shows all again.
    void drawScheme(SiteFilter& filter) const;

  private:
    void drawIndustries(SiteFilter& filter);
    void drawInvestment(SiteFilter& filter);
    void drawTotals() const;
    void drawList(SiteFilter& filter, const std::optional<std::size_t>& selected, SitesPanelResult& result);
    const char* tr(const char* id) const { return texts_.tr(id); }
    std::string money(std::size_t row) const;

    SitesLayer& layer_;
    const Catalog& catalog_;
    const ui::Translations& texts_;
    const ui::Fonts& fonts_;
    std::vector<std::size_t> shown_;  ///< rows of the list, largest disclosed investment first
    std::uint64_t shownFor_ = 0;      ///< SitesLayer::revision() that shown_ was made for
};

}  // namespace atlas::layers
