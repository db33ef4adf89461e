#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "app/view/tour/tour.h"
#include "app/view/tour/tour_draft.h"
#include "layers/sites/site_filter_text.h"
#include "layers/toml_reader.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

namespace fs = std::filesystem;
using geodata::Severity;
using layers::TomlContext;
using layers::TomlReader;

constexpr double kMostStay = 3600;  // seconds of a dwell or a flight
constexpr std::size_t kMostStops = 500;

// Reads one file and what it includes into one list.
class TourReader {
  public:
    TourReader(const layers::Catalog& catalog, Tour& tour, geodata::Report& report)
        : catalog_(catalog), tour_(tour), report_(report) {}
    void read(const fs::path& file);

  private:
    void readStop(TomlReader& reader, const fs::path& file);
    TourShow readShow(TomlReader& reader) const;
    void readLayers(TomlReader& reader, TourShow& show) const;
    std::optional<layers::GeoCamera> readCamera(TomlReader& reader) const;
    std::optional<TourWalk> readWalk(TomlReader& reader) const;
    std::size_t errors(const TomlContext& context) const {
        return static_cast<std::size_t>(
            std::count_if(context.report.problems().begin(), context.report.problems().end(),
                          [](const geodata::Problem& p) { return p.severity == Severity::Error; }));
    }

    const layers::Catalog& catalog_;
    Tour& tour_;
    geodata::Report& report_;
    std::vector<fs::path> open_;  ///< the files that are being read, each included by the one before
    TomlContext* context_ = nullptr;
};

void TourReader::readLayers(TomlReader& reader, TourShow& show) const {
    std::stringstream parts(reader.text("layers"));
    for (std::string part; std::getline(parts, part, ',');) {
        const auto first = part.find_first_not_of(' ');
        part.erase(0, std::min(first, part.size()));
        if (part.size() < 2 || (part[0] != '+' && part[0] != '-'))
            reader.error("layers", geodata::said("\"{}\" is not +LAYER or -LAYER", part));
        else if (catalog_.layer(part.substr(1)) == nullptr)
            reader.error("layers", geodata::said("there is no layer \"{}\"", part.substr(1)));
        else
            show.layers[part.substr(1)] = part[0] == '+';
    }
}

TourShow TourReader::readShow(TomlReader& reader) const {
    TourShow show;
    readLayers(reader, show);
    if (const std::string words = reader.text("filter"); !words.empty()) {
        const auto parsed = layers::parseSiteFilter(words, catalog_);
        if (parsed.filter)
            show.filter = *parsed.filter;
        else
            reader.error("filter", geodata::said("at character {}: {}", std::to_string(parsed.position),
                                                 parsed.sentence()));
    }
    if (const std::string time = reader.time("time"); !time.empty())
        show.time = scene::parseTime(time, catalog_.timeZone);
    show.water = reader.number("water", -kMostWater, kMostWater);
    if (const std::string key = reader.text("select"); !key.empty()) {
        const std::size_t colon = key.find(':');
        if (colon == std::string::npos || catalog_.layer(key.substr(0, colon)) == nullptr)
            reader.error("select", geodata::said("\"{}\" is not LAYER:ID with a layer of the map", key));
        else
            show.select = key;
    }
    if (const std::string theme = reader.text("theme"); !theme.empty()) {
        if (catalog_.theme(theme) == nullptr)
            reader.error("theme", geodata::said("the catalogue has no theme \"{}\"", theme));
        else
            show.theme = theme;
    }
    if (const std::string relief = reader.text("relief"); !relief.empty()) {
        if (std::find(kReliefKinds.begin(), kReliefKinds.end(), relief) == kReliefKinds.end())
            reader.error("relief",
                         geodata::said("\"{}\" is none of slope, aspect, hillshade, heights", relief));
        else
            show.relief = relief;
    }
    show.depths = reader.boolean("depths");
    show.contours = reader.boolean("contours");
    return show;
}

