#include "layers/sites/site_filter.h"

#include <cmath>

namespace atlas::layers {

SiteSummary summarise(const SiteTable& sites, std::span<const std::uint8_t> mask) {
    SiteSummary summary;
    summary.rows = sites.rows();
    summary.industries.resize(sites.industry().values.size() + 1);
    const auto investments = sites.investments();
    for (std::size_t row = 0; row < sites.rows(); ++row) {
        if (!mask[row]) continue;
        auto& group = summary.industries[sites.industry().codes[row]];
        ++group.sites;
        if (std::isnan(investments[row]))
            ++group.undisclosed;
        else if (!sites.counts(row))
            ++group.notCounted;
        else
            group.investment += investments[row];
    }
    for (const auto& group : summary.industries) {
        summary.all.sites += group.sites;
        summary.all.undisclosed += group.undisclosed;
        summary.all.notCounted += group.notCounted;
        summary.all.investment += group.investment;
    }
    return summary;
}

}  // namespace atlas::layers
