#pragma once
// What a site's card says.

#include "layers/card.h"
#include "layers/sites/site_table.h"
#include "ui/translations.h"

namespace atlas::layers {

/// "12.5 亿" / "CNY 1.25 bn": an investment of 亿元 (10^8 yuan) in words.
std::string moneyText(double yi, std::string_view language);

/// A cell as people read it: in the words of the catalogue's vocabulary `vocabulary` where it has the value.
std::string siteWords(const SiteTable& sites, const Catalog& catalog, std::string_view vocabulary,
                      std::string_view role, std::size_t row, std::string_view language);

/// Every known field of a row with how it came about, its sources and its position error.
Card siteCard(const SiteTable& sites, const Catalog& catalog, std::size_t row, const ui::Translations& texts);

}  // namespace atlas::layers
