#include "layers/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "geodata/crs.h"
#include "layers/catalog_layers.h"
#include "layers/toml_reader.h"

namespace atlas::layers {

using geodata::Severity;
using Need = TomlReader::Need;

namespace {

// A gettext domain in the folder locale/ beside the catalogue.
void readPhrases(TomlReader& map, Catalog& catalog, const TomlContext& context) {
    const std::string domain = map.text("phrases");
    if (domain.empty()) return;
    ui::Translations phrases(context.folder / "locale", ui::Language::Zh, domain);
    if (phrases.complete())
        catalog.phrases = std::move(phrases);
    else
        map.warning("phrases", geodata::said("locale/zh_CN/LC_MESSAGES/{}.mo beside the catalogue cannot be "
                                             "read: the texts of the data stay as they are",
                                             domain));
}

void readMap(TomlReader& root, Catalog& catalog, TomlContext& context) {
    const auto* table = root.table("map");
    if (!table) {
        root.error(
            "map.crs",
            geodata::said("this key is missing; expected a projected CRS in metres, such as \"EPSG:4545\""));
        return;
    }
    TomlReader map(*table, "map", context);
    catalog.title = map.localized("title");
    catalog.crs = map.text("crs", Need::Required);
    catalog.verticalDatum = map.text("vertical_datum");
    catalog.timeZone = map.text("time_zone");
    catalog.defaultTime = map.time("time");
    readPhrases(map, catalog, context);
    map.finish();
    if (catalog.crs.empty()) return;

    const auto crs = geodata::Crs::parse(catalog.crs);
    if (!crs) {
        map.error("crs",
                  geodata::said("\"{}\" is not a CRS that PROJ knows; expected one such as \"EPSG:4545\"",
                                catalog.crs));
        catalog.crs.clear();
    } else if (crs->isGeographic() || crs->kind() != geodata::CrsKind::Proj) {
        map.error("crs",
                  geodata::said("\"{}\" counts in degrees; the map needs a projected CRS in metres, such as "
                                "\"EPSG:4545\"",
                                catalog.crs));
        catalog.crs.clear();
    }
}

void readWater(TomlReader& root, Catalog& catalog, TomlContext& context) {
    const auto* table = root.table("water");
    if (!table) return;
    TomlReader water(*table, "water", context);
    catalog.waterLevel = water.number("level", -kFarMetres, kFarMetres).value_or(0);
    catalog.waterNote = water.localized("note");
    water.finish();
}

void readTerrain(TomlReader& root, Catalog& catalog, TomlContext& context) {
    std::set<std::string> ids;
    for (const auto* table : root.tables("terrain")) {
        TomlReader reader(*table, "terrain", context);
        TerrainEntry entry;
        entry.id = reader.text("id", Need::Required);
        entry.name = reader.localized("name");
        entry.path = reader.path("path", Need::Required);
        entry.crs = reader.text("crs");
        entry.coverage = reader.text("coverage");
        if (const auto bar = entry.coverage.find('|'); bar != std::string::npos) {
            entry.coverage =
                resolveSource(entry.coverage.substr(0, bar), context.folder) + entry.coverage.substr(bar);
        } else {
            entry.coverage = resolveSource(entry.coverage, context.folder);
        }
        entry.verticalOffset = reader.number("vertical_offset", -kFarMetres, kFarMetres).value_or(0);
        entry.error = reader.number("error", 0, kFarMetres);
        entry.source = reader.text("source");
        entry.date = reader.text("date");
        entry.licence = reader.text("licence");
        reader.finish();
        if (entry.id.empty() || entry.path.empty()) continue;
        if (!ids.insert(entry.id).second) {
            reader.error("id", geodata::said("\"{}\" is used twice; this one is left out: give it another id",
                                             entry.id));
            continue;
        }
        if (entry.name.empty()) entry.name = {entry.id, entry.id};
        catalog.terrain.push_back(std::move(entry));
    }
}

std::optional<GeoCamera> readCamera(TomlReader& view) {
    const auto* list = view.array("camera");
    if (!list) {
        view.error(
            "camera",
            geodata::said("this key is missing; expected [longitude, latitude, height, heading, pitch]"));
        return std::nullopt;
    }
    std::array<double, 5> values{};
    bool good = list->size() == values.size();
    for (std::size_t i = 0; good && i < values.size(); ++i) {
        const auto* node = list->get(i);
        const auto value = node->is_number() ? node->value<double>() : std::nullopt;
        good = value && std::isfinite(*value);
        if (good) values[i] = *value;
    }
    if (!good) {
        view.error("camera",
                   geodata::said("expected five numbers: [longitude, latitude, height, heading, pitch]"));
        return std::nullopt;
    }
    const GeoCamera camera{values[0], values[1], values[2], values[3], values[4]};
    if (std::abs(camera.longitude) > 180 || std::abs(camera.latitude) > 90) {
        view.error("camera", geodata::said("longitude must lie within ±180 and latitude within ±90 degrees"));
        return std::nullopt;
    }
    if (camera.height <= 0 || camera.height > kFarMetres || std::abs(camera.pitch) > 90) {
        view.error("camera", geodata::said("height must be above 0 m and pitch within ±90 degrees"));
        return std::nullopt;
    }
    return camera;
}

void readViews(TomlReader& root, Catalog& catalog, TomlContext& context) {
    std::set<std::string> ids;
    for (const auto* table : root.tables("view")) {
        TomlReader reader(*table, "view", context);
        ViewEntry entry;
        entry.id = reader.text("id", Need::Required);
        entry.name = reader.localized("name");
        const auto camera = readCamera(reader);
        entry.time = reader.time("time");
        entry.select = reader.text("select");
        reader.finish();
        if (entry.id.empty() || !camera) continue;
        if (!ids.insert(entry.id).second) {
            reader.error(
                "id",
                geodata::said("\"{}\" is used twice; this view is left out: give it another id", entry.id));
            continue;
        }
        entry.camera = *camera;
        if (entry.name.empty()) entry.name = {entry.id, entry.id};
        catalog.views.push_back(std::move(entry));
    }
}

void readThemes(TomlReader& root, Catalog& catalog, TomlContext& context) {
    for (const auto* table : root.tables("theme")) {
        TomlReader reader(*table, "theme", context);
        ThemeEntry entry;
        entry.id = reader.text("id", Need::Required);
        entry.name = reader.localized("name");
        entry.style = reader.path("style");
        entry.dark = reader.boolean("dark", false);
        reader.finish();
        if (entry.id.empty()) continue;
        if (catalog.theme(entry.id) != nullptr) {
            reader.error(
                "id",
                geodata::said("\"{}\" is used twice; this theme is left out: give it another id", entry.id));
            continue;
        }
        if (entry.name.empty()) entry.name = {entry.id, entry.id};
        catalog.themes.push_back(std::move(entry));
    }
}

void readTours(TomlReader& root, Catalog& catalog, TomlContext& context) {
    for (const auto* table : root.tables("tour")) {
        TomlReader reader(*table, "tour", context);
        std::string path = reader.path("path", Need::Required);
        reader.finish();
        if (!path.empty()) catalog.tours.push_back(std::move(path));
    }
}

void readKiosk(TomlReader& root, Catalog& catalog, TomlContext& context) {
    const auto* table = root.table("kiosk");
    if (table == nullptr) return;
    TomlReader reader(*table, "kiosk", context);
    KioskEntry& kiosk = catalog.kiosk;
    for (const std::string& tour : reader.paths("tours")) kiosk.tours.push_back(tour);
    kiosk.idle = reader.number("idle", 5, 86400).value_or(kiosk.idle);
    kiosk.warning = reader.number("warning", 1, 600).value_or(kiosk.warning);
    kiosk.language = reader.text("language");
    if (!kiosk.language.empty() && kiosk.language != "zh" && kiosk.language != "en") {
        reader.error(
            "language",
            fmt::format("\"{}\" is no language of the interface; expected \"zh\" or \"en\"", kiosk.language));
        kiosk.language.clear();
    }
    kiosk.typeScale = reader.number("type_scale", 1, 2).value_or(kiosk.typeScale);
    kiosk.tolerance = reader.number("tolerance", 0, 64).value_or(kiosk.tolerance);
    kiosk.counts = reader.boolean("counts", kiosk.counts);
    kiosk.reach = reader.boolean("reach", kiosk.reach);
    kiosk.contrast = reader.boolean("contrast", kiosk.contrast);
    kiosk.reducedMotion = reader.boolean("reduced_motion", kiosk.reducedMotion);
    kiosk.mapScreen = reader.textOrNumber("map_screen");
    kiosk.panelScreen = reader.textOrNumber("panel_screen");
    kiosk.hang = reader.number("hang", 0.5, 600).value_or(kiosk.hang);
    reader.finish();
}

std::optional<std::string> readFile(const std::string& path, TomlContext& context) {
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    const auto fail = [&](geodata::Sentence message) {
        context.complain(Severity::Error, "", nullptr, std::move(message));
        return std::nullopt;
    };
    if (!std::filesystem::exists(status))
        return fail(geodata::said("there is no such file; expected a catalogue in TOML"));
    if (std::filesystem::is_directory(status))
        return fail(geodata::said("this is a folder; expected a catalogue in TOML"));
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf() || in.peek() == std::ifstream::traits_type::eof()))
        return fail(geodata::said("cannot be read; check its permissions"));
    return text.str();
}

}  // namespace

