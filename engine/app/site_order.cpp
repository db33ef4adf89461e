#include "app/site_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "app/failure.h"
#include "app/site_export.h"

namespace atlas::app {

using geodata::Column;
using geodata::FieldType;
using geodata::TextValues;
using layers::SiteTable;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<double> codeKeys(const layers::CodedField& field) {
    std::vector<double> keys(field.codes.size());
    for (std::size_t row = 0; row < keys.size(); ++row)
        keys[row] = field.codes[row] == field.none() ? kNone : field.codes[row];
    return keys;
}

// Each distinct text gets its rank, so that rows are compared as numbers.
std::vector<double> textKeys(const Column& column, const TextValues& text, std::size_t rows) {
    std::vector<std::uint32_t> order(text.values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return text.values[a] < text.values[b]; });
    std::vector<double> ranks(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        ranks[order[i]] = text.values[order[i]].empty() ? kNone : static_cast<double>(i);
    std::vector<double> keys(rows, kNone);
    for (std::size_t row = 0; row < rows; ++row)
        if (!column.nulls.isNull(row)) keys[row] = ranks[text.codes[row]];
    return keys;
}

std::vector<double> sortKeys(const SiteTable& sites, const std::string& role, const Column& column) {
    if (role == "industry") return codeKeys(sites.industry());
    if (role == "status") return codeKeys(sites.status());
    if (role == "category") return codeKeys(sites.category());
    if (role == "investment") return {sites.investments().begin(), sites.investments().end()};
    std::vector<double> keys(sites.rows(), kNone);
    if (role == "year") {
        for (std::size_t row = 0; row < keys.size(); ++row)
            if (sites.years()[row] != SiteTable::kNoYear) keys[row] = sites.years()[row];
        return keys;
    }
    if (column.type() == FieldType::Text)
        return textKeys(column, std::get<TextValues>(column.values), sites.rows());
    const auto* dates = std::get_if<geodata::DateValues>(&column.values);
    for (std::size_t row = 0; row < keys.size(); ++row) {
        if (column.nulls.isNull(row)) continue;
        keys[row] = dates ? static_cast<double>(dates->micros[row])
                          : sites.table().number(&column, row).value_or(kNone);
    }
    return keys;
}

}  // namespace

void sortSites(std::vector<std::uint32_t>& rows, const SiteTable& sites, const std::string& field) {
    const bool descending = field.starts_with('-');
    const auto role = field.substr(descending ? 1 : 0);
    const auto* column = sites.role(role);
    if (!column)
        throw UsageError("--sort: there is no field \"{}\"; expected one of {}", role,
                         fmt::format("{}", fmt::join(exportedRoles(sites), ", ")));
    const auto keys = sortKeys(sites, role, *column);
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double left = keys[a];
        const double right = keys[b];
        if (std::isnan(left) || std::isnan(right)) return !std::isnan(left) && std::isnan(right);
        return descending ? left > right : left < right;
    });
}

}  // namespace atlas::app