std::optional<layers::GeoCamera> TourReader::readCamera(TomlReader& reader) const {
    const toml::array* list = reader.array("camera");
    if (list == nullptr) return std::nullopt;
    std::vector<double> values;
    for (const toml::node& element : *list)
        if (const auto value = element.value<double>()) values.push_back(*value);
    if (values.size() != 5 || list->size() != 5) {
        reader.error("camera",
                     geodata::said("expected five numbers: [longitude, latitude, height, heading, pitch]"));
        return std::nullopt;
    }
    const layers::GeoCamera camera{values[0], values[1], values[2], values[3], values[4]};
    if (camera.height < 1) {
        reader.error("camera", geodata::said("the stop lies under the ground: its height is {} m above it, "
                                             "1 m or more was expected",
                                             fmt::format("{}", camera.height)));
        return std::nullopt;
    }
    if (const auto wrong = cameraProblem(camera)) {
        reader.error("camera", *wrong);
        return std::nullopt;
    }
    return camera;
}

std::optional<TourWalk> TourReader::readWalk(TomlReader& reader) const {
    const toml::table* table = reader.table("walk");
    if (table == nullptr) return std::nullopt;
    TomlReader inner(*table, "stop.walk", *context_);
    TourWalk walk;
    walk.feature = inner.text("feature", TomlReader::Need::Required);
    walk.from = inner.number("from", 0, 1).value_or(walk.from);
    walk.to = inner.number("to", 0, 1).value_or(walk.to);
    walk.speed = inner.number("speed", 0.5, 40).value_or(walk.speed);
    walk.eye = inner.number("eye", 1, 200).value_or(walk.eye);
    inner.finish();
    const std::size_t colon = walk.feature.find(':');
    if (colon == std::string::npos || catalog_.layer(walk.feature.substr(0, colon)) == nullptr)
        inner.error("feature", geodata::said("\"{}\" is not LAYER:ID with a layer of the map", walk.feature));
    else if (walk.from == walk.to)
        inner.error("to", geodata::said("the walk has no length: from and to are the same"));
    else
        return walk;
    return std::nullopt;
}

void TourReader::readStop(TomlReader& reader, const fs::path& file) {
    const std::size_t before = errors(*context_);
    if (const std::string include = reader.text("include"); !include.empty()) {
        reader.finish();
        const fs::path wanted = (file.parent_path() / include).lexically_normal();
        if (std::find(open_.begin(), open_.end(), wanted) != open_.end()) {
            std::string round;
            for (const fs::path& one : open_) round += one.filename().string() + " > ";
            reader.error("include",
                         geodata::said("the tours include each other without end: {}{}; the stop is "
                                       "left out",
                                       round, wanted.filename().string()));
            return;
        }
        std::error_code error;
        if (!fs::is_regular_file(wanted, error))
            return reader.error("include",
                                geodata::said("there is no tour {}; the stop is left out", wanted.string()));
        return read(wanted);
    }
    TourStop stop;
    stop.file = file.string();
    stop.line = reader.line();
    const std::string view = reader.text("view");
    const auto camera = readCamera(reader);
    stop.walk = readWalk(reader);
    stop.dwell = reader.number("dwell", 0, kMostStay).value_or(stop.dwell);
    stop.flight = reader.number("flight", 0.2, kMostStay).value_or(0);
    stop.orbit = reader.number("orbit", -720, 720).value_or(0);
    stop.chart = reader.boolean("chart", false);
    stop.title = reader.localized("title");
    stop.caption = reader.localized("caption");
    stop.source = reader.text("source");
    stop.show = readShow(reader);
    reader.finish();
    if (errors(*context_) > before) return;
    const int ways = (view.empty() ? 0 : 1) + (camera ? 1 : 0) + (stop.walk ? 1 : 0);
    if (ways != 1)
        return reader.error("",
                            geodata::said("a stop has one of view, camera, walk or include; it is left out"));
    if (camera) stop.camera = *camera;
    if (!view.empty()) {
        const layers::ViewEntry* entry = catalog_.view(view);
        if (entry == nullptr) {
            std::string names;
            for (const auto& one : catalog_.views) names += (names.empty() ? "" : ", ") + one.id;
            return reader.error("view",
                                geodata::said("there is no view \"{}\"; the catalogue has {}; the stop is "
                                              "left out",
                                              view, names));
        }
        stop.camera = entry->camera;
        if (!stop.show.time && !entry->time.empty())
            stop.show.time = scene::parseTime(entry->time, catalog_.timeZone);
        if (!stop.show.select && !entry->select.empty()) stop.show.select = entry->select;
    }
    if (tour_.stops.size() < kMostStops) tour_.stops.push_back(std::move(stop));
}

