#include "app/view/picture_session.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include "app/added_terrain.h"
#include "app/failure.h"
#include "app/output_file.h"
#include "app/view/session_store.h"
#include "layers/role_columns.h"
#include "layers/sites/site_table.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

constexpr std::size_t kHeightShare = 16;  // of --memory is for heights
constexpr int kLongestSide = 65536;
constexpr long long kMostPixels = 1LL << 30;

std::string knownViews(const layers::Catalog& catalog) {
    std::string names;
    for (const layers::ViewEntry& view : catalog.views) names += (names.empty() ? "" : ", ") + view.id;
    return names;
}

std::string knownThemes(const layers::Catalog& catalog) {
    std::string names;
    for (const layers::ThemeEntry& theme : catalog.themes) names += (names.empty() ? "" : ", ") + theme.id;
    return names.empty() ? "none" : names;
}

// "+districts,-streets": what is named is shown or hidden.
void readLayers(const std::string& text, const layers::Catalog& catalog, Session& session) {
    std::stringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        if (part.size() < 2 || (part[0] != '+' && part[0] != '-'))
            throw UsageError("--layers: '{}' is not +LAYER or -LAYER", part);
        const std::string id = part.substr(1);
        if (catalog.layer(id) == nullptr) {
            std::string known;
            for (const auto& layer : catalog.layers) known += (known.empty() ? "" : ", ") + layer.id;
            throw UsageError("--layers: there is no layer '{}'; the catalogue has {}", id, known);
        }
        session.layers[id] = part[0] == '+';
    }
}

std::set<std::string> layerIds(const layers::Catalog& catalog) {
    std::set<std::string> ids;
    for (const layers::LayerEntry& layer : catalog.layers) ids.insert(layer.id);
    return ids;
}

// "LAYER:ID", or the bare id of a site.
std::pair<std::string, std::string> selectionParts(const std::string& text, const layers::Catalog& catalog) {
    const std::size_t colon = text.find(':');
    if (colon != std::string::npos && catalog.layer(text.substr(0, colon)) != nullptr)
        return {text.substr(0, colon), text.substr(colon + 1)};
    for (const layers::LayerEntry& layer : catalog.layers)
        if (layer.kind == "sites") return {layer.id, text};
    return {"sites", text};
}

void orThrow(const std::string& failed) {
    if (!failed.empty()) throw WorkError("the picture cannot be written: {}", failed);
}

}  // namespace

void addPictureOptions(CLI::App& command, PictureOptions& options, const CommandLine& line) {
    auto* view = command.add_option("--view", options.view, line.tr("A named view of the catalogue"))
                     ->type_name("NAME");
    command
        .add_option("--camera", options.camera,
                    line.tr("Camera: degrees, metres above ground, heading, pitch below the horizon"))
        ->type_name("LON,LAT,HEIGHT,HEADING,PITCH")
        ->excludes(view);
    command.add_option("--session", options.session, line.tr("A session saved by the window"))
        ->type_name("FILE");
    command
        .add_option("--add", options.added, line.tr("A data file to show besides: one layer or all of it"))
        ->type_name("FILE[|LAYER]");
    command
        .add_option(
            "--terrain", options.terrain,
            line.tr("A raster of heights, of any size and CRS, to be the ground: over the map's own, or "
                    "a map of its own where they do not meet"))
        ->type_name("FILE");
    command
        .add_option("--memory", options.memory,
                    line.tr("MiB that terrain may hold, on card and in memory (512)"))
        ->check(CLI::Range(64, 65536))
        ->type_name("MIB");
    command.add_option("--color", options.colors, line.tr("The field that colours a layer's features"))
        ->type_name("LAYER=FIELD");
    command.add_option("--layers", options.layers, line.tr("Layers to show and to hide"))->type_name("+A,-B");
    command.add_option("--filter", options.filter, line.tr("Sites to show, as the panel's filter in words"))
        ->type_name("EXPR");
    command.add_option("--time", options.time, line.tr("Date and time of the light"))
        ->type_name("2026-06-21T18:30+08:00");
    command.add_option("--water", options.water, line.tr("Water level in metres"))->type_name("METRES");
    command
        .add_option("--select", options.selected, line.tr("Feature to select: LAYER:ID, or the id of a site"))
        ->type_name("ID");
    command
        .add_option("--shadows", options.shadows,
                    line.tr("Shadows of buildings, and their reflections in water (on)"))
        ->type_name("on|off")
        ->check(CLI::IsMember({"on", "off"}));
    command.add_option("--theme", options.theme, line.tr("Colours of the map: a theme of the catalogue"))
        ->type_name("NAME");
    command.add_option("--panels", options.panels, line.tr("Colours of the panels (dark)"))
        ->type_name("dark|light")
        ->check(CLI::IsMember({"dark", "light"}));
    command
        .add_option("--exaggeration", options.exaggeration, line.tr("Vertical exaggeration, 0.1 to 5 (1)"))
        ->check(numberWithin(0.1, 5.0));
}

