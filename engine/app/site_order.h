#pragma once
// The order of a site listing.

#include <cstdint>
#include <string>
#include <vector>

#include "layers/sites/site_table.h"

namespace atlas::app {

/// Sorts rows by a role, "-role" descending. Coded fields follow their vocabulary, numbers and dates their
/// value, text its UTF-8 bytes; rows without a value come last either way; equal rows keep their order.
/// Throws UsageError naming the known roles.
void sortSites(std::vector<std::uint32_t>& rows, const layers::SiteTable& sites, const std::string& field);

}  // namespace atlas::app
