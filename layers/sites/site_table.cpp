#include "layers/sites/site_table.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <set>
#include <string>
#include <unordered_map>

namespace atlas::layers {

using geodata::Column;
using geodata::FieldType;
using geodata::TextValues;

namespace {

constexpr double kNotGiven = std::numeric_limits<double>::quiet_NaN();

std::string_view withoutBlanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

double yearOf(std::int64_t micros) {
    const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds{micros}};
    return static_cast<int>(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(time)}.year());
}

std::optional<double> parseNumber(std::string_view text) {
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

}  // namespace

const std::string& CodedField::label(std::uint32_t code, std::string_view language) const {
    static const std::string nothing;
    if (code >= values.size()) return nothing;
    return terms[code] ? terms[code]->label.in(language) : values[code];
}

std::vector<std::string_view> splitNames(std::string_view cell) {
    std::vector<std::string_view> names;
    while (!cell.empty()) {
        const auto slash = cell.find('/');
        if (const auto name = withoutBlanks(cell.substr(0, slash)); !name.empty()) names.push_back(name);
        if (slash == std::string_view::npos) break;
        cell.remove_prefix(slash + 1);
    }
    return names;
}

SiteTable::SiteTable(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                     const TableOfLayer& tableOf)
    : entry_(&entry),
      degrees_(geodata::Crs::parse("EPSG:4326")),
      map_(geodata::Crs::parse(table.crs)),
      table_(&table),
      roles_(roleColumns(entry, table)),
      places_(sitePlaces(entry, table, catalog, tableOf)) {
    report_.append(places_.report);
    investments_ = numbers("investment");
    const auto counted = numbers("investment_counts");
    counts_.resize(rows());
    for (std::size_t row = 0; row < rows(); ++row)
        counts_[row] = counted[row] != 0;  // NaN, not said: it counts
    const auto years = numbers("year");
    years_.assign(rows(), kNoYear);
    for (std::size_t row = 0; row < rows(); ++row)
        if (std::abs(years[row]) < 1e6) years_[row] = static_cast<std::int32_t>(years[row]);
    industry_ = code("industry", catalog);
    status_ = code("status", catalog);
    category_ = code("category", catalog);
    subdistrict_ = code("subdistrict", catalog);
    makeSearched();
}

void SiteTable::makeSearched() {
    for (const auto* role : {"id", "name", "name_en", "what"}) {
        const Column* column = roles_.find(role);
        if (column == nullptr) continue;
        if (const auto* text = std::get_if<geodata::TextValues>(&column->values)) {
            searched_.push_back({TextHaystack(text->values), text->codes, column});
            continue;
        }
        std::vector<std::string> cells;
        cells.reserve(rows());
        for (std::size_t row = 0; row < rows(); ++row) cells.push_back(table_->display(column, row));
        searched_.push_back({TextHaystack(cells), {}, column});
    }
}

void SiteTable::warn(std::string_view role, std::int64_t feature, std::int64_t count,
                     geodata::Sentence message) {
    geodata::Problem problem;
    problem.severity = geodata::Severity::Warning;
    problem.file = table_->source;
    problem.layer = table_->layer;
    problem.field = roles_.find(role)->name;
    problem.feature = feature;
    problem.count = count;
    problem.say(std::move(message));
    report_.add(std::move(problem));
}

