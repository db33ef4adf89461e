#include "app/analyse/contour_table.h"

namespace atlas::app {

VectorOutput contourTable(const analysis::Contours& lines, const std::string& crs) {
    VectorOutput output;
    output.layer = "contours";
    output.crs = crs;
    output.shape = VectorOutput::Shape::Line;
    output.fields = {{"id", geodata::FieldType::Integer},
                     {"level_m", geodata::FieldType::Real, 6},
                     {"closed", geodata::FieldType::Integer}};
    output.rows = lines.size();
    output.row = [&lines](std::size_t row, std::vector<FieldValue>& values,
                          std::vector<geodata::Point2>& places) {
        values[0] = static_cast<std::int64_t>(row);
        values[1] = lines.levels[row];
        values[2] = std::int64_t{lines.closed(row) ? 1 : 0};
        const auto points = lines.line(row);
        places.assign(points.begin(), points.end());
    };
    return output;
}

}  // namespace atlas::app
