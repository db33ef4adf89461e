#include "layers/sites/row_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace atlas::layers {

namespace {

// Each row's key as one number; NaN where nothing is known.
std::vector<double> keysOf(const SiteTable& sites, SiteColumn column) {
    if (column == SiteColumn::Investment) return {sites.investments().begin(), sites.investments().end()};
    std::vector<double> keys(sites.rows(), std::numeric_limits<double>::quiet_NaN());
    if (const CodedField* field = codedField(sites, column)) {
        for (std::size_t row = 0; row < keys.size(); ++row)
            if (field->codes[row] != field->none()) keys[row] = field->codes[row];
    } else {
        for (std::size_t row = 0; row < keys.size(); ++row)
            if (sites.years()[row] != SiteTable::kNoYear) keys[row] = sites.years()[row];
    }
    return keys;
}

}  // namespace

const CodedField* codedField(const SiteTable& sites, SiteColumn column) {
    switch (column) {
        case SiteColumn::Industry:
            return &sites.industry();
        case SiteColumn::Status:
            return &sites.status();
        case SiteColumn::Category:
            return &sites.category();
        case SiteColumn::Subdistrict:
            return &sites.subdistrict();
        default:
            return nullptr;
    }
}

std::vector<std::uint32_t> orderRows(const SiteTable& sites, const RowOrder& order) {
    std::vector<std::uint32_t> rows(sites.rows());
    std::iota(rows.begin(), rows.end(), 0U);
    if (order.by == SiteColumn::Name) {
        std::vector<std::string> names;
        names.reserve(rows.size());
        for (const std::uint32_t row : rows) names.push_back(sites.name(row, order.language));
        std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
            return order.descending ? names[a] > names[b] : names[a] < names[b];
        });
        return rows;
    }
    const std::vector<double> keys = keysOf(sites, order.by);
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double x = keys[a];
        const double y = keys[b];
        if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
        return order.descending ? x > y : x < y;
    });
    return rows;
}

std::vector<std::uint32_t> passingRows(const std::vector<std::uint32_t>& ordered, const Bits& passing) {
    std::vector<std::uint32_t> rows(ordered.size());
    std::size_t count = 0;
    for (const std::uint32_t row : ordered) {  // without a branch: the bits are in no order
        rows[count] = row;
        count += (passing[row / 64] >> (row % 64)) & 1U;
    }
    rows.resize(count);
    return rows;
}

}  // namespace atlas::layers
