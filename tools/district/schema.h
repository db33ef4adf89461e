#pragma once
// tables.toml: what each source table of a district holds. The tool knows no table or place by name; it reads
// them here.

#include <limits>
#include <string>
#include <vector>

#include "geodata/geometry.h"
#include "geodata/report.h"

namespace atlas::district {

enum class ColumnType { Text, Integer, Real, Enum, Licence, Lon, Lat, Points };

struct ColumnSpec {
    std::string name;
    ColumnType type = ColumnType::Text;
    bool required = false;                                  ///< the cell may not be empty
    bool unique = false;                                    ///< no value twice
    std::vector<std::string> values;                        ///< what an Enum or Licence may be
    double min = -std::numeric_limits<double>::infinity();  ///< of a number
    double max = std::numeric_limits<double>::infinity();
    std::string references;  ///< "table.column" that must hold the value; "" = none
};

enum class Shape { None, Point, Line, Polygon, ByColumn, Rings };

/// An integer field that the compiler derives: 1 where `amount` is known, `basis` begins with `begins` and
/// does not contain `without`; else 0.
struct FlagSpec {
    std::string name;  ///< "" = the table has none
    std::string amount, basis, begins, without;
};

struct TableSpec {
    std::string name;  ///< of the file NAME.csv and of the layer
    Shape shape = Shape::None;
    std::string points;                 ///< column of a Line, Polygon or ByColumn
    std::string ring, order;            ///< columns of Rings
    std::string holeColumn, holeValue;  ///< Rings: rows that are holes; "" = none
    std::vector<std::string> holeOf;    ///< Rings: columns a hole shares with the ring it cuts
    FlagSpec flag;
    std::vector<ColumnSpec> columns;

    int indexOf(const std::string& column) const;  ///< -1 when there is none
    /// The field exists once a vertex, not once a feature (Rings): lon, lat, order.
    bool isVertexColumn(const ColumnSpec& column) const;
};

struct Schema {
    geodata::Extent extent;  ///< WGS 84 degrees; every coordinate lies inside
    std::vector<TableSpec> tables;

    const TableSpec* table(const std::string& name) const;
};

/// Errors, with line: not TOML, a missing key, an unknown type or shape, a column named that is not declared.
/// Never throws.
geodata::Loaded<Schema> readSchema(const std::string& path);

}  // namespace atlas::district
