#pragma once
// Which sites are shown, as a value: the panel edits it, the command line reads it from words, the session
// stores it.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "layers/sites/site_table.h"

namespace atlas::layers {

/// What happens to sites whose investment is not disclosed. Automatic: they are shown until an investment
/// range is set, since nobody can say that an unknown figure lies within it; the other three are a person's
/// explicit wish.
enum class Undisclosed { Automatic, Include, Exclude, Only };

enum class Located { Any, Only, Not };

/// What the map shows of sites that do not pass: nothing, a faint pin, or a grey ring.
enum class FilteredOut { Vanish, Fade, Ghost };

/// Inclusive bounds; an absent one does not bind.
template <class T>
struct Range {
    std::optional<T> low, high;
    bool any() const { return !low && !high; }  ///< does not bind at all
    bool operator==(const Range&) const = default;
};

/// Degrees WGS 84.
struct LonLat {
    double lon = 0, lat = 0;
    bool operator==(const LonLat&) const = default;
};

/// Conditions are joined by AND, the values of one by OR; what is empty does not bind. Values are those of
/// the data, not labels; the value "" stands for rows without one.
struct SiteFilter {
    std::set<std::string> industries, statuses, categories;
    std::set<std::string> subdistricts;  ///< a cell "A / B" passes with either name
    /// Areas a site lies in, by id or either name; "": in none.
    std::set<std::string> districts;
    Range<double> investment;  ///< 亿元 (10^8 yuan), of disclosed figures
    bool outside = false;      ///< disclosed figures below or above the range pass instead of those within
    Undisclosed undisclosed = Undisclosed::Automatic;
    Range<int> year;  ///< rows without a year do not pass a range
    Located located = Located::Any;
    /// Metres by NearEntry::id; no entry without a bound. Rows without a place do not pass.
    std::map<std::string, Range<double>> near;
    /// Rings not closed, three corners or more, straight between them in the map's CRS; even-odd. Sites pass
    /// whose point lies inside both. `area` was drawn by hand; `view` is the ground a camera looks at.
    std::vector<LonLat> area, view;
    std::string text;  ///< found in id, name, English name or description; ASCII letters in either case

    bool operator==(const SiteFilter&) const = default;
    bool any() const { return *this == SiteFilter{}; }  ///< sets nothing: every site passes
    /// Automatic resolved: Include without an investment range, Exclude with one.
    Undisclosed effectiveUndisclosed() const;
};

/// One byte a row: 1 passes, 0 does not. Pure; about a millisecond a condition for 1,000,000 rows (text: some
/// 70).
std::vector<std::uint8_t> apply(const SiteTable& sites, const SiteFilter& filter);

/// Totals over the rows that pass. Sums are 亿元 and count only disclosed figures that belong in totals
/// (SiteTable::counts).
struct SiteSummary {
    struct Group {
        std::size_t sites = 0;
        std::size_t undisclosed = 0;  ///< sites without a disclosed investment
        std::size_t notCounted = 0;   ///< sites whose disclosed figure does not belong in totals
        double investment = 0;
    };
    std::size_t rows = 0;           ///< of the table, whether they pass or not
    Group all;                      ///< all.sites = how many pass
    std::vector<Group> industries;  ///< by code of SiteTable::industry(); the last is "no industry"
};

/// `mask` as apply() gives it, as long as the table.
SiteSummary summarise(const SiteTable& sites, std::span<const std::uint8_t> mask);

}  // namespace atlas::layers