PictureSession pictureSession(const PictureOptions& options, layers::Catalog& catalog,
                              const ui::Translations& texts, geodata::Report& report) {
    if (!options.terrain.empty()) {
        const auto alone = addTerrain(options.terrain, catalog);
        if (!alone) throw WorkError(alone.report);
        report.append(alone.report);
    }
    PictureSession result;
    Session& session = result.session;
    session = openingSession(catalog, std::string(texts.code()));
    if (!options.session.empty()) {
        ReadSession read = readSessionFile(options.session, session, catalog);
        if (!read.session) throw WorkError("the session {} cannot be used\n{}", options.session, read.report);
        session = std::move(*read.session);
        result.problems = std::move(read.report);
        result.replaceable = read.replaceable;
        // As with added files: what is not there now may be the next time.
        if (const auto alone = addTerrain(session.terrain, catalog); alone || session.terrain.empty())
            report.append(alone.report);
        else
            result.problems.append(alone.report);
    }
    session.terrain.insert(session.terrain.begin(), options.terrain.begin(), options.terrain.end());
    std::set<std::string> taken = layerIds(catalog);
    const auto add = [&](const std::string& source) {
        auto entries = entriesOf(source);
        std::vector<std::string> added;
        for (layers::LayerEntry& entry : entries.value.value_or(std::vector<layers::LayerEntry>())) {
            entry.id = freeId(entry.id, taken);
            added.push_back(entry.added);
            catalog.layers.push_back(std::move(entry));
        }
        if (entries) report.append(entries.report);
        return std::pair{std::move(added), std::move(entries.report)};
    };
    // A file of a saved session that is not there now stays in the session: it may be there the next time.
    for (const std::string& source : session.added)
        if (const auto [added, problems] = add(source); added.empty()) report.append(problems);
    for (const std::string& source : options.added) {
        const auto [added, problems] = add(source);
        if (added.empty()) throw WorkError(problems);
        session.added.insert(session.added.end(), added.begin(), added.end());
    }
    if (!options.view.empty()) {
        const layers::ViewEntry* view = catalog.view(options.view);
        if (view == nullptr)
            throw UsageError("there is no view '{}'; the catalogue has {}", options.view,
                             knownViews(catalog));
        session.camera = view->camera;
        session.selected = view->select;
        if (!view->time.empty())
            session.time = scene::parseTime(view->time, catalog.timeZone).value_or(session.time);
    }
    if (!options.camera.empty()) {
        geodata::Sentence reason;
        const auto camera = parseCamera(options.camera, reason);
        if (!camera) throw UsageError("--camera: {}", reason);
        session.camera = *camera;
    }
    if (!options.time.empty()) {
        const auto time = scene::parseTime(options.time, catalog.timeZone);
        if (!time)
            throw UsageError("--time: '{}' is not a date and time such as 2026-06-21T18:30+08:00",
                             options.time);
        session.time = *time;
    }
    if (!options.water.empty()) {
        char* end = nullptr;
        const double level = std::strtod(options.water.c_str(), &end);
        if (*end != '\0' || !std::isfinite(level) || std::abs(level) > kMostWater)
            throw UsageError("--water: '{}' is not a level in metres", options.water);
        session.waterLevel = level;
    }
    if (!options.filter.empty()) session.filter = filterOption(options.filter, catalog, texts);
    if (options.exaggeration > 0) session.exaggeration = options.exaggeration;
    if (!options.theme.empty()) {
        if (catalog.theme(options.theme) == nullptr)
            throw UsageError("--theme: there is no theme '{}'; the catalogue has {}", options.theme,
                             knownThemes(catalog));
        session.theme = options.theme;
    }
    if (!options.panels.empty()) session.lightPanels = options.panels == "light";
    if (!options.shadows.empty()) session.shadows = options.shadows == "on";
    readLayers(options.layers, catalog, session);
    for (const std::string& text : options.colors) {
        const std::size_t equals = text.find('=');
        const std::string id = text.substr(0, equals);
        if (equals == std::string::npos || catalog.layer(id) == nullptr)
            throw UsageError("--color: '{}' is not LAYER=FIELD with a layer of the map", text);
        session.colorFields[id] = text.substr(equals + 1);
    }
    if (!options.selected.empty()) {
        const auto [layer, id] = selectionParts(options.selected, catalog);
        session.selected = layer + ":" + id;
    }
    return result;
}

