#include "layers/sites/site_facets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace atlas::layers {

using geodata::Column;
using geodata::Point2;
using geodata::TextValues;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Eight bytes of 0 or 1 as eight bits, the first the lowest.
std::uint64_t bitsOfBytes(const std::uint8_t* bytes) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, 8);
    return (eight * 0x0102040810204080U) >> 56;
}

// `pass(row)` gives 0 or 1; 64 of them make a word without a branch.
template <class Pass>
Bits packed(std::size_t rows, const Pass& pass) {
    Bits bits((rows + 63) / 64, 0);
    const std::size_t whole = rows / 64;
    for (std::size_t word = 0; word < whole; ++word) {
        std::array<std::uint8_t, 64> bytes;  // a loop that the compiler makes vector code of
        const std::size_t first = word * 64;
        for (std::size_t i = 0; i < 64; ++i) bytes[i] = static_cast<std::uint8_t>(pass(first + i));
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < 64; i += 8) value |= bitsOfBytes(bytes.data() + i) << i;
        bits[word] = value;
    }
    for (std::size_t row = whole * 64; row < rows; ++row)
        bits[whole] |= static_cast<std::uint64_t>(pass(row)) << (row % 64);
    return bits;
}

Bits codeBits(std::span<const std::uint32_t> codes, const std::vector<std::uint8_t>& pass) {
    return packed(codes.size(), [&](std::size_t row) { return pass[codes[row]]; });
}

Bits valueBits(const CodedField& field, const std::set<std::string>& wanted, bool split) {
    if (wanted.empty()) return {};
    std::vector<std::uint8_t> pass(field.values.size() + 1, 0);
    for (std::size_t code = 0; code < field.values.size(); ++code) {
        pass[code] = wanted.contains(field.values[code]);
        if (split)
            for (const auto name : splitNames(field.values[code]))
                pass[code] |= wanted.contains(std::string(name));
    }
    pass.back() = wanted.contains("");
    return codeBits(field.codes, pass);
}

Bits districtBits(const AreaField& field, const std::set<std::string>& wanted) {
    if (wanted.empty()) return {};
    std::vector<std::uint8_t> chosen(field.areas.size(), 0);
    for (std::size_t area = 0; area < chosen.size(); ++area)
        chosen[area] = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
            return !word.empty() && field.areas[area].is(word);
        });
    std::vector<std::uint8_t> pass(field.sets.size(), 0);
    pass[0] = wanted.contains("");
    for (std::size_t set = 1; set < pass.size(); ++set)
        for (const std::uint32_t area : field.sets[set]) pass[set] |= chosen[area];
    return codeBits(field.codes, pass);
}

Bits investmentBits(std::span<const double> investments, const SiteFilter& filter) {
    const auto undisclosed = filter.effectiveUndisclosed();
    if (undisclosed == Undisclosed::Include && filter.investment.any()) return {};
    const unsigned unknownPasses = undisclosed != Undisclosed::Exclude;
    const unsigned knownPasses = undisclosed != Undisclosed::Only;
    const double low = filter.investment.low.value_or(-kInfinity);
    const double high = filter.investment.high.value_or(kInfinity);
    const unsigned inverted = filter.outside && !filter.investment.any();
    return packed(investments.size(), [&](std::size_t row) {
        const double value = investments[row];
        const unsigned known = value == value;  // not NaN
        const unsigned inside = (static_cast<unsigned>(value >= low) & static_cast<unsigned>(value <= high));
        return (known & knownPasses & (inside ^ inverted)) | ((known ^ 1U) & unknownPasses);
    });
}

Bits yearBits(std::span<const std::int32_t> years, const Range<int>& range) {
    if (range.any()) return {};
    const int low = range.low.value_or(SiteTable::kNoYear + 1);  // an unknown year is below every bound
    const int high = range.high.value_or(std::numeric_limits<std::int32_t>::max());
    return packed(years.size(), [&](std::size_t row) {
        return static_cast<unsigned>(years[row] >= low) & static_cast<unsigned>(years[row] <= high);
    });
}

Bits nearBits(const NearField& field, const SiteFilter& filter) {
    const auto wanted = filter.near.find(field.entry->id);
    if (wanted == filter.near.end() || wanted->second.any()) return {};
    const double low = wanted->second.low.value_or(0);
    const double high = wanted->second.high.value_or(kInfinity);
    return packed(field.metres.size(), [&](std::size_t row) {
        const double metres = field.metres[row];  // NaN passes nothing
        return static_cast<unsigned>(metres >= low) & static_cast<unsigned>(metres <= high);
    });
}

// Corners that the map's projection does not reach make the ring hold nothing: nobody can draw there.
Bits ringBits(const SiteTable& sites, const std::vector<LonLat>& ring) {
    if (ring.empty()) return {};
    std::vector<Point2> corners;
    corners.reserve(ring.size());
    for (const LonLat& corner : ring) corners.push_back({corner.lon, corner.lat});
    const auto toMap = sites.fromDegrees();
    if (!toMap || toMap->apply(&corners[0].x, &corners[0].y, corners.size(), 2) > 0)
        return Bits((sites.rows() + 63) / 64, 0);
    geodata::Extent box;
    for (const Point2& corner : corners) box.expand(corner.x, corner.y);
    const std::vector<Point2>& anchors = sites.places().anchors;
    return packed(anchors.size(), [&](std::size_t row) -> unsigned {
        const Point2& at = anchors[row];
        if (!box.contains(at.x, at.y)) return 0;
        bool inside = false;
        for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            const Point2& a = corners[i];
            const Point2& b = corners[j];
            if ((a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x)
                inside = !inside;
        }
        return inside;
    });
}

