#pragma once
// The filter as words: copied, pasted, kept under a name.

#include <string>

#include "app/view/saved_filters.h"
#include "layers/sites/sites_layer.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread, inside an ImGui window. Everything given outlives it.
class FilterKeeper {
  public:
    FilterKeeper(const layers::SitesLayer& layer, const layers::Catalog& catalog,
                 const ui::Translations& texts, const ui::Fonts& fonts)
        : layer_(layer), catalog_(catalog), texts_(texts), fonts_(fonts), saved_(SavedFilters::usualFile()) {}
    void draw(layers::SiteFilter& filter);

  private:
    bool use(const std::string& words, layers::SiteFilter& filter);
    const char* tr(const char* id) const { return texts_.tr(id); }

    const layers::SitesLayer& layer_;
    const layers::Catalog& catalog_;
    const ui::Translations& texts_;
    const ui::Fonts& fonts_;
    SavedFilters saved_;
    std::string words_, name_, wrong_;
    bool typing_ = false;
    ui::Language wrongIn_ = ui::Language::Zh;
};

}  // namespace atlas::app
