#include "district/settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace atlas::district {
namespace {

/// Takes keys out of a TOML table and reports what is missing or out of range.
class Keys {
  public:
    Keys(std::string path, geodata::Report& report) : path_(std::move(path)), report_(report) {}

    double number(const toml::table* table, const char* key, double low, double high) {
        const auto value = table ? (*table)[key].value<double>() : std::nullopt;
        if (value && *value >= low && *value <= high) return *value;
        fail(table, key, fmt::format("expected a number from {} to {}", low, high));
        return low;
    }
    std::string text(const toml::table* table, const char* key) {
        const auto value = table ? (*table)[key].value<std::string>() : std::nullopt;
        if (value && !value->empty()) return *value;
        fail(table, key, "expected a text");
        return {};
    }
    geodata::Point2 place(const toml::table* table, const char* key) {
        const toml::array* pair = table ? (*table)[key].as_array() : nullptr;
        if (pair && pair->size() == 2) {
            const auto lon = (*pair)[0].value<double>();
            const auto lat = (*pair)[1].value<double>();
            if (lon && lat) return {*lon, *lat};
        }
        fail(table, key, "expected [longitude, latitude]");
        return {};
    }

  private:
    void fail(const toml::table* table, const char* key, std::string message) {
        geodata::Problem p;
        p.file = path_;
        p.line = table ? table->source().begin.line : 1;
        p.field = key;
        p.message = std::move(message);
        report_.add(std::move(p));
    }

    std::string path_;
    geodata::Report& report_;
};

}  // namespace

geodata::Loaded<TerrainSettings> readTerrainSettings(const std::string& path) {
    geodata::Loaded<TerrainSettings> result;
    toml::table root;
    try {
        root = toml::parse_file(path);
    } catch (const toml::parse_error& failure) {
        geodata::Problem p;
        p.file = path;
        p.line = failure.source().begin.line;
        p.message = std::string(failure.description());
        result.report.add(std::move(p));
        return result;
    }
    Keys keys(path, result.report);
    const toml::table* spline = root["spline"].as_table();
    const toml::table* river = root["river"].as_table();
    TerrainSettings s;
    s.crs = keys.text(&root, "crs");
    s.cell = keys.number(&root, "cell", 1, 100);
    s.margin = keys.number(&root, "margin", 0, 1000);
    s.support = keys.number(&root, "support", 10, 5000);
    s.smoothing = keys.number(spline, "smoothing", 0, 1e9);
    s.tensionLength = keys.number(spline, "tension_length", 1, 1e6);
    s.weightGround = keys.number(spline, "weight_ground", 0, 1e6);
    s.weightExtrapolated = keys.number(spline, "weight_extrapolated", 0, 1e6);
    s.weightContour = keys.number(spline, "weight_contour", 0, 1e6);
    s.outlet = keys.place(river, "outlet");
    s.waterStage = keys.text(river, "stage");
    s.riverWindow = keys.number(river, "window", 1, 1e5);
    if (!result.report.hasErrors()) result.value = s;
    return result;
}

}  // namespace atlas::district
