#include "app/analyse/proposal_table.h"

namespace atlas::app {

using geodata::FieldType;

void TableRow::add(const char* name, double value, int decimals) {
    fields.push_back({name, FieldType::Real, decimals});
    values.emplace_back(value);
}

void TableRow::add(const char* name, const std::string& value) {
    fields.push_back({name, FieldType::Text});
    values.emplace_back(value);
}

void addFigures(TableRow& row, const ProposalFigures& f, double storeys, double ridge) {
    row.add("footprint_m2", f.area);
    row.add("floors_m2", f.area * storeys);
    row.add("lowest_ground_m", f.lowest);
    row.add("highest_ground_m", f.highest);
    row.add("base_m", f.base);
    row.add("roof_m", f.roof);
    row.add("above_lowest_ground_m", f.roof - f.lowest);
    row.add("above_highest_ground_m", f.roof - f.highest);
    row.add("ridge_m", ridge);
    row.add("above_ridge_m", f.roof - ridge);
    row.add("cut_m3", f.cut, 1);
    row.add("fill_m3", f.fill, 1);
    row.add("without_heights_m2", f.missing, 1);
}

VectorOutput proposalTable(const std::vector<TableRow>& rows,
                           const std::vector<std::vector<geodata::Point2>>& outlines,
                           const std::string& crs) {
    VectorOutput output;
    output.layer = "proposal";
    output.crs = crs;
    output.shape = VectorOutput::Shape::Polygon;
    output.fields = rows.front().fields;
    output.rows = rows.size();
    output.row = [&rows, &outlines](std::size_t row, std::vector<FieldValue>& values,
                                    std::vector<geodata::Point2>& places) {
        values = rows[row].values;
        places = outlines[row];
    };
    return output;
}

}  // namespace atlas::app
