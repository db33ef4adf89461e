#include "app/view/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/view/bookmark_text.h"
#include "app/view/toml_tree.h"
#include "app/view/tree_reader.h"
#include "layers/sites/site_filter_text.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

using geodata::said;
using nlohmann::json;
constexpr double kNoon = 43200;

constexpr std::array kFilteredOut{"vanish", "fade", "ghost"};

constexpr std::string_view kHead = "# A session of Yuzhong Atlas\n";
constexpr std::string_view kFoot = "# end\n";  // a file without it was cut off

bool isCut(const std::string& text) {
    return text.starts_with(kHead) && !text.ends_with(kFoot);
}

// The text as a tree, null when it has none; says what is wrong with it.
json treeOf(std::string text, ReadSession& result) {
    geodata::Problem problem;
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) {
        problem.say(said("the file is empty: a session in TOML was expected"));
        result.report.add(problem);
        return nullptr;
    }
    if (text[first] == '{') {
        json object = json::parse(text, nullptr, false);
        if (object.is_object()) return object;
        problem.say(said("neither TOML nor a JSON object: a session was expected"));
        result.report.add(problem);
        return nullptr;
    }
    const bool cut = isCut(text);
    // The last line of a cut file may end within a number: it would read as another one.
    if (cut && !text.ends_with('\n')) text.erase(text.rfind('\n') + 1);
    TomlText told;
    json tree = treeFromToml(text, told);
    if (tree.is_object() && tree.empty()) {
        problem.say(said("there is nothing in the file: a session in TOML was expected"));
        result.report.add(problem);
        return nullptr;
    }
    result.replaceable = told.whole && !cut;
    if (result.replaceable) return tree;
    if (!told.whole) problem.line = told.line;
    problem.say(cut                ? said("the file was cut off; what stands before the cut is used")
                : tree.is_object() ? said("not TOML: {}; what stands before is used", told.reason)
                                   : said("not TOML: {}", told.reason));
    result.report.add(problem);
    return tree;
}

// A session of this version says 1.
void readVersion(TreeReader& root, ReadSession& result) {
    std::int64_t version = kSessionVersion;
    if (root.read(
            "version", version, [](std::int64_t v) { return v >= 1; }, said("1 or more was expected")) &&
        version > kSessionVersion) {
        result.replaceable = false;
        root.complain(
            "version",
            said("the session is of a newer version of the program ({}; this one knows {}); what is "
                 "known of it is used",
                 std::to_string(version), std::to_string(kSessionVersion)),
            geodata::Severity::Warning);
    }
}

// Whole seconds of the years that TOML can write are a date and time, others a number.
json timeTree(double time) {
    constexpr double kYear1 = -62135596800, kYear10000 = 253402300800;
    if (time != std::floor(time) || time < kYear1 || time >= kYear10000) return time;
    const auto point = std::chrono::sys_seconds(std::chrono::seconds(static_cast<long long>(time)));
    const auto day = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(point - day);
    const std::string text =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    return json::binary({text.begin(), text.end()});
}

void readTime(TreeReader& root, const std::string& zone, double& into) {
    const geodata::Sentence expected = said("a date and time, or seconds since 1970, were expected");
    const json* found = root.find("time");
    if (found == nullptr) return;
    std::optional<double> time;
    if (found->is_binary())
        time = scene::parseTime({found->get_binary().begin(), found->get_binary().end()}, zone);
    else if (found->is_number())
        time = found->get<double>();
    if (time && std::abs(*time) <= kMostSeconds)
        into = *time;
    else
        root.complain("time", expected);
}

void readCamera(TreeReader& root, layers::GeoCamera& into) {
    std::vector<double> camera;
    if (!root.read("camera", camera)) return;
    if (camera.size() != 5) return root.complain("camera", said("five numbers were expected"));
    const layers::GeoCamera read{camera[0], camera[1], camera[2], camera[3], camera[4]};
    if (const auto wrong = cameraProblem(read)) return root.complain("camera", *wrong);
    into = read;
}