scene::Viewport parseSize(const std::string& text, double scale) {
    int width = 0;
    int height = 0;
    int used = 0;
    const int read = std::sscanf(text.c_str(), "%9dx%9d%n", &width, &height, &used);
    if (read != 2 || static_cast<std::size_t>(used) != text.size() || width < 1 || height < 1 ||
        width > kLongestSide || height > kLongestSide || static_cast<long long>(width) * height > kMostPixels)
        throw UsageError(
            "--size: '{}' is not WIDTHxHEIGHT with sides of 1 to {} pixels and at most {} pixels in all",
            text, kLongestSide, kMostPixels);
    return {width, height, scale};
}

double scaleForSize(const scene::Viewport& viewport) {
    return std::max(1.0, std::min(viewport.width / 1920.0, viewport.height / 1080.0));
}

std::size_t heightBytes(const PictureOptions& options) {
    return (static_cast<std::size_t>(options.memory) << 20) / kHeightShare;
}

std::size_t tileBytes(const PictureOptions& options) {
    return (static_cast<std::size_t>(options.memory) << 20) - heightBytes(options);
}

void writeText(const std::string& path, const std::string& text) {
    OutputFile file(path);
    file.write(text);
    file.commit();
}

PictureFile::PictureFile(const std::string& option, const std::string& path) {
    std::string extension = std::filesystem::path(path).extension().string();
    for (char& letter : extension)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    if (extension != ".png")
        throw UsageError("{}: '{}' does not end in .png, and no other picture is written", option, path);
    file_.emplace(path);
}

void PictureFile::write(const surface::Image& image) {
    orThrow(surface::writePng(image, file_->temporary()));
    file_->commit();
}

void PictureFile::begin(surface::Size size) {
    std::string reason;
    stream_ = surface::PngStream::create(file_->temporary(), size, reason);
    if (!stream_) orThrow(reason);
}

void PictureFile::add(const surface::Image& strip) {
    orThrow(stream_->add(strip.pixels.data(), strip.size.height));
}

void PictureFile::commit() {
    orThrow(stream_->finish());
    stream_.reset();
    file_->commit();
}

void requireSelection(const PictureOptions& options, const District& district) {
    if (options.selected.empty()) return;
    const auto [wantedLayer, id] = selectionParts(options.selected, district.catalog);
    for (const LoadedLayer& layer : district.layers) {
        if (layer.entry->id != wantedLayer || !layer.table) continue;
        if (layer.raster) {  // its features are its cells
            char* end = nullptr;
            const unsigned long long cell = std::strtoull(id.c_str(), &end, 10);
            if (layer.raster->values && !id.empty() && *end == '\0' &&
                cell < layer.raster->values->values.size())
                return;
            continue;
        }
        const geodata::FeatureTable& table = *layer.table;
        const geodata::Column* column = layers::roleColumns(*layer.entry, table).find("id");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string own = column != nullptr ? table.display(column, row) : std::string();
            if ((own.empty() ? std::to_string(table.fids[row]) : own) == id) return;
        }
    }
    throw UsageError(
        "--select: there is no feature '{}' in the layer '{}'; 'yuzhong sites' lists the ids of sites", id,
        wantedLayer);
}

CLI::Validator numberWithin(double low, double high) {
    return CLI::Validator(
        [low, high](std::string& text) {
            char* end = nullptr;
            const double value = std::strtod(text.c_str(), &end);
            const bool good = !text.empty() && *end == '\0' && value >= low && value <= high;
            return good ? std::string() : fmt::format("'{}' is not a number from {} to {}", text, low, high);
        },
        fmt::format("{}..{}", low, high));
}

}  // namespace atlas::app
