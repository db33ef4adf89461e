#include "district/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "district/csv.h"

namespace atlas::district {
namespace {

using geodata::Extent;
using geodata::Loaded;
using geodata::Point2;
using geodata::Problem;
using geodata::Report;

template <class Number>
std::optional<Number> parse(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if constexpr (std::is_floating_point_v<Number>)
        if (!std::isfinite(value)) return std::nullopt;
    return value;
}

std::vector<std::string_view> splitAt(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const std::size_t end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

/// Turns the cells of one table into values and says what is wrong with them.
class TableReader {
  public:
    TableReader(const TableSpec& spec, const Extent& extent, std::string path, Report& report)
        : spec_(spec), extent_(extent), path_(std::move(path)), report_(report) {}

    void error(std::int64_t line, const std::string& column, std::string message) {
        Problem p;
        p.file = path_;
        p.line = line;
        p.field = column;
        p.message = std::move(message);
        report_.add(std::move(p));
    }

    Table read(const CsvFile& file) {
        Table table{spec_, path_, {}};
        std::vector<int> at;  // column of the schema -> cell of the file
        for (const ColumnSpec& column : spec_.columns) {
            const auto found = std::find(file.header.begin(), file.header.end(), column.name);
            at.push_back(found == file.header.end() ? -1 : static_cast<int>(found - file.header.begin()));
            if (at.back() < 0) error(1, column.name, "the column is missing from the header");
        }
        for (const std::string& name : file.header)
            if (spec_.indexOf(name) < 0) error(1, name, "the column is not declared in tables.toml");
        if (std::find(at.begin(), at.end(), -1) != at.end()) return table;
        for (const CsvRecord& record : file.records) {
            Row row{record.line, {}};
            for (std::size_t i = 0; i < spec_.columns.size(); ++i)
                row.cells.push_back(cell(spec_.columns[i], record.cells[at[i]], record.line));
            checkPlace(row);
            table.rows.push_back(std::move(row));
        }
        for (std::size_t i = 0; i < spec_.columns.size(); ++i)
            if (spec_.columns[i].unique) checkUnique(table, i);
        if (spec_.shape == Shape::Rings) checkRings(table);
        return table;
    }

  private:
    Cell cell(const ColumnSpec& column, const std::string& text, std::int64_t line) {
        if (text.empty()) {
            if (column.required) error(line, column.name, "empty; expected a value");
            return {};
        }
        switch (column.type) {
            case ColumnType::Text:
                return text;
            case ColumnType::Enum:
            case ColumnType::Licence:
                if (std::find(column.values.begin(), column.values.end(), text) == column.values.end())
                    error(line, column.name,
                          fmt::format("'{}'; expected one of {}", text, fmt::join(column.values, " | ")));
                return text;
            case ColumnType::Integer:
                if (const auto value = parse<std::int64_t>(text)) {
                    checkRange(column, static_cast<double>(*value), line);
                    return *value;
                }
                error(line, column.name, fmt::format("'{}'; expected a whole number", text));
                return {};
            case ColumnType::Real:
                return real(column, text, column.min, column.max, line);
            case ColumnType::Lon:
                return real(column, text, extent_.minX, extent_.maxX, line);
            case ColumnType::Lat:
                return real(column, text, extent_.minY, extent_.maxY, line);
            case ColumnType::Points:
                return points(column, text, line);
        }
        return {};
    }

    void checkRange(const ColumnSpec& column, double value, std::int64_t line) {
        if (value < column.min || value > column.max)
            error(line, column.name, fmt::format("{}; expected {} to {}", value, column.min, column.max));
    }

    Cell real(const ColumnSpec& column, const std::string& text, double low, double high, std::int64_t line) {
        const auto value = parse<double>(text);
        if (!value) {
            error(line, column.name, fmt::format("'{}'; expected a number", text));
            return {};
        }
        if (*value < low || *value > high)
            error(line, column.name, fmt::format("{}; expected {} to {}", *value, low, high));
        return *value;
    }

    Cell points(const ColumnSpec& column, const std::string& text, std::int64_t line) {
        Points result;
        for (const std::string_view pair : splitAt(text, ';')) {
            const auto numbers = splitAt(pair, ' ');
            const auto lon = numbers.size() == 2 ? parse<double>(numbers[0]) : std::nullopt;
            const auto lat = numbers.size() == 2 ? parse<double>(numbers[1]) : std::nullopt;
            if (!lon || !lat) {
                error(line, column.name, fmt::format("'{}'; expected 'lon lat' pairs joined by ';'", pair));
                return {};
            }
            if (!extent_.contains(*lon, *lat))
                error(line, column.name,
                      fmt::format("point {} {} lies outside {} to {}, {} to {}", *lon, *lat, extent_.minX,
                                  extent_.maxX, extent_.minY, extent_.maxY));
            result.push_back({*lon, *lat});
        }
        return result;
    }

    void checkPlace(const Row& row) {
        bool lon = false;
        bool lat = false;
        for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
            const bool known = !std::holds_alternative<std::monostate>(row.cells[i]);
            if (spec_.columns[i].type == ColumnType::Lon) lon = known;
            if (spec_.columns[i].type == ColumnType::Lat) lat = known;
        }
        if (lon != lat)
            error(row.line, lon ? "lat" : "lon", "empty; expected longitude and latitude, or neither");
    }

    void checkUnique(const Table& table, std::size_t column) {
        std::map<std::string, std::int64_t> seen;
        for (const Row& row : table.rows) {
            if (std::holds_alternative<std::monostate>(row.cells[column]) ||
                std::holds_alternative<Points>(row.cells[column]))
                continue;
            const auto [first, fresh] = seen.emplace(keyOf(row.cells[column]), row.line);
            if (!fresh)
                error(row.line, spec_.columns[column].name,
                      fmt::format("the value stands in line {} already; expected each once", first->second));
        }
    }

    void checkRings(const Table& table) {
        const int ring = spec_.indexOf(spec_.ring);
        const int order = spec_.indexOf(spec_.order);
        std::map<std::string, std::int64_t> last;
        for (const Row& row : table.rows) {
            const std::int64_t* sequence = std::get_if<std::int64_t>(&row.cells[order]);
            if (!sequence) continue;
            std::int64_t& previous = last[keyOf(row.cells[ring])];
            if (*sequence != previous + 1)
                error(row.line, spec_.order,
                      fmt::format("{}; expected {}: a ring's vertices in order", *sequence, previous + 1));
            previous = *sequence;
        }
        for (const auto& [id, count] : last)
            if (count < 3) error(1, spec_.ring, "a ring has fewer than three vertices");
    }

    const TableSpec& spec_;
    const Extent& extent_;
    std::string path_;
    Report& report_;
};

void checkReferences(const Sources& sources, Report& report) {
    for (const Table& table : sources.tables)
        for (std::size_t i = 0; i < table.spec.columns.size(); ++i) {
            const ColumnSpec& column = table.spec.columns[i];
            const std::size_t dot = column.references.find('.');
            if (dot == std::string::npos) continue;
            const Table* target = sources.table(column.references.substr(0, dot));
            const int key = target ? target->spec.indexOf(column.references.substr(dot + 1)) : -1;
            std::set<std::string> known;
            if (key >= 0)
                for (const Row& row : target->rows) known.insert(keyOf(row.cells[key]));
            for (const Row& row : table.rows) {
                if (std::holds_alternative<std::monostate>(row.cells[i]) ||
                    known.contains(keyOf(row.cells[i])))
                    continue;
                Problem p;
                p.file = table.path;
                p.line = row.line;
                p.field = column.name;
                p.message = fmt::format("expected a value of {}", column.references);
                report.add(std::move(p));
            }
        }
}

}  // namespace

std::string keyOf(const Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return fmt::format("i{}", *integer);
    if (const auto* real = std::get_if<double>(&cell)) return fmt::format("r{}", *real);
    if (const auto* text = std::get_if<std::string>(&cell)) return "t" + *text;
    return {};
}

double Table::real(const Row& row, const std::string& column, double otherwise) const {
    const int at = spec.indexOf(column);
    const double* value = at < 0 ? nullptr : std::get_if<double>(&row.cells[at]);
    return value ? *value : otherwise;
}

std::string Table::text(const Row& row, const std::string& column) const {
    const int at = spec.indexOf(column);
    const std::string* value = at < 0 ? nullptr : std::get_if<std::string>(&row.cells[at]);
    return value ? *value : std::string{};
}

bool Table::place(const Row& row, Point2& lonLat) const {
    lonLat = {real(row, "lon", std::nan("")), real(row, "lat", std::nan(""))};
    return !std::isnan(lonLat.x) && !std::isnan(lonLat.y);
}

const Table* Sources::table(const std::string& name) const {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.spec.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

Loaded<Sources> readSources(const std::string& folder) {
    const std::filesystem::path root(folder);
    Loaded<Sources> result;
    auto schema = readSchema((root / "tables.toml").string());
    result.report.append(schema.report);
    if (!schema) return result;
    Sources sources;
    sources.schema = std::move(*schema);
    for (const TableSpec& spec : sources.schema.tables) {
        const std::string path = (root / (spec.name + ".csv")).string();
        auto file = readCsv(path);
        result.report.append(file.report);
        if (file)
            sources.tables.push_back(
                TableReader(spec, sources.schema.extent, path, result.report).read(*file));
    }
    if (!result.report.hasErrors()) checkReferences(sources, result.report);
    if (!result.report.hasErrors()) result.value = std::move(sources);
    return result;
}

}  // namespace atlas::district