void TourReader::read(const fs::path& file) {
    TomlContext context{file.string(), file.parent_path(), {}};
    TomlContext* const outer = context_;
    context_ = &context;
    open_.push_back(file);
    try {
        std::ifstream in(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        if (!in) throw std::runtime_error("the file cannot be opened");
        const toml::table table = toml::parse(text);
        TomlReader root(table, "", context);
        const layers::Localized title = root.localized("title");
        const layers::Localized about = root.localized("about");
        TourShow show;
        if (const toml::table* common = root.table("show")) {
            TomlReader reader(*common, "show", context);
            show = readShow(reader);
            reader.finish();
        }
        if (open_.size() == 1) {
            tour_.title = title;
            tour_.about = about;
            tour_.show = show;
        }
        for (const toml::table* one : root.tables("stop")) {
            TomlReader reader(*one, "stop", context);
            const std::size_t at = tour_.stops.size();
            readStop(reader, file);
            // Stops of an included tour keep what that tour shows.
            if (open_.size() > 1)
                for (std::size_t i = at; i < tour_.stops.size(); ++i) {
                    TourShow both = show;
                    TourShow& own = tour_.stops[i].show;
                    for (const auto& [id, on] : own.layers) both.layers[id] = on;
                    own.layers = both.layers;
                    TourShow::eachValue(own, show, [](auto& value, const auto& other) {
                        if (!value) value = other;
                    });
                }
        }
        root.finish();
    } catch (const toml::parse_error& error) {
        geodata::Problem problem;
        problem.file = file.string();
        problem.line = error.source().begin.line;
        problem.say(geodata::said("not valid TOML: {}", std::string(error.description())));
        context.report.add(std::move(problem));
    } catch (const std::exception& error) {
        context.complain(Severity::Error, "", nullptr, geodata::said("cannot be read: {}", error.what()));
    }
    open_.pop_back();
    context_ = outer;
    report_.append(context.report);
}

}  // namespace

void TourShow::onto(Session& session) const {
    for (const auto& [id, on] : layers) session.layers[id] = on;
    if (filter) session.filter = *filter;
    if (time) session.time = *time;
    if (water) session.waterLevel = *water;
    if (select) session.selected = *select;
    if (theme) session.theme = *theme;
    if (relief) session.tools.relief.kind = *relief;
    if (depths) session.tools.flood.depths = *depths;
    if (contours) session.contours = *contours;
}

std::string findTour(const std::string& wanted, const layers::Catalog& catalog) {
    for (const std::string& file : catalog.tours)
        if (fs::path(file).stem() == wanted) return file;
    std::error_code error;
    if (fs::exists(wanted, error)) return wanted;
    const fs::path recorded = recordedToursFolder() / (wanted + ".toml");
    return fs::is_regular_file(recorded, error) ? recorded.string() : std::string();
}

geodata::Loaded<Tour> loadTour(const std::string& file, const layers::Catalog& catalog) {
    geodata::Loaded<Tour> result;
    Tour tour;
    const fs::path path = fs::path(file).lexically_normal();
    tour.id = path.stem().string();
    tour.file = file;
    TourReader(catalog, tour, result.report).read(path);
    if (tour.title.empty()) tour.title = {tour.id, tour.id};
    if (tour.stops.empty()) {
        geodata::Problem problem;
        problem.file = file;
        problem.say(geodata::said("the tour has no stop that can be used"));
        result.report.add(problem);
    } else {
        result.value = std::move(tour);
    }
    return result;
}

}  // namespace atlas::app
