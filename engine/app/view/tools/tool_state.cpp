#include "app/view/tools/tool_state.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace atlas::app {

namespace {

using nlohmann::json;

constexpr std::array kKinds{"point", "distance", "area", "building"};
constexpr std::array kReliefs{"", "slope", "aspect", "hillshade", "heights"};
constexpr std::size_t kMostBreaks = 8;

json pointsToJson(const std::vector<geodata::Point2>& points) {
    json array = json::array();
    for (const auto& p : points) array.push_back({p.x, p.y});
    return array;
}

// Reads keys of one object; says which could not be used.
class Reader {
  public:
    Reader(const json& object, std::string path, geodata::Report& report)
        : object_(object), path_(std::move(path)), report_(report) {
        if (!object.is_object()) complain("", "an object was expected");
    }
    template <class Value>
    void read(const char* key, Value& into) const {
        const json* found = find(key);
        if (found == nullptr) return;
        try {
            into = found->get<Value>();
        } catch (const json::exception&) {
            complain(key, "has another type than expected");
        }
    }
    void number(const char* key, double& into, double low, double high) const {
        read(key, into);
        if (!(into >= low && into <= high)) complain(key, "is out of range");
    }
    void points(const char* key, std::vector<geodata::Point2>& into) const {
        std::vector<std::array<double, 2>> pairs;
        for (const auto& p : into) pairs.push_back({p.x, p.y});
        read(key, pairs);
        into.clear();
        for (const auto& [x, y] : pairs) {
            if (!(std::abs(x) <= 180 && std::abs(y) <= 90)) complain(key, "degrees were expected");
            into.push_back({x, y});
        }
    }
    void breaks(const char* key, std::vector<double>& into) const {
        read(key, into);
        if (into.empty() || into.size() > kMostBreaks || !std::is_sorted(into.begin(), into.end()) ||
            !std::all_of(into.begin(), into.end(), [](double value) { return std::isfinite(value); }))
            complain(key, "one to eight ascending numbers were expected");
    }
    template <class Names>
    void oneOf(const char* key, std::string& into, const Names& names) const {
        read(key, into);
        if (std::find(names.begin(), names.end(), into) == names.end())
            complain(key, "'" + into + "' is not known");
    }
    const json* find(const char* key) const {
        if (!object_.is_object()) return nullptr;
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }
    void complain(const std::string& key, const std::string& message) const {
        geodata::Problem problem;
        problem.field = key.empty() ? path_ : path_ + "." + key;
        problem.message = message;
        report_.add(problem);
    }
    const std::string& path() const { return path_; }

  private:
    const json& object_;
    std::string path_;
    geodata::Report& report_;
};

template <class Value, class Fill>
void readList(const Reader& reader, const char* key, std::vector<Value>& into, geodata::Report& report,
              const Fill& fill) {
    const json* list = reader.find(key);
    if (list == nullptr) return;
    into.clear();
    if (!list->is_array()) return reader.complain(key, "a list was expected");
    for (std::size_t i = 0; i < list->size(); ++i) {
        Value value;
        fill(Reader((*list)[i], reader.path() + "." + key + "[" + std::to_string(i) + "]", report), value);
        into.push_back(std::move(value));
    }
}

}  // namespace

json toolsToJson(const ToolState& state) {
    json measurements = json::array();
    for (const Measurement& m : state.measurements)
        measurements.push_back(
            {{"kind", m.kind}, {"name", m.name}, {"points", pointsToJson(m.points)}, {"feature", m.feature}});
    json proposals = json::array();
    for (const Proposal& p : state.proposals)
        proposals.push_back({{"name", p.name},
                             {"footprint", pointsToJson(p.footprint)},
                             {"storeys", p.storeys},
                             {"storey", p.storey},
                             {"base", p.base}});
    return {{"open", state.open},
            {"measurements", measurements},
            {"profile", {{"line", pointsToJson(state.profile.line)}, {"name", state.profile.name}}},
            {"flood", {{"depths", state.flood.depths}}},
            {"relief",
             {{"kind", state.relief.kind},
              {"slopes", state.relief.slopes},
              {"heights", state.relief.heights},
              {"opacity", state.relief.opacity}}},
            {"sight",
             {{"place", pointsToJson(state.sight.place)},
              {"eye", state.sight.eye},
              {"range", state.sight.range}}},
            {"sun", {{"hours", state.sun.hours}, {"date", state.sun.date}, {"least", state.sun.least}}},
            {"proposals", proposals}};
}

ToolState toolsFromJson(const json& object, const ToolState& base, geodata::Report& report) {
    ToolState state = base;
    const Reader all(object, "tools", report);
    all.read("open", state.open);
    readList(all, "measurements", state.measurements, report, [](const Reader& r, Measurement& m) {
        r.oneOf("kind", m.kind, kKinds);
        r.read("name", m.name);
        r.points("points", m.points);
        r.read("feature", m.feature);
    });
    readList(all, "proposals", state.proposals, report, [](const Reader& r, Proposal& p) {
        r.read("name", p.name);
        r.points("footprint", p.footprint);
        r.read("storeys", p.storeys);
        if (p.storeys < 1 || p.storeys > 300) r.complain("storeys", "is out of range");
        r.number("storey", p.storey, 1, 20);
        r.number("base", p.base, -100, 1000);
    });
    const auto part = [&](const char* key, const auto& fill) {
        if (const json* found = all.find(key)) fill(Reader(*found, std::string("tools.") + key, report));
    };
    part("profile", [&](const Reader& r) {
        r.points("line", state.profile.line);
        r.read("name", state.profile.name);
    });
    part("flood", [&](const Reader& r) { r.read("depths", state.flood.depths); });
    part("relief", [&](const Reader& r) {
        r.oneOf("kind", state.relief.kind, kReliefs);
        r.breaks("slopes", state.relief.slopes);
        r.breaks("heights", state.relief.heights);
        r.number("opacity", state.relief.opacity, 0, 1);
    });
    part("sight", [&](const Reader& r) {
        r.points("place", state.sight.place);
        if (state.sight.place.size() > 1) r.complain("place", "one place was expected");
        r.number("eye", state.sight.eye, 0, 1000);
        r.number("range", state.sight.range, 10, 100000);
    });
    part("sun", [&](const Reader& r) {
        r.read("hours", state.sun.hours);
        r.read("date", state.sun.date);
        r.number("least", state.sun.least, 0, 24);
    });
    return state;
}

}  // namespace atlas::app