geodata::Loaded<Catalog> loadCatalog(const std::string& path) {
    TomlContext context;
    context.file = path;
    geodata::Loaded<Catalog> result;
    std::error_code code;
    const auto absolute = std::filesystem::absolute(path, code);
    context.folder = code ? std::filesystem::path(".") : absolute.parent_path();

    const auto text = readFile(path, context);
    if (!text) {
        result.report = std::move(context.report);
        return result;
    }
    try {
        const toml::table document = toml::parse(*text, path);
        Catalog catalog;
        catalog.file = path;
        catalog.folder = context.folder.string();
        TomlReader root(document, "", context);
        readMap(root, catalog, context);
        readWater(root, catalog, context);
        readTerrain(root, catalog, context);
        readLayers(root, catalog, context);
        readVocabularies(root, catalog, context);
        readViews(root, catalog, context);
        readThemes(root, catalog, context);
        readTours(root, catalog, context);
        readKiosk(root, catalog, context);
        root.finish();
        // A layer or view that is wrong is left out and named; without a CRS there is no map at all.
        if (!catalog.crs.empty()) result.value = std::move(catalog);
    } catch (const toml::parse_error& error) {
        geodata::Problem problem;
        problem.file = path;
        problem.line = error.source().begin.line;
        problem.say(geodata::said("not valid TOML at column {}: {}",
                                  std::to_string(error.source().begin.column),
                                  std::string(error.description())));
        context.report.add(std::move(problem));
    } catch (const std::exception& error) {
        context.complain(Severity::Error, "", nullptr, geodata::said("cannot be read: {}", error.what()));
    }
    result.report = std::move(context.report);
    return result;
}

