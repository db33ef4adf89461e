#pragma once
// The filter at work: which rows pass, and what every chart shows, kept up to date by what an event changes.

#include <array>
#include <cstdint>
#include <vector>

#include "layers/sites/site_facets.h"

namespace atlas::layers {

/// What a bar stands for. Sums are exact to one yuan whatever the order of events.
struct SiteGroup {
    std::array<std::uint32_t, 3> count{};  ///< sites: figure in the sum, not disclosed, not to be added
    __extension__ typedef __int128 Yuan;
    Yuan yuan = 0;

    std::size_t sites() const { return std::size_t{count[0]} + count[1] + count[2]; }
    std::size_t undisclosed() const { return count[1]; }
    std::size_t notCounted() const { return count[2]; }
    double investment() const { return static_cast<double>(yuan) / 1e8; }  ///< 亿元
    SiteGroup& operator+=(const SiteGroup& other);
    bool operator==(const SiteGroup&) const = default;
};

/// Bars of one chart by key. `under`: rows that pass all conditions but the chart's own; `all`: every row.
struct FacetChart {
    std::vector<SiteGroup> under, all;
};

/// Crossfilter's idea with a bit a row and condition: an event makes the bits of the condition it changes,
/// and only rows whose bit flips and that fail at most one other condition are counted anew. One thread.
class SiteEngine {
  public:
    /// What charts there are. Keys: the codes of the field (the last: none) for the coded ones, set numbers
    /// of AreaField for District; Investment: bins, then one for not disclosed; Year: see firstYear(), the
    /// last for none; near measures: bins of kNearStep metres, the last for farther and not located.
    static constexpr std::size_t kInvestmentBins = 40;
    static constexpr double kInvestmentLow = 0.01, kInvestmentHigh = 1000;  ///< 亿元: 8 bins a decade
    static constexpr double kNearStep = 50;                                 ///< metres
    static constexpr std::size_t kNearBins = 30;
    static constexpr std::size_t kMostYears = 400;

    /// `sites` outlives it.
    explicit SiteEngine(const SiteTable& sites);

    const SiteTable& sites() const { return sites_; }
    const SiteFilter& filter() const { return filter_; }
    /// Does the work of the conditions that differ. True when any did.
    bool set(const SiteFilter& filter);

    const Bits& passing() const { return passing_; }
    bool passes(std::size_t row) const { return (passing_[row / 64] >> (row % 64)) & 1U; }
    const SiteGroup& totals() const { return totals_; }
    const SiteGroup& everything() const { return everything_; }
    /// Empty for conditions without a chart (Area, View, Text).
    const FacetChart& chart(Facet facet) const { return charts_[static_cast<std::size_t>(facet)]; }
    /// Only rows that pass everything, the facet's own condition too: folded from the bits.
    std::vector<SiteGroup> passingBy(Facet facet) const;
    int firstYear() const { return firstYear_; }

    /// The bin of an investment; smaller and larger ones are in the first and the last.
    static std::size_t investmentBin(double yi);
    static double investmentEdge(std::size_t bin);  ///< 亿元, lower edge
    /// Bytes of the columns that a recount of all charts is about, as tables have them (codes of four bytes,
    /// figures of eight): a copy of them is the measure of what an event costs.
    std::size_t bytesTouched() const;

  private:
    void change(std::size_t facet, const SiteFilter& filter);
    /// Which bar of a chart each row belongs to. A byte does for most charts: an event that moves many rows
    /// waits for memory above all.
    struct Keys {
        std::vector<std::uint8_t> bytes;                               ///< up to 256 bars
        std::vector<std::uint32_t> words;                              ///< more
        bool empty() const { return bytes.empty() && words.empty(); }  ///< no chart
        std::size_t operator[](std::size_t row) const { return bytes.empty() ? words[row] : bytes[row]; }
    };
    /// Rows that begin or cease to pass, with what they bring: gathered once, for all charts.
    struct Moved {
        std::vector<std::uint32_t> rows;
        std::vector<std::int64_t> yuan;
        std::vector<std::uint8_t> kind;
    };
    void gather(Moved& moved) const;
    template <bool in>
    void count(std::size_t facet, const Moved& moved);
    template <bool in, class Key>
    static void countIn(SiteGroup* groups, const Key* keys, const Moved& moved);

    const SiteTable& sites_;
    SiteFilter filter_;
    std::vector<Bits> bits_;  ///< by facet; no words: does not bind
    Bits passing_;
    std::vector<Keys> keys_;  ///< by facet
    std::vector<FacetChart> charts_;
    std::vector<std::int64_t> yuan_;  ///< by row; 0 where nothing is to be added
    std::vector<std::uint8_t> kind_;  ///< by row, index into SiteGroup::count
    SiteGroup totals_, everything_;
    int firstYear_ = 0;
    // Of the event at work: rows that pass, and by facet those that pass all but its condition.
    Moved entered_, left_;
    std::vector<Moved> enteredAlone_, leftAlone_;
};

}  // namespace atlas::layers
