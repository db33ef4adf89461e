#include "app/view/session.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "layers/sites/site_filter_text.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

using nlohmann::json;
constexpr double kNoon = 43200;
constexpr double kMostSeconds = 1e11;  // some three thousand years either way

constexpr const char* kFilteredOut[] = {"vanish", "fade", "ghost"};

geodata::Problem problemWith(const std::string& key, const std::string& message) {
    geodata::Problem problem;
    problem.field = key;
    problem.message = message;
    return problem;
}

// Reads a key into a member when it is there and of the right type; says so when it is not.
template <class Value>
void read(const json& object, const char* key, Value& into, geodata::Report& report) {
    const auto found = object.find(key);
    if (found == object.end()) return;
    try {
        into = found->get<Value>();
    } catch (const json::exception&) {
        report.add(problemWith(key, "has another type than expected"));
    }
}

}  // namespace

Session openingSession(const layers::Catalog& catalog, const std::string& language) {
    Session session;
    session.language = language;
    session.waterLevel = catalog.waterLevel;
    std::string time = catalog.defaultTime;
    if (!catalog.views.empty()) {
        session.camera = catalog.views.front().camera;
        if (!catalog.views.front().time.empty()) time = catalog.views.front().time;
    }
    session.time = scene::parseTime(time, catalog.timeZone).value_or(kNoon);
    return session;
}

std::string toJson(const Session& session) {
    const layers::GeoCamera& c = session.camera;
    const json object{{"camera", {c.longitude, c.latitude, c.height, c.heading, c.pitch}},
                      {"time", session.time},
                      {"water", session.waterLevel},
                      {"exaggeration", session.exaggeration},
                      {"contours", session.contours},
                      {"shadows", session.shadows},
                      {"layers", session.layers},
                      {"opacity", session.opacity},
                      {"hidden_parts", session.hiddenParts},
                      {"color_fields", session.colorFields},
                      {"added", session.added},
                      {"filter", layers::formatSiteFilter(session.filter)},
                      {"filtered_out", kFilteredOut[static_cast<std::size_t>(session.filteredOut)]},
                      {"selected", session.selected},
                      {"language", session.language},
                      {"tools", toolsToJson(session.tools)},
                      {"theme", session.theme},
                      {"light_panels", session.lightPanels}};
    return object.dump(2) + "\n";
}

geodata::Loaded<Session> sessionFromJson(const std::string& text, const Session& base,
                                         const layers::Catalog& catalog) {
    geodata::Loaded<Session> result;
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        result.report.add(problemWith("", "not a session: a JSON object was expected"));
        return result;
    }
    Session session = base;
    std::vector<double> camera{base.camera.longitude, base.camera.latitude, base.camera.height,
                               base.camera.heading, base.camera.pitch};
    read(object, "camera", camera, result.report);
    if (camera.size() == 5) {
        session.camera = {camera[0], camera[1], camera[2], camera[3], camera[4]};
        if (const auto wrong = cameraProblem(session.camera))
            result.report.add(problemWith("camera", *wrong));
    } else {
        result.report.add(problemWith("camera", "five numbers were expected"));
    }
    read(object, "time", session.time, result.report);
    if (!(std::abs(session.time) <= kMostSeconds))
        result.report.add(problemWith("time", "seconds since 1970 were expected"));
    read(object, "water", session.waterLevel, result.report);
    if (!(std::abs(session.waterLevel) <= kMostWater))
        result.report.add(problemWith("water", "a level in metres was expected"));
    read(object, "exaggeration", session.exaggeration, result.report);
    if (!(session.exaggeration >= 0.1 && session.exaggeration <= 5))
        result.report.add(problemWith("exaggeration", "0.1 to 5 was expected"));
    read(object, "contours", session.contours, result.report);
    read(object, "shadows", session.shadows, result.report);
    read(object, "layers", session.layers, result.report);
    read(object, "opacity", session.opacity, result.report);
    for (const auto& [id, value] : session.opacity)
        if (!(value >= 0 && value <= 1))
            result.report.add(problemWith("opacity." + id, "0 to 1 was expected"));
    read(object, "hidden_parts", session.hiddenParts, result.report);
    read(object, "color_fields", session.colorFields, result.report);
    read(object, "added", session.added, result.report);
    read(object, "selected", session.selected, result.report);
    read(object, "language", session.language, result.report);
    if (session.language != "zh" && session.language != "en")
        result.report.add(problemWith("language", "zh or en was expected"));
    std::string look = kFilteredOut[static_cast<std::size_t>(session.filteredOut)];
    read(object, "filtered_out", look, result.report);
    const auto known = std::find(std::begin(kFilteredOut), std::end(kFilteredOut), look);
    if (known == std::end(kFilteredOut))
        result.report.add(problemWith("filtered_out", "vanish, fade or ghost was expected"));
    else
        session.filteredOut = static_cast<layers::FilteredOut>(known - std::begin(kFilteredOut));
    if (const auto tools = object.find("tools"); tools != object.end())
        session.tools = toolsFromJson(*tools, base.tools, result.report);
    read(object, "theme", session.theme, result.report);
    if (!session.theme.empty() && catalog.theme(session.theme) == nullptr)
        result.report.add(problemWith("theme", "the catalogue has no theme \"" + session.theme + "\""));
    read(object, "light_panels", session.lightPanels, result.report);
    std::string filter;
    read(object, "filter", filter, result.report);
    const layers::ParsedSiteFilter parsed = layers::parseSiteFilter(filter, catalog);
    if (parsed.filter)
        session.filter = *parsed.filter;
    else
        result.report.add(problemWith("filter", parsed.error));
    if (!result.report.hasErrors()) result.value = std::move(session);
    return result;
}

std::optional<std::string> cameraProblem(const layers::GeoCamera& camera) {
    const double all[] = {camera.longitude, camera.latitude, camera.height, camera.heading, camera.pitch};
    for (const double value : all)
        if (!std::isfinite(value)) return "every number must be finite";
    if (std::abs(camera.longitude) > 180 || std::abs(camera.latitude) > 90)
        return "longitude and latitude must be degrees";
    if (camera.height < 1 || camera.height > 100000)
        return "the height must be 1 to 100000 m above the ground";
    if (camera.pitch < -89 || camera.pitch > 90)
        return "the pitch must be -89 to 90 degrees below the horizon";
    return std::nullopt;
}

std::optional<layers::GeoCamera> parseCamera(const std::string& text, std::string& reason) {
    double values[5] = {};
    std::size_t at = 0;
    for (int i = 0; i < 5; ++i) {
        const std::size_t comma = i < 4 ? text.find(',', at) : text.size();
        if (comma == std::string::npos) {
            reason = "five numbers LON,LAT,HEIGHT,HEADING,PITCH were expected";
            return std::nullopt;
        }
        const std::string part = text.substr(at, comma - at);
        char* end = nullptr;
        values[i] = std::strtod(part.c_str(), &end);
        if (part.empty() || *end != '\0') {
            reason = "'" + part + "' is no number; LON,LAT,HEIGHT,HEADING,PITCH was expected";
            return std::nullopt;
        }
        at = comma + 1;
    }
    const layers::GeoCamera camera{values[0], values[1], values[2], values[3], values[4]};
    if (const auto wrong = cameraProblem(camera)) {
        reason = *wrong;
        return std::nullopt;
    }
    return camera;
}

}  // namespace atlas::app