// Text is read as numbers too: a CSV without types is the commonest table a person brings.
std::vector<double> SiteTable::numbers(std::string_view role) {
    std::vector<double> result(rows(), kNotGiven);
    const Column* column = roles_.find(role);
    if (!column) return result;
    const auto fill = [&](const auto& values, auto convert) {
        for (std::size_t row = 0; row < result.size(); ++row)
            if (!column->nulls.isNull(row)) result[row] = convert(values[row]);
    };
    switch (column->type()) {
        case FieldType::Integer:
            fill(std::get<std::vector<std::int64_t>>(column->values),
                 [](std::int64_t v) { return static_cast<double>(v); });
            break;
        case FieldType::Real:
            fill(std::get<std::vector<double>>(column->values),
                 [](double v) { return std::isfinite(v) ? v : kNotGiven; });
            break;
        case FieldType::Date:
            fill(std::get<geodata::DateValues>(column->values).micros, yearOf);
            break;
        case FieldType::Text: {
            const auto& text = std::get<TextValues>(column->values);
            std::vector<double> parsed(text.values.size(), kNotGiven);
            std::vector<std::uint8_t> bad(text.values.size(), 0);
            for (std::size_t i = 0; i < parsed.size(); ++i) {
                const auto cell = withoutBlanks(text.values[i]);
                if (const auto value = parseNumber(cell)) parsed[i] = *value;
                bad[i] = std::isnan(parsed[i]) && !cell.empty();
            }
            fill(text.codes, [&](std::uint32_t value) { return parsed[value]; });
            std::int64_t count = 0;
            std::size_t first = 0;
            for (std::size_t row = 0; row < result.size(); ++row)
                if (!column->nulls.isNull(row) && bad[text.codes[row]] && count++ == 0) first = row;
            if (count > 0)
                warn(role, table_->fids[first], count,
                     geodata::said("\"{}\" is not a number, taken as not given; the role {} needs one",
                                   text.values[text.codes[first]], std::string(role)));
            break;
        }
    }
    return result;
}

CodedField SiteTable::code(std::string_view role, const Catalog& catalog) {
    CodedField field;
    std::unordered_map<std::string, std::uint32_t> known;
    const auto vocabulary = catalog.vocabularies.find(std::string(role));
    if (vocabulary != catalog.vocabularies.end()) {
        for (const auto& term : vocabulary->second) {
            known.emplace(term.value, field.none());
            field.values.push_back(term.value);
            field.terms.push_back(&term);
        }
    }
    constexpr auto unset =
        std::numeric_limits<std::uint32_t>::max();  // becomes none() when its number is known
    field.codes.assign(rows(), unset);
    const Column* column = roles_.find(role);
    if (column) {
        const auto codeOf = [&](std::string_view cell) {
            const auto value = withoutBlanks(cell);
            if (value.empty()) return unset;
            const auto [found, fresh] = known.try_emplace(std::string(value), field.none());
            if (fresh) {
                field.values.emplace_back(value);
                field.terms.push_back(nullptr);
            }
            return found->second;
        };
        if (const auto* text = std::get_if<TextValues>(&column->values)) {
            std::vector<std::uint32_t> codes(text->values.size(), unset);
            std::vector<std::uint8_t> seen(text->values.size(),
                                           0);  // a dictionary may hold values that no row has
            for (std::size_t row = 0; row < rows(); ++row) {
                if (column->nulls.isNull(row)) continue;
                const auto value = text->codes[row];
                if (!seen[value]) codes[value] = codeOf(text->values[value]);
                seen[value] = 1;
                field.codes[row] = codes[value];
            }
        } else {
            for (std::size_t row = 0; row < rows(); ++row)
                field.codes[row] = codeOf(table_->display(column, row));
        }
    }
    for (auto& code : field.codes)
        if (code == unset) code = field.none();

    if (vocabulary != catalog.vocabularies.end() && column) {
        std::string strange;
        for (std::size_t i = vocabulary->second.size(); i < field.values.size(); ++i)
            strange += (strange.empty() ? "" : ", ") + field.values[i];
        if (!strange.empty())
            warn(role, -1, 1,
                 geodata::said("not in the catalogue's vocabulary.{}, shown as it stands: {}",
                               std::string(role), strange));
    }
    return field;
}

std::string SiteTable::text(std::string_view role, std::size_t row) const {
    const Column* column = roles_.find(role);
    return column ? table_->display(column, row) : std::string();
}

std::optional<double> SiteTable::number(std::string_view role, std::size_t row) const {
    return table_->number(roles_.find(role), row);
}

std::string SiteTable::name(std::size_t row, std::string_view language) const {
    auto name = text(language == "en" ? "name_en" : "name", row);
    if (name.empty()) name = text(language == "en" ? "name" : "name_en", row);
    return name.empty() ? id(row) : name;
}

std::optional<double> SiteTable::investment(std::size_t row) const {
    if (std::isnan(investments_[row])) return std::nullopt;
    return investments_[row];
}

std::vector<std::string> SiteTable::subdistrictNames() const {
    std::set<std::string> names;
    for (const auto& cell : subdistrict_.values)
        for (const auto name : splitNames(cell)) names.emplace(name);
    return {names.begin(), names.end()};
}

}  // namespace atlas::layers
