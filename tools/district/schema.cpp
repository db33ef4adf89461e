#include "district/schema.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <utility>

namespace atlas::district {
namespace {

using geodata::Loaded;
using geodata::Problem;
using geodata::Report;

constexpr std::array<std::pair<const char*, ColumnType>, 8> kTypes{{{"text", ColumnType::Text},
                                                                    {"integer", ColumnType::Integer},
                                                                    {"real", ColumnType::Real},
                                                                    {"enum", ColumnType::Enum},
                                                                    {"licence", ColumnType::Licence},
                                                                    {"lon", ColumnType::Lon},
                                                                    {"lat", ColumnType::Lat},
                                                                    {"points", ColumnType::Points}}};
constexpr std::array<std::pair<const char*, Shape>, 6> kShapes{{{"none", Shape::None},
                                                                {"point", Shape::Point},
                                                                {"line", Shape::Line},
                                                                {"polygon", Shape::Polygon},
                                                                {"shape", Shape::ByColumn},
                                                                {"rings", Shape::Rings}}};

class Reader {
  public:
    Reader(std::string path, Report& report) : path_(std::move(path)), report_(report) {}

    void error(const toml::node& where, const std::string& field, std::string message) {
        Problem p;
        p.file = path_;
        p.line = where.source().begin.line;
        p.field = field;
        p.message = std::move(message);
        report_.add(std::move(p));
    }
    std::string text(const toml::table& table, const char* key, bool required = false) {
        if (const auto value = table[key].value<std::string>()) return *value;
        if (required || table.contains(key)) error(table, key, "expected a text");
        return {};
    }
    std::vector<std::string> texts(const toml::table& table, const char* key) {
        std::vector<std::string> result;
        if (const toml::array* list = table[key].as_array())
            for (const toml::node& node : *list)
                if (const auto value = node.value<std::string>())
                    result.push_back(*value);
                else
                    error(node, key, "expected a list of texts");
        else if (table.contains(key))
            error(table, key, "expected a list of texts");
        return result;
    }
    std::pair<double, double> range(const toml::table& table, const char* key) {
        const toml::array* list = table[key].as_array();
        if (list && list->size() == 2) {
            const auto low = (*list)[0].value<double>();
            const auto high = (*list)[1].value<double>();
            if (low && high && *low < *high) return {*low, *high};
        }
        error(table, key, "expected [lower, upper]");
        return {0, 0};
    }
    template <class Value, std::size_t N>
    Value oneOf(const toml::table& table, const char* key,
                const std::array<std::pair<const char*, Value>, N>& known) {
        const std::string name = text(table, key, true);
        std::string all;
        for (const auto& [label, value] : known) {
            if (name == label) return value;
            all += all.empty() ? label : fmt::format(", {}", label);
        }
        error(table, key, fmt::format("'{}'; expected one of {}", name, all));
        return known[0].second;
    }

    ColumnSpec column(const toml::table& source, const std::vector<std::string>& licences) {
        ColumnSpec spec;
        spec.name = text(source, "name", true);
        spec.type = oneOf(source, "type", kTypes);
        spec.required = source["required"].value_or(false);
        spec.unique = source["unique"].value_or(false);
        spec.values = spec.type == ColumnType::Licence ? licences : texts(source, "values");
        if (spec.type == ColumnType::Enum && spec.values.empty())
            error(source, "values", "expected the values of an enum");
        spec.min = source["min"].value_or(spec.min);
        spec.max = source["max"].value_or(spec.max);
        spec.references = text(source, "references");
        return spec;
    }

    TableSpec table(const toml::table& source, const std::vector<std::string>& licences) {
        TableSpec spec;
        spec.name = text(source, "name", true);
        spec.shape = oneOf(source, "geometry", kShapes);
        const toml::array* columns = source["columns"].as_array();
        if (!columns) error(source, "columns", "expected a list of columns");
        for (std::size_t i = 0; columns && i < columns->size(); ++i)
            if (const toml::table* entry = (*columns)[i].as_table())
                spec.columns.push_back(column(*entry, licences));
            else
                error((*columns)[i], "columns", "expected a table with name and type");
        const bool pointed =
            spec.shape == Shape::Line || spec.shape == Shape::Polygon || spec.shape == Shape::ByColumn;
        spec.points = named(source, "points", spec, pointed);
        spec.ring = named(source, "ring", spec, spec.shape == Shape::Rings);
        spec.order = named(source, "order", spec, spec.shape == Shape::Rings);
        if (const toml::table* hole = source["hole"].as_table()) {
            spec.holeColumn = named(*hole, "column", spec, true);
            spec.holeValue = text(*hole, "value", true);
            spec.holeOf = texts(*hole, "of");
        }
        if (const toml::table* flag = source["flag"].as_table()) {
            spec.flag.name = text(*flag, "name", true);
            spec.flag.amount = named(*flag, "amount", spec, true);
            spec.flag.basis = named(*flag, "basis", spec, true);
            spec.flag.begins = text(*flag, "begins", true);
            spec.flag.without = text(*flag, "without");
        }
        return spec;
    }

  private:
    std::string named(const toml::table& source, const char* key, const TableSpec& spec, bool required) {
        std::string name = text(source, key, required);
        if (!name.empty() && spec.indexOf(name) < 0)
            error(source, key, fmt::format("'{}' is no column of {}", name, spec.name));
        return name;
    }

    std::string path_;
    Report& report_;
};

}  // namespace

int TableSpec::indexOf(const std::string& column) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.name == column; });
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

bool TableSpec::isVertexColumn(const ColumnSpec& column) const {
    return shape == Shape::Rings &&
           (column.type == ColumnType::Lon || column.type == ColumnType::Lat || column.name == order);
}

const TableSpec* Schema::table(const std::string& name) const {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

Loaded<Schema> readSchema(const std::string& path) {
    Loaded<Schema> result;
    toml::table root;
    try {
        root = toml::parse_file(path);
    } catch (const toml::parse_error& failure) {
        Problem p;
        p.file = path;
        p.line = failure.source().begin.line;
        p.message = std::string(failure.description());
        result.report.add(std::move(p));
        return result;
    }
    Reader reader(path, result.report);
    Schema schema;
    if (const toml::table* extent = root["extent"].as_table()) {
        std::tie(schema.extent.minX, schema.extent.maxX) = reader.range(*extent, "lon");
        std::tie(schema.extent.minY, schema.extent.maxY) = reader.range(*extent, "lat");
    } else {
        reader.error(root, "extent", "expected lon and lat ranges");
    }
    std::vector<std::string> licences;
    if (const toml::table* licence = root["licence"].as_table()) licences = reader.texts(*licence, "values");
    const toml::array* tables = root["table"].as_array();
    if (!tables) reader.error(root, "table", "expected [[table]] entries");
    for (std::size_t i = 0; tables && i < tables->size(); ++i)
        if (const toml::table* entry = (*tables)[i].as_table())
            schema.tables.push_back(reader.table(*entry, licences));
    if (!result.report.hasErrors()) result.value = std::move(schema);
    return result;
}

}  // namespace atlas::district
