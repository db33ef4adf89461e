#include "app/analyse/profile_table.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numbers>

namespace atlas::app {

using geodata::FieldType;
using geodata::Point2;

namespace {

// What a row of either table begins with: where along the line, where on the map, how high.
VectorOutput tableAlong(const Section& section, const char* layer, std::vector<OutputField> further) {
    VectorOutput output;
    output.layer = layer;
    output.crs = section.crs;
    output.fields = {{"distance_m", FieldType::Real},
                     {"longitude_deg", FieldType::Real, 7},
                     {"latitude_deg", FieldType::Real, 7},
                     {"x_m", FieldType::Real},
                     {"y_m", FieldType::Real},
                     {"height_m", FieldType::Real}};
    std::move(further.begin(), further.end(), std::back_inserter(output.fields));
    return output;
}

void beginRow(double distance, Point2 degrees, Point2 place, double height, std::vector<FieldValue>& values,
              std::vector<Point2>& places) {
    values = {distance, degrees.x, degrees.y, place.x, place.y, height};
    places.push_back(place);
}

}  // namespace

VectorOutput profileTable(const Section& section, std::string_view language) {
    VectorOutput output = tableAlong(
        section, "profile",
        {{"slope_deg", FieldType::Real}, {"extrapolated", FieldType::Integer}, {"crosses", FieldType::Text}});
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
        beginRow(point.distance, section.degrees[row], point.place, point.height, values, places);
        values.emplace_back(slope);
        values.emplace_back(std::int64_t{section.extrapolated[row]});
        values.emplace_back(crosses[row].empty() ? FieldValue() : FieldValue(crosses[row]));
    };
    return output;
}

VectorOutput crossingsTable(const Section& section) {
    VectorOutput output = tableAlong(section, "crossings",
                                     {{"layer", FieldType::Text},
                                      {"feature", FieldType::Text},
                                      {"name_zh", FieldType::Text},
                                      {"name_en", FieldType::Text},
                                      {"crossed", FieldType::Text}});
    output.rows = section.crossings.size();
    output.row = [&section](std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        const NamedCrossing& crossing = section.crossings[row];
        beginRow(crossing.distance, section.crossedAt[row], crossing.place,
                 section.heightAt(crossing.distance), values, places);
        for (const std::string& text : {crossing.layer, crossing.feature, crossing.name.zh, crossing.name.en,
                                        std::string(crossing.outline ? "outline" : "line")})
            values.emplace_back(text);
    };
    return output;
}

}  // namespace atlas::app