const ViewEntry* Catalog::view(std::string_view wanted) const {
    for (const auto& entry : views)
        if (entry.id == wanted) return &entry;
    for (const auto& entry : views)
        if (entry.name.zh == wanted || entry.name.en == wanted) return &entry;
    return nullptr;
}

const Term* Catalog::term(std::string_view vocabulary, std::string_view value) const {
    const auto found = vocabularies.find(std::string(vocabulary));
    if (found == vocabularies.end()) return nullptr;
    for (const auto& entry : found->second)
        if (entry.value == value) return &entry;
    return nullptr;
}

std::string Catalog::phrase(const std::string& text, std::string_view language) const {
    return language == "en" || !phrases ? text : phrases->tr(text.c_str());
}

std::string Catalog::words(std::string_view vocabulary, const std::string& value,
                           std::string_view language) const {
    const Term* known = term(vocabulary, value);
    return known != nullptr ? known->label.in(language) : phrase(value, language);
}

const LayerEntry* Catalog::layer(std::string_view id) const {
    for (const auto& entry : layers)
        if (entry.id == id) return &entry;
    return nullptr;
}

const ThemeEntry* Catalog::theme(std::string_view id) const {
    for (const auto& entry : themes)
        if (id.empty() || entry.id == id) return &entry;
    return nullptr;
}

}  // namespace atlas::layers
