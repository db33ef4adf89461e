#include "layers/sites/site_engine.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

#include "layers/sites/money.h"

namespace atlas::layers {

namespace {

constexpr double kBinsPerDecade = 8;

std::size_t at(Facet facet) {
    return static_cast<std::size_t>(facet);
}

template <class Work>
void eachBit(std::uint64_t word, std::size_t first, const Work& work) {
    for (; word != 0; word &= word - 1) work(first + static_cast<std::size_t>(std::countr_zero(word)));
}

}  // namespace

SiteGroup& SiteGroup::operator+=(const SiteGroup& other) {
    for (std::size_t i = 0; i < count.size(); ++i) count[i] += other.count[i];
    yuan += other.yuan;
    return *this;
}

std::size_t SiteEngine::investmentBin(double yi) {
    if (!(yi > kInvestmentLow)) return 0;
    // From the table of edges, so that a bin and its edges never disagree.
    const auto guess = static_cast<std::size_t>(
        std::clamp(std::log10(yi / kInvestmentLow) * kBinsPerDecade, 0.0, double{kInvestmentBins - 1}));
    if (yi < investmentEdge(guess)) return guess - 1;
    return guess + 1 < kInvestmentBins && yi >= investmentEdge(guess + 1) ? guess + 1 : guess;
}

double SiteEngine::investmentEdge(std::size_t bin) {
    return kInvestmentLow * std::pow(10, static_cast<double>(bin) / kBinsPerDecade);
}

SiteEngine::SiteEngine(const SiteTable& sites) : sites_(sites) {
    const std::size_t rows = sites.rows();
    const std::size_t facets = facetCount(sites);
    bits_.resize(facets);
    keys_.resize(facets);
    enteredAlone_.resize(facets);
    leftAlone_.resize(facets);
    charts_.resize(facets);
    passing_.assign((rows + 63) / 64, ~std::uint64_t{0});
    if (rows % 64 != 0) passing_.back() = (std::uint64_t{1} << (rows % 64)) - 1;

    const auto investments = sites.investments();
    yuan_.assign(rows, 0);
    kind_.assign(rows, 0);
    for (std::size_t row = 0; row < rows; ++row) {
        kind_[row] = std::isnan(investments[row]) ? 1 : sites.counts(row) ? 0 : 2;
        if (kind_[row] == 0) yuan_[row] = std::llround(std::clamp(investments[row], -kMostYi, kMostYi) * 1e8);
    }

    std::vector<std::size_t> bins(facets, 0);
    const auto make = [&](Facet facet, std::size_t count, const auto& key) {
        Keys& keys = keys_[at(facet)];
        bins[at(facet)] = count;
        if (count <= 256) {
            keys.bytes.resize(rows);
            for (std::size_t row = 0; row < rows; ++row)
                keys.bytes[row] = static_cast<std::uint8_t>(key(row));
        } else {
            keys.words.resize(rows);
            for (std::size_t row = 0; row < rows; ++row)
                keys.words[row] = static_cast<std::uint32_t>(key(row));
        }
    };
    const auto take = [&](Facet facet, const std::vector<std::uint32_t>& codes, std::size_t count) {
        make(facet, count, [&](std::size_t row) { return codes[row]; });
    };
    take(Facet::Industry, sites.industry().codes, sites.industry().values.size() + 1);
    take(Facet::Status, sites.status().codes, sites.status().values.size() + 1);
    take(Facet::Category, sites.category().codes, sites.category().values.size() + 1);
    take(Facet::Subdistrict, sites.subdistrict().codes, sites.subdistrict().values.size() + 1);
    take(Facet::District, sites.places().districts.codes, sites.places().districts.sets.size());
    make(Facet::Investment, kInvestmentBins + 1, [&](std::size_t row) {
        return std::isnan(investments[row]) ? kInvestmentBins : investmentBin(investments[row]);
    });
    const auto years = sites.years();
    int first = std::numeric_limits<int>::max();
    int last = std::numeric_limits<int>::min();
    for (const int year : years) {
        if (year == SiteTable::kNoYear) continue;
        first = std::min(first, year);
        last = std::max(last, year);
    }
    // A slip of the hand far in the past must not make a chart of a million bars.
    const std::size_t span =
        first > last ? 0 : std::min<std::size_t>(static_cast<std::size_t>(last - first) + 1, kMostYears);
    firstYear_ = span == 0 ? 0 : last - static_cast<int>(span) + 1;
    make(Facet::Year, span + 1, [&](std::size_t row) {
        return years[row] == SiteTable::kNoYear
                   ? span
                   : static_cast<std::size_t>(std::max(years[row], firstYear_) - firstYear_);
    });
    make(Facet::Located, 2, [&](std::size_t row) { return sites.located(row) ? 1 : 0; });
    for (std::size_t i = 0; i < sites.places().near.size(); ++i) {
        const auto& metres = sites.places().near[i].metres;
        make(nearFacet(i), kNearBins + 1, [&](std::size_t row) {
            const double bin = metres[row] / kNearStep;
            return bin < kNearBins ? static_cast<std::size_t>(bin) : kNearBins;  // NaN too
        });
    }
    for (std::size_t facet = 0; facet < facets; ++facet) charts_[facet].under.resize(bins[facet]);
    entered_.rows.resize(rows);
    std::iota(entered_.rows.begin(), entered_.rows.end(), 0U);
    gather(entered_);
    for (std::size_t facet = 0; facet < facets; ++facet)
        if (!keys_[facet].empty()) count<true>(facet, entered_);
    for (std::size_t row = 0; row < rows; ++row) {
        ++totals_.count[kind_[row]];
        totals_.yuan += yuan_[row];
    }
    everything_ = totals_;
    for (FacetChart& chart : charts_) chart.all = chart.under;
}

void SiteEngine::gather(Moved& moved) const {
    const std::size_t size = moved.rows.size();
    moved.yuan.resize(size);
    moved.kind.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        moved.yuan[i] = yuan_[moved.rows[i]];
        moved.kind[i] = kind_[moved.rows[i]];
    }
}

