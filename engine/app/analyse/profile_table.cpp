#include "app/analyse/profile_table.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace atlas::app {

using geodata::FieldType;
using geodata::Point2;

VectorOutput profileTable(const Section& section, std::string_view language) {
    VectorOutput output;
    output.layer = "profile";
    output.crs = section.crs;
    output.fields = {{"distance_m", FieldType::Real},
                     {"longitude_deg", FieldType::Real, 7},
                     {"latitude_deg", FieldType::Real, 7},
                     {"x_m", FieldType::Real},
                     {"y_m", FieldType::Real},
                     {"height_m", FieldType::Real},
                     {"slope_deg", FieldType::Real},
                     {"extrapolated", FieldType::Integer},
                     {"crosses", FieldType::Text}};
    output.rows = section.profile.points.size();
    output.row = [&section, crosses = crossedAtPoints(section.profile, section.crossings, language)](
                     std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        const analysis::ProfilePoint& point = section.profile.points[row];
        double slope = std::numeric_limits<double>::quiet_NaN();
        if (row > 0) {
            const analysis::ProfilePoint& before = section.profile.points[row - 1];
            slope = std::atan2(point.height - before.height, point.distance - before.distance) * 180 /
                    std::numbers::pi;
        }
        values = {point.distance,
                  section.degrees[row].x,
                  section.degrees[row].y,
                  point.place.x,
                  point.place.y,
                  point.height,
                  slope,
                  std::int64_t{section.extrapolated[row]}};
        values.emplace_back(crosses[row].empty() ? FieldValue() : FieldValue(crosses[row]));
        places.push_back(point.place);
    };
    return output;
}

VectorOutput crossingsTable(const Section& section) {
    VectorOutput output;
    output.layer = "crossings";
    output.crs = section.crs;
    output.fields = {{"distance_m", FieldType::Real},
                     {"longitude_deg", FieldType::Real, 7},
                     {"latitude_deg", FieldType::Real, 7},
                     {"x_m", FieldType::Real},
                     {"y_m", FieldType::Real},
                     {"height_m", FieldType::Real},
                     {"layer", FieldType::Text},
                     {"feature", FieldType::Text},
                     {"name_zh", FieldType::Text},
                     {"name_en", FieldType::Text},
                     {"crossed", FieldType::Text}};
    output.rows = section.crossings.size();
    output.row = [&section](std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        const NamedCrossing& crossing = section.crossings[row];
        values = {crossing.distance,
                  section.crossedAt[row].x,
                  section.crossedAt[row].y,
                  crossing.place.x,
                  crossing.place.y,
                  section.heightAt(crossing.distance),
                  crossing.layer,
                  crossing.feature,
                  crossing.name.zh,
                  crossing.name.en,
                  std::string(crossing.outline ? "outline" : "line")};
        places.push_back(crossing.place);
    };
    return output;
}

}  // namespace atlas::app