void readFilter(TreeReader& root, const layers::Catalog& catalog, layers::SiteFilter& into) {
    std::string filter;
    if (!root.read("filter", filter)) return;
    const layers::ParsedSiteFilter parsed = layers::parseSiteFilter(filter, catalog);
    if (!parsed.filter) return root.complain("filter", parsed.sentence());
    into = *parsed.filter;
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

std::string toToml(const Session& session) {
    const layers::GeoCamera& c = session.camera;
    json object{{"camera", {c.longitude, c.latitude, c.height, c.heading, c.pitch}},
                {"time", timeTree(session.time)},
                {"water", session.waterLevel},
                {"exaggeration", session.exaggeration},
                {"contours", session.contours},
                {"shadows", session.shadows},
                {"layers", session.layers},
                {"opacity", session.opacity},
                {"hidden_parts", session.hiddenParts},
                {"color_fields", session.colorFields},
                {"terrain", session.terrain},
                {"added", session.added},
                {"filter", layers::formatSiteFilter(session.filter)},
                {"filtered_out", kFilteredOut[static_cast<std::size_t>(session.filteredOut)]},
                {"selected", session.selected},
                {"language", session.language},
                {"tools", toolsToTree(session.tools)},
                {"theme", session.theme},
                {"light_panels", session.lightPanels},
                {"type_scale", session.typeScale}};
    if (!session.bookmarks.empty()) object["bookmarks"] = bookmarksToTree(session.bookmarks);
    if (!session.extra.empty()) {
        TomlText told;
        const json extra = treeFromToml(session.extra, told);
        if (extra.is_object()) mergeMissing(object, extra);
    }
    return std::string(kHead) + "version = " + std::to_string(kSessionVersion) + "\n" + treeToToml(object) +
           std::string(kFoot);
}

ReadSession readSession(const std::string& text, const Session& base, const layers::Catalog& catalog) {
    ReadSession result;
    const json object = treeOf(text, result);
    if (!object.is_object()) return result;
    Session session = base;
    session.extra.clear();
    TreeReader root(object, "", result.report);
    readVersion(root, result);
    readCamera(root, session.camera);
    readTime(root, catalog.timeZone, session.time);
    root.read(
        "water", session.waterLevel, [](double level) { return std::abs(level) <= kMostWater; },
        said("a level in metres was expected"));
    root.read(
        "exaggeration", session.exaggeration, [](double e) { return e >= 0.1 && e <= 5; },
        said("0.1 to 5 was expected"));
    root.read("contours", session.contours);
    root.read("shadows", session.shadows);
    root.read("layers", session.layers);
    root.read(
        "opacity", session.opacity,
        [](const auto& all) {
            return std::all_of(all.begin(), all.end(),
                               [](const auto& one) { return one.second >= 0 && one.second <= 1; });
        },
        said("0 to 1 was expected"));
    root.read("hidden_parts", session.hiddenParts);
    root.read("color_fields", session.colorFields);
    root.read("terrain", session.terrain);
    root.read("added", session.added);
    root.read("selected", session.selected);
    root.read(
        "language", session.language, [](const auto& l) { return l == "zh" || l == "en"; },
        said("zh or en was expected"));
    std::string look = kFilteredOut[static_cast<std::size_t>(session.filteredOut)];
    root.oneOf("filtered_out", look, kFilteredOut);
    session.filteredOut = static_cast<layers::FilteredOut>(
        std::find(kFilteredOut.begin(), kFilteredOut.end(), look) - kFilteredOut.begin());
    if (const json* tools = root.find("tools"))
        session.tools = toolsFromTree(*tools, base.tools, result.report);
    std::string theme = session.theme;
    if (root.read("theme", theme)) {
        if (!theme.empty() && catalog.theme(theme) == nullptr)
            root.complain("theme", said("the catalogue has no theme \"{}\"", theme));
        else
            session.theme = theme;
    }
    root.read("light_panels", session.lightPanels);
    root.read(
        "type_scale", session.typeScale,
        [](double s) { return s >= kTypeScales.front() && s <= kTypeScales.back(); },
        said("1 to 2 was expected"));
    readFilter(root, catalog, session.filter);
    readBookmarks(root, session.bookmarks);
    if (const json rest = root.rest(); !rest.empty()) session.extra = treeToToml(rest);
    if (result.report.hasErrors()) result.replaceable = false;
    result.session = std::move(session);
    return result;
}

std::optional<geodata::Sentence> cameraProblem(const layers::GeoCamera& camera) {
    const double all[] = {camera.longitude, camera.latitude, camera.height, camera.heading, camera.pitch};
    for (const double value : all)
        if (!std::isfinite(value)) return said("every number must be finite");
    if (std::abs(camera.longitude) > 180 || std::abs(camera.latitude) > 90)
        return said("longitude and latitude must be degrees");
    if (camera.height < 1 || camera.height > 100000)
        return said("the height must be 1 to 100000 m above the ground");
    if (camera.pitch < -89 || camera.pitch > 90)
        return said("the pitch must be -89 to 90 degrees below the horizon");
    return std::nullopt;
}

std::optional<layers::GeoCamera> parseCamera(const std::string& text, geodata::Sentence& reason) {
    double values[5] = {};
    std::size_t at = 0;
    for (int i = 0; i < 5; ++i) {
        const std::size_t comma = i < 4 ? text.find(',', at) : text.size();
        if (comma == std::string::npos) {
            reason = said("five numbers LON,LAT,HEIGHT,HEADING,PITCH were expected");
            return std::nullopt;
        }
        const std::string part = text.substr(at, comma - at);
        char* end = nullptr;
        values[i] = std::strtod(part.c_str(), &end);
        if (part.empty() || *end != '\0') {
            reason = said("'{}' is no number; LON,LAT,HEIGHT,HEADING,PITCH was expected", part);
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