template <bool in, class Key>
void SiteEngine::countIn(SiteGroup* groups, const Key* keys, const Moved& moved) {
    const std::size_t size = moved.rows.size();
    for (std::size_t i = 0; i < size; ++i) {
        SiteGroup& group = groups[keys[moved.rows[i]]];
        if constexpr (in) {
            ++group.count[moved.kind[i]];
            group.yuan += moved.yuan[i];
        } else {
            --group.count[moved.kind[i]];
            group.yuan -= moved.yuan[i];
        }
    }
}

template <bool in>
void SiteEngine::count(std::size_t facet, const Moved& moved) {
    const Keys& keys = keys_[facet];
    if (keys.bytes.empty())
        countIn<in>(charts_[facet].under.data(), keys.words.data(), moved);
    else
        countIn<in>(charts_[facet].under.data(), keys.bytes.data(), moved);
}

bool SiteEngine::set(const SiteFilter& filter) {
    bool changed = false;
    for (std::size_t facet = 0; facet < bits_.size(); ++facet) {
        if (sameFacet(sites_, filter_, filter, static_cast<Facet>(facet))) continue;
        changed = true;
        change(facet, filter);
    }
    filter_ = filter;
    return changed;
}

void SiteEngine::change(std::size_t facet, const SiteFilter& filter) {
    Bits next = facetBits(sites_, filter, static_cast<Facet>(facet));
    const Bits& old = bits_[facet];
    const std::size_t rows = sites_.rows();
    std::vector<std::size_t> others;   // conditions that bind, besides this one
    std::vector<std::size_t> shown;    // charts that change
    std::vector<std::size_t> charted;  // of `others`, those with a chart
    entered_.rows.clear();
    left_.rows.clear();
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        enteredAlone_[i].rows.clear();
        leftAlone_[i].rows.clear();
    }
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        if (i != facet && !bits_[i].empty()) others.push_back(i);
        if (i != facet && !keys_[i].empty()) shown.push_back(i);
    }
    std::copy_if(others.begin(), others.end(), std::back_inserter(charted),
                 [&](std::size_t other) { return !keys_[other].empty(); });
    for (std::size_t word = 0; word < passing_.size(); ++word) {
        const std::uint64_t valid =
            word * 64 + 64 <= rows ? ~std::uint64_t{0} : (std::uint64_t{1} << (rows % 64)) - 1;
        const std::uint64_t before = old.empty() ? valid : old[word];
        const std::uint64_t after = next.empty() ? valid : next[word];
        const std::uint64_t flipped = before ^ after;
        if (flipped == 0) continue;
        std::uint64_t once = 0;   // fails one other condition or more
        std::uint64_t twice = 0;  // two or more
        for (const std::size_t other : others) {
            const std::uint64_t fails = ~bits_[other][word];
            twice |= once & fails;
            once |= fails;
        }
        const std::size_t first = word * 64;
        eachBit(flipped & ~once & after, first,
                [&](std::size_t row) { entered_.rows.push_back(static_cast<std::uint32_t>(row)); });
        eachBit(flipped & ~once & ~after, first,
                [&](std::size_t row) { left_.rows.push_back(static_cast<std::uint32_t>(row)); });
        // Where a row fails one other condition alone, that one's chart shows it.
        const std::uint64_t single = flipped & once & ~twice;
        for (const std::size_t other : charted) {
            const std::uint64_t alone = single & ~bits_[other][word];
            eachBit(alone & after, first, [&](std::size_t row) {
                enteredAlone_[other].rows.push_back(static_cast<std::uint32_t>(row));
            });
            eachBit(alone & ~after, first, [&](std::size_t row) {
                leftAlone_[other].rows.push_back(static_cast<std::uint32_t>(row));
            });
        }
        passing_[word] = after & ~once & valid;
    }
    bits_[facet] = std::move(next);
    gather(entered_);
    gather(left_);
    for (const std::size_t other : charted) {
        gather(enteredAlone_[other]);
        gather(leftAlone_[other]);
        count<true>(other, enteredAlone_[other]);
        count<false>(other, leftAlone_[other]);
    }
    // A chart at a time: its bars stay in the nearest cache.
    for (const std::size_t chart : shown) {
        count<true>(chart, entered_);
        count<false>(chart, left_);
    }
    for (std::size_t i = 0; i < entered_.rows.size(); ++i) {
        ++totals_.count[entered_.kind[i]];
        totals_.yuan += entered_.yuan[i];
    }
    for (std::size_t i = 0; i < left_.rows.size(); ++i) {
        --totals_.count[left_.kind[i]];
        totals_.yuan -= left_.yuan[i];
    }
}

std::vector<SiteGroup> SiteEngine::passingBy(Facet facet) const {
    std::vector<SiteGroup> groups(charts_[at(facet)].under.size());
    const auto& keys = keys_[at(facet)];
    for (std::size_t word = 0; word < passing_.size() && !keys.empty(); ++word)
        eachBit(passing_[word], word * 64, [&](std::size_t row) {
            SiteGroup& group = groups[keys[row]];
            ++group.count[kind_[row]];
            group.yuan += yuan_[row];
        });
    return groups;
}

std::size_t SiteEngine::bytesTouched() const {
    std::size_t bytes = sites_.investments().size_bytes() + yuan_.size() * sizeof(yuan_[0]) + kind_.size();
    for (const Keys& keys : keys_)
        bytes += std::max(keys.bytes.size(), keys.words.size()) * sizeof(std::uint32_t);
    return bytes;
}

}  // namespace atlas::layers
