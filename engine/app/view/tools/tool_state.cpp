#include "app/view/tools/tool_state.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/building_plot.h"
#include "app/view/toml_tree.h"
#include "app/view/tree_reader.h"

namespace atlas::app {

namespace {

using nlohmann::json;

constexpr std::array kKinds{"point", "distance", "area", "building"};

json pointsToTree(const std::vector<geodata::Point2>& points) {
    json array = json::array();
    for (const auto& p : points) array.push_back({p.x, p.y});
    return array;
}

std::string textOf(const json& extra) {
    return extra.empty() ? std::string() : treeToToml(extra);
}

void addExtra(json& object, const std::string& extra) {
    if (extra.empty()) return;
    TomlText told;
    const json tree = treeFromToml(extra, told);
    if (tree.is_object()) mergeMissing(object, tree);
}

bool areBreaks(const std::vector<double>& values) {
    return !values.empty() && values.size() <= kMostBreaks && std::is_sorted(values.begin(), values.end()) &&
           std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

/// false: complained of.
bool checkOutline(TreeReader& reader, const char* key, const std::vector<geodata::Point2>& ring) {
    if (ring.size() < 3)
        reader.complain(key, geodata::said("three corners or more were expected"));
    else if (crossesItself(ring))
        reader.complain(key, geodata::said("the outline crosses itself: it has no area"));
    else
        return true;
    return false;
}

std::size_t errors(const geodata::Report& report) {
    return static_cast<std::size_t>(
        std::count_if(report.problems().begin(), report.problems().end(),
                      [](const geodata::Problem& p) { return p.severity == geodata::Severity::Error; }));
}

template <class Value, class Fill>
void readList(TreeReader& reader, const char* key, std::vector<Value>& into, const Fill& fill) {
    const json* list = reader.find(key);
    if (list == nullptr) return;
    if (!list->is_array()) return reader.complain(key, geodata::said("a list was expected"));
    into.clear();
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::size_t before = errors(reader.report());
        TreeReader element((*list)[i], reader.pathOf(key) + "[" + std::to_string(i) + "]", reader.report());
        Value value;
        fill(element, value);
        value.extra = textOf(element.rest());
        if (errors(reader.report()) == before) into.push_back(std::move(value));
    }
}

}  // namespace

json toolsToTree(const ToolState& state) {
    json measurements = json::array();
    for (const Measurement& m : state.measurements) {
        measurements.push_back(
            {{"kind", m.kind}, {"name", m.name}, {"points", pointsToTree(m.points)}, {"feature", m.feature}});
        addExtra(measurements.back(), m.extra);
    }
    json proposals = json::array();
    for (const Proposal& p : state.proposals) {
        proposals.push_back({{"name", p.name},
                             {"footprint", pointsToTree(p.footprint)},
                             {"storeys", p.storeys},
                             {"storey", p.storey},
                             {"base", p.base}});
        addExtra(proposals.back(), p.extra);
    }
    json tree{{"open", state.open},
              {"measurements", measurements},
              {"profile", {{"line", pointsToTree(state.profile.line)}, {"name", state.profile.name}}},
              {"flood", {{"depths", state.flood.depths}}},
              {"relief",
               {{"kind", state.relief.kind},
                {"slopes", state.relief.slopes},
                {"heights", state.relief.heights},
                {"opacity", state.relief.opacity},
                {"interval", state.relief.interval}}},
              {"sight",
               {{"place", pointsToTree(state.sight.place)},
                {"eye", state.sight.eye},
                {"range", state.sight.range},
                {"facing", state.sight.facing},
                {"angle", state.sight.angle},
                {"buildings", state.sight.buildings},
                {"target", pointsToTree(state.sight.target)},
                {"target_height", state.sight.targetHeight}}},
              {"sun", {{"hours", state.sun.hours}, {"date", state.sun.date}, {"least", state.sun.least}}},
              {"earthwork",
               {{"plot", pointsToTree(state.earthwork.plot)},
                {"balanced", state.earthwork.balanced},
                {"height", state.earthwork.height},
                {"slope", state.earthwork.slope},
                {"toward", state.earthwork.toward},
                {"depths", state.earthwork.depths}}},
              {"skyline",
               {{"place", pointsToTree(state.skyline.place)},
                {"eye", state.skyline.eye},
                {"buildings", state.skyline.buildings}}},
              {"proposals", proposals}};
    addExtra(tree, state.extra);
    return tree;
}

ToolState toolsFromTree(const json& object, const ToolState& base, geodata::Report& report) {
    ToolState state = base;
    TreeReader all(object, "tools", report);
    json unknown = json::object();
    all.read("open", state.open);
    readList(all, "measurements", state.measurements, [](TreeReader& r, Measurement& m) {
        m.kind = kKinds[0];
        r.oneOf("kind", m.kind, kKinds);
        r.read("name", m.name);
        r.points("points", m.points);
        if (m.kind == kKinds[2]) checkOutline(r, "points", m.points);
        r.read("feature", m.feature);
    });
    readList(all, "proposals", state.proposals, [](TreeReader& r, Proposal& p) {
        r.read("name", p.name);
        r.points("footprint", p.footprint);
        checkOutline(r, "footprint", p.footprint);
        r.read(
            "storeys", p.storeys, [](int n) { return n >= 1 && n <= 300; }, "is out of range");
        r.number("storey", p.storey, 1, 20);
        r.number("base", p.base, -100, 1000);
    });
    const auto part = [&](const char* key, const auto& fill) {
        const json* found = all.find(key);
        if (found == nullptr) return;
        TreeReader reader(*found, std::string("tools.") + key, report);
        fill(reader);
        if (json rest = reader.rest(); !rest.empty()) unknown[key] = std::move(rest);
    };
    part("profile", [&](TreeReader& r) {
        r.points("line", state.profile.line);
        r.read("name", state.profile.name);
    });
    part("flood", [&](TreeReader& r) { r.read("depths", state.flood.depths); });
    part("relief", [&](TreeReader& r) {
        const geodata::Sentence breaks = geodata::said("one to eight ascending numbers were expected");
        r.oneOf("kind", state.relief.kind, kReliefKinds);
        r.read("slopes", state.relief.slopes, areBreaks, breaks);
        r.read("heights", state.relief.heights, areBreaks, breaks);
        r.number("opacity", state.relief.opacity, 0, 1);
        r.number("interval", state.relief.interval, 0.5, 1000);
    });
    part("sight", [&](TreeReader& r) {
        r.points("place", state.sight.place, 1);
        r.number("eye", state.sight.eye, 0, 1000);
        r.number("range", state.sight.range, 10, 100000);
        r.number("facing", state.sight.facing, 0, 360);
        r.number("angle", state.sight.angle, 1, 360);
        r.read("buildings", state.sight.buildings);
        r.points("target", state.sight.target, 1);
        r.number("target_height", state.sight.targetHeight, 0, 10000);
    });
    part("sun", [&](TreeReader& r) {
        r.read("hours", state.sun.hours);
        r.read("date", state.sun.date);
        r.number("least", state.sun.least, 0, 24);
    });
    part("earthwork", [&](TreeReader& r) {
        EarthworkState& e = state.earthwork;
        r.points("plot", e.plot);
        if (!e.plot.empty() && !checkOutline(r, "plot", e.plot)) e.plot = base.earthwork.plot;
        r.read("balanced", e.balanced);
        r.number("height", e.height, -500, 9000);
        r.number("slope", e.slope, 0, 100);
        r.number("toward", e.toward, 0, 360);
        r.read(
            "depths", e.depths,
            [](const std::vector<double>& depths) { return areBreaks(depths) && depths.front() > 0; },
            geodata::said("one to eight ascending numbers above 0 were expected"));
    });
    part("skyline", [&](TreeReader& r) {
        r.points("place", state.skyline.place, 1);
        r.number("eye", state.skyline.eye, 0, 1000);
        r.read("buildings", state.skyline.buildings);
    });
    mergeMissing(unknown, all.rest());
    state.extra = textOf(unknown);
    return state;
}

}  // namespace atlas::app
