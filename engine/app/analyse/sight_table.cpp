#include "app/analyse/sight_table.h"

namespace atlas::app {

using geodata::FieldType;

VectorOutput sightTable(const analysis::SightLine& seen, geodata::Point2 from, geodata::Point2 to,
                        geodata::Point2 obstacle, const std::string& crs) {
    VectorOutput output;
    output.layer = "sight";
    output.crs = crs;
    output.shape = VectorOutput::Shape::Line;
    output.fields = {{"visible", FieldType::Integer},
                     {"distance_m", FieldType::Real},
                     {"eye_altitude_m", FieldType::Real},
                     {"target_altitude_m", FieldType::Real},
                     {"clearance_m", FieldType::Real},
                     {"obstacle_longitude_deg", FieldType::Real, 7},
                     {"obstacle_latitude_deg", FieldType::Real, 7},
                     {"needed_target_m", FieldType::Real},
                     {"without_data_m", FieldType::Real}};
    output.rows = 1;
    output.row = [seen, from, to, obstacle](std::size_t, std::vector<FieldValue>& values,
                                            std::vector<geodata::Point2>& places) {
        values = {std::int64_t{seen.visible ? 1 : 0},
                  seen.distance,
                  seen.eyeAltitude,
                  seen.targetAltitude,
                  seen.clearance,
                  obstacle.x,
                  obstacle.y,
                  seen.neededTarget,
                  seen.missing};
        places = {from, to};
    };
    return output;
}

}  // namespace atlas::app
