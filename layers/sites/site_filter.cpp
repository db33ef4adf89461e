#include "layers/sites/site_filter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::layers {

using geodata::Column;
using geodata::TextValues;

namespace {

using Mask = std::vector<std::uint8_t>;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// `needle` is in lower case already.
bool contains(std::string_view text, std::string_view needle) {
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                       [](char a, char b) { return lower(a) == b; }) != text.end();
}

void keepCodes(Mask& mask, const CodedField& field, const Mask& pass) {
    for (std::size_t row = 0; row < mask.size(); ++row) mask[row] &= pass[field.codes[row]];
}

void keepValues(Mask& mask, const CodedField& field, const std::set<std::string>& wanted) {
    if (wanted.empty()) return;
    Mask pass(field.values.size() + 1, 0);
    for (std::size_t code = 0; code < field.values.size(); ++code)
        pass[code] = wanted.contains(field.values[code]);
    pass.back() = wanted.contains("");
    keepCodes(mask, field, pass);
}

void keepSubdistricts(Mask& mask, const CodedField& field, const std::set<std::string>& wanted) {
    if (wanted.empty()) return;
    Mask pass(field.values.size() + 1, 0);
    for (std::size_t code = 0; code < field.values.size(); ++code) {
        pass[code] = wanted.contains(field.values[code]);
        for (const auto name : splitNames(field.values[code]))
            pass[code] |= wanted.contains(std::string(name));
    }
    pass.back() = wanted.contains("");
    keepCodes(mask, field, pass);
}

void keepInvestment(Mask& mask, std::span<const double> investments, const SiteFilter& filter) {
    const auto undisclosed = filter.effectiveUndisclosed();
    if (undisclosed == Undisclosed::Include && filter.investment.any()) return;
    const std::uint8_t unknownPasses = undisclosed != Undisclosed::Exclude;
    const std::uint8_t knownPasses = undisclosed != Undisclosed::Only;
    const double low = filter.investment.low.value_or(-std::numeric_limits<double>::infinity());
    const double high = filter.investment.high.value_or(std::numeric_limits<double>::infinity());
    for (std::size_t row = 0; row < mask.size(); ++row) {
        const double value = investments[row];
        const std::uint8_t inside = value >= low && value <= high;
        mask[row] &= std::isnan(value) ? unknownPasses : static_cast<std::uint8_t>(inside & knownPasses);
    }
}

void keepYears(Mask& mask, std::span<const std::int32_t> years, const Range<int>& range) {
    if (range.any()) return;
    const auto low =
        range.low.value_or(SiteTable::kNoYear + 1);  // so that an unknown year is below every bound
    const auto high = range.high.value_or(std::numeric_limits<std::int32_t>::max());
    for (std::size_t row = 0; row < mask.size(); ++row) mask[row] &= years[row] >= low && years[row] <= high;
}

void keepLocated(Mask& mask, const SiteTable& sites, Located located) {
    if (located == Located::Any) return;
    for (std::size_t row = 0; row < mask.size(); ++row)
        mask[row] &= sites.located(row) == (located == Located::Only);
}

// Each distinct text is searched once, however many rows share it.
void findIn(Mask& found, const SiteTable& sites, const Column* column, std::string_view needle) {
    if (!column) return;
    const auto* text = std::get_if<TextValues>(&column->values);
    if (!text) {
        for (std::size_t row = 0; row < found.size(); ++row)
            if (!found[row]) found[row] = contains(sites.table().display(column, row), needle);
        return;
    }
    Mask hits(text->values.size(), 0);
    bool some = false;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        hits[i] = contains(text->values[i], needle);
        some |= hits[i] != 0;
    }
    if (!some) return;
    for (std::size_t row = 0; row < found.size(); ++row)
        if (!column->nulls.isNull(row)) found[row] |= hits[text->codes[row]];
}

void keepText(Mask& mask, const SiteTable& sites, const std::string& text) {
    if (text.empty()) return;
    std::string needle = text;
    std::transform(needle.begin(), needle.end(), needle.begin(), lower);
    Mask found(mask.size(), 0);
    for (const auto* role : {"id", "name", "name_en", "what"}) findIn(found, sites, sites.role(role), needle);
    for (std::size_t row = 0; row < mask.size(); ++row) mask[row] &= found[row];
}

}  // namespace

Undisclosed SiteFilter::effectiveUndisclosed() const {
    if (undisclosed != Undisclosed::Automatic) return undisclosed;
    return investment.any() ? Undisclosed::Include : Undisclosed::Exclude;
}

std::vector<std::uint8_t> apply(const SiteTable& sites, const SiteFilter& filter) {
    Mask mask(sites.rows(), 1);
    keepValues(mask, sites.industry(), filter.industries);
    keepValues(mask, sites.status(), filter.statuses);
    keepValues(mask, sites.category(), filter.categories);
    keepSubdistricts(mask, sites.subdistrict(), filter.subdistricts);
    keepInvestment(mask, sites.investments(), filter);
    keepYears(mask, sites.years(), filter.year);
    keepLocated(mask, sites, filter.located);
    keepText(mask, sites, filter.text);
    return mask;
}

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
