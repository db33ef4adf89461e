#pragma once
// One condition of the filter at a time, as a bit a row.

#include <cstdint>
#include <vector>

#include "layers/sites/site_filter.h"

namespace atlas::layers {

/// The conditions that are decided each by itself. First + i: the near measure i of the table.
enum class Facet : std::size_t {
    Industry,
    Status,
    Category,
    Subdistrict,
    District,
    Investment,  ///< the range and the undisclosed switch
    Year,
    Located,
    Area,
    View,
    Text,
    FirstNear
};
std::size_t facetCount(const SiteTable& sites);
inline Facet nearFacet(std::size_t measure) {
    return static_cast<Facet>(static_cast<std::size_t>(Facet::FirstNear) + measure);
}

/// Bit row % 64 of word row / 64; bits beyond the last row are 0.
using Bits = std::vector<std::uint64_t>;

/// Whether two filters say the same about one condition.
bool sameFacet(const SiteTable& sites, const SiteFilter& a, const SiteFilter& b, Facet facet);

/// The rows that pass one condition; no words at all: it does not bind. Pure.
Bits facetBits(const SiteTable& sites, const SiteFilter& filter, Facet facet);

/// Undoes one condition: what the × of a chip does.
void clearFacet(const SiteTable& sites, SiteFilter& filter, Facet facet);

/// One byte a row.
std::vector<std::uint8_t> bytesOf(const Bits& bits, std::size_t rows);

}  // namespace atlas::layers
