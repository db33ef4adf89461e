#pragma once
// A source table, checked against its schema and typed.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "district/schema.h"
#include "geodata/geometry.h"
#include "geodata/report.h"

namespace atlas::district {

using Points = std::vector<geodata::Point2>;  ///< WGS 84 degrees, longitude first
using Cell =
    std::variant<std::monostate, std::int64_t, double, std::string, Points>;  ///< monostate = unknown

/// The value as a text that differs where values differ: to sort and compare by. Points have none.
std::string keyOf(const Cell& cell);

struct Row {
    std::int64_t line = 0;    ///< of the file
    std::vector<Cell> cells;  ///< one a column of the schema
};

struct Table {
    TableSpec spec;
    std::string path;
    std::vector<Row> rows;

    /// Value of a cell, or the default where it is empty, of another type, or the column is missing.
    double real(const Row& row, const std::string& column, double otherwise) const;
    std::string text(const Row& row, const std::string& column) const;
    /// (lon, lat) of a row; false where either is empty.
    bool place(const Row& row, geodata::Point2& lonLat) const;
};

/// Every table of a district.
struct Sources {
    Schema schema;
    std::vector<Table> tables;

    const Table* table(const std::string& name) const;
};

/// Reads tables.toml and the tables it names from a folder. Errors name file, line and column: a missing file
/// or column, a column that is not declared, an empty required cell, a bad number, a value out of range or
/// not in the list, a point outside the extent, a value twice, a reference to nothing, a longitude without
/// latitude, rows of a ring not in order. All problems of all tables are listed, then no value is given.
/// Never throws.
geodata::Loaded<Sources> readSources(const std::string& folder);

}  // namespace atlas::district