// Each distinct text is searched once, however many rows share it.
Bits textBits(const SiteTable& sites, const std::string& text) {
    if (text.empty()) return {};
    std::vector<std::uint8_t> found(sites.rows(), 0);
    for (const SiteTable::SearchedText& searched : sites.searched()) {
        if (searched.codes.empty()) {
            searched.texts.find(text, found);
            continue;
        }
        std::vector<std::uint8_t> hits(searched.texts.size(), 0);
        searched.texts.find(text, hits);
        for (std::size_t row = 0; row < found.size(); ++row)
            if (!searched.column->nulls.isNull(row)) found[row] |= hits[searched.codes[row]];
    }
    return packed(found.size(), [&](std::size_t row) { return found[row]; });
}

std::size_t measureOf(Facet facet) {
    return static_cast<std::size_t>(facet) - static_cast<std::size_t>(Facet::FirstNear);
}

Range<double> nearRange(const SiteTable& sites, const SiteFilter& filter, Facet facet) {
    const auto found = filter.near.find(sites.places().near[measureOf(facet)].entry->id);
    return found == filter.near.end() ? Range<double>() : found->second;
}

}  // namespace

namespace {

/// The values of a condition that is a list; nullptr for the others.
std::set<std::string> SiteFilter::*listOf(Facet facet) {
    switch (facet) {
        case Facet::Industry:
            return &SiteFilter::industries;
        case Facet::Status:
            return &SiteFilter::statuses;
        case Facet::Category:
            return &SiteFilter::categories;
        case Facet::Subdistrict:
            return &SiteFilter::subdistricts;
        case Facet::District:
            return &SiteFilter::districts;
        default:
            return nullptr;
    }
}

}  // namespace

std::size_t facetCount(const SiteTable& sites) {
    return static_cast<std::size_t>(Facet::FirstNear) + sites.places().near.size();
}

bool sameFacet(const SiteTable& sites, const SiteFilter& a, const SiteFilter& b, Facet facet) {
    if (const auto list = listOf(facet)) return a.*list == b.*list;
    switch (facet) {
        case Facet::Investment:
            return a.investment == b.investment && a.outside == b.outside && a.undisclosed == b.undisclosed;
        case Facet::Year:
            return a.year == b.year;
        case Facet::Located:
            return a.located == b.located;
        case Facet::Area:
            return a.area == b.area;
        case Facet::View:
            return a.view == b.view;
        case Facet::Text:
            return a.text == b.text;
        default:
            return nearRange(sites, a, facet) == nearRange(sites, b, facet);
    }
}

Bits facetBits(const SiteTable& sites, const SiteFilter& filter, Facet facet) {
    switch (facet) {
        case Facet::Industry:
            return valueBits(sites.industry(), filter.industries, false);
        case Facet::Status:
            return valueBits(sites.status(), filter.statuses, false);
        case Facet::Category:
            return valueBits(sites.category(), filter.categories, false);
        case Facet::Subdistrict:
            return valueBits(sites.subdistrict(), filter.subdistricts, true);
        case Facet::District:
            return districtBits(sites.places().districts, filter.districts);
        case Facet::Investment:
            return investmentBits(sites.investments(), filter);
        case Facet::Year:
            return yearBits(sites.years(), filter.year);
        case Facet::Located:
            if (filter.located == Located::Any) return {};
            return packed(sites.rows(), [&](std::size_t row) {
                return sites.located(row) == (filter.located == Located::Only);
            });
        case Facet::Area:
            return ringBits(sites, filter.area);
        case Facet::View:
            return ringBits(sites, filter.view);
        case Facet::Text:
            return textBits(sites, filter.text);
        default:
            return nearBits(sites.places().near[measureOf(facet)], filter);
    }
}

void clearFacet(const SiteTable& sites, SiteFilter& filter, Facet facet) {
    const SiteFilter none;
    if (const auto list = listOf(facet)) {
        (filter.*list).clear();
        return;
    }
    switch (facet) {
        case Facet::Investment:
            filter.investment = none.investment;
            filter.outside = none.outside;
            filter.undisclosed = none.undisclosed;
            break;
        case Facet::Year:
            filter.year = none.year;
            break;
        case Facet::Located:
            filter.located = none.located;
            break;
        case Facet::Area:
            filter.area.clear();
            break;
        case Facet::View:
            filter.view.clear();
            break;
        case Facet::Text:
            filter.text.clear();
            break;
        default:
            filter.near.erase(sites.places().near[measureOf(facet)].entry->id);
            break;
    }
}

std::vector<std::uint8_t> bytesOf(const Bits& bits, std::size_t rows) {
    std::vector<std::uint8_t> bytes(rows);
    for (std::size_t row = 0; row < rows; ++row)
        bytes[row] = static_cast<std::uint8_t>((bits[row / 64] >> (row % 64)) & 1U);
    return bytes;
}

Undisclosed SiteFilter::effectiveUndisclosed() const {
    if (undisclosed != Undisclosed::Automatic) return undisclosed;
    return investment.any() ? Undisclosed::Include : Undisclosed::Exclude;
}

std::vector<std::uint8_t> apply(const SiteTable& sites, const SiteFilter& filter) {
    std::vector<std::uint8_t> mask(sites.rows(), 1);
    for (std::size_t i = 0; i < facetCount(sites); ++i) {
        const Bits bits = facetBits(sites, filter, static_cast<Facet>(i));
        if (bits.empty()) continue;
        const auto one = bytesOf(bits, mask.size());
        for (std::size_t row = 0; row < mask.size(); ++row) mask[row] &= one[row];
    }
    return mask;
}

}  // namespace atlas::layers
