#pragma once
// Sites in words for a terminal: the list and the totals.

#include <cstdint>
#include <string>
#include <vector>

#include "layers/sites/site_filter.h"
#include "layers/sites/site_table.h"
#include "ui/translations.h"

namespace atlas::app {

/// Money in 亿元 with no more digits than the data has; never in scientific notation.
std::string formatInvestment(double value);

/// Refers to what it is made of. One thread.
class SiteReport {
  public:
    /// `bare` leaves out the lines below a table: totals, sources, licence.
    SiteReport(const layers::SiteTable& sites, const ui::Translations& texts, bool bare)
        : sites_(sites), texts_(texts), bare_(bare) {}

    std::string table(const std::vector<std::uint32_t>& rows, const layers::SiteSummary& summary) const;
    std::string summaryTable(const layers::SiteSummary& summary) const;
    /// One line an industry, then one with the industry "*" for all.
    std::string summaryCsv(const layers::SiteSummary& summary) const;

  private:
    std::string totals(const layers::SiteSummary& summary) const;
    std::string sourceLine() const;
    std::string industryLabel(std::size_t code) const;

    const layers::SiteTable& sites_;
    const ui::Translations& texts_;
    bool bare_;
};

}  // namespace atlas::app
