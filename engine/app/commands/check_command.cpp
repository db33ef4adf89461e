// yuzhong check: reads every source of a catalogue and lists what is wrong.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line.h"
#include "app/district.h"
#include "app/failure.h"
#include "app/output_file.h"
#include "layers/sites/site_table.h"

namespace atlas::app {

namespace {

using geodata::Problem;
using geodata::Report;
using geodata::Severity;
using Json = nlohmann::ordered_json;

struct CheckOptions {
    std::string catalog;
    bool json = false;
};

struct CheckedSource {
    std::string type;  // "terrain", or a layer's kind
    std::string id;
    std::string path;
    bool failed = false;
    std::string content;  // what there is of it, for people
    Json figures = Json::object();
    Report report;
};

Json toJson(const Problem& problem) {
    Json json{{"severity", problem.severity == Severity::Error ? "error" : "warning"},
              {"message", problem.message}};
    if (!problem.file.empty()) json["file"] = problem.file;
    if (!problem.layer.empty()) json["layer"] = problem.layer;
    if (!problem.field.empty()) json["field"] = problem.field;
    if (problem.feature >= 0) json["feature"] = problem.feature;
    if (problem.line >= 0) json["line"] = problem.line;
    if (problem.count > 1) json["count"] = problem.count;
    return json;
}

Json toJson(const Report& report) {
    Json list = Json::array();
    for (const auto& problem : report.problems()) list.push_back(toJson(problem));
    return list;
}

std::vector<CheckedSource> checkSources(const District& district, const ui::Translations& texts) {
    std::vector<CheckedSource> result;
    for (const auto& terrain : district.terrain) {
        CheckedSource source{"terrain", terrain.entry->id, terrain.entry->path, terrain.failed(),
                             "",        Json::object(),    terrain.report};
        if (terrain.source) {
            const auto& raster = district.ground.sources()[*terrain.source];
            source.content =
                fmt::format(fmt::runtime(texts.tr("{} × {} cells")), raster.columns(), raster.rows());
            source.figures = {{"width", raster.columns()}, {"height", raster.rows()}};
        }
        result.push_back(std::move(source));
    }
    for (const auto& layer : district.layers) {
        CheckedSource source{layer.entry->kind, layer.entry->id, layer.entry->path, layer.failed(), "",
                             Json::object(),    layer.report};
        if (layer.table) {
            source.content = fmt::format(fmt::runtime(texts.tr("{} features")), layer.table->rows());
            source.figures = {{"features", layer.table->rows()}, {"bytes", layer.table->bytes()}};
            if (layer.entry->kind == "sites")
                source.report.append(
                    layers::SiteTable(*layer.entry, *layer.table, district.catalog, district.tableOf())
                        .report());
        }
        result.push_back(std::move(source));
    }
    return result;
}

std::size_t count(const Report& report, Severity severity) {
    std::size_t result = 0;
    for (const auto& problem : report.problems()) result += problem.severity == severity ? 1 : 0;
    return result;
}

std::string problemLines(const Report& report, const CommandLine& line) {
    std::string text;
    for (const auto& problem : report.problems())
        if (!line.common.quiet || problem.severity == Severity::Error)
            text += geodata::toText(problem, line.texts.tongue()) + "\n";
    return text;
}

std::string inWords(const Report& catalogReport, const std::vector<CheckedSource>& sources,
                    const CommandLine& line) {
    auto text = problemLines(catalogReport, line);
    auto errors = count(catalogReport, Severity::Error);
    auto warnings = count(catalogReport, Severity::Warning);
    for (const auto& source : sources) {
        errors += count(source.report, Severity::Error);
        warnings += count(source.report, Severity::Warning);
        text += problemLines(source.report, line);
        if (line.common.quiet) continue;
        text += fmt::format("{} {} ({}): {}\n", source.failed ? line.tr("FAILED") : line.tr("ok"), source.id,
                            source.type, source.content.empty() ? source.path : source.content);
    }
    if (!line.common.quiet)
        text += fmt::format(fmt::runtime(line.tr("{} errors, {} warnings")), errors, warnings) + "\n";
    return text;
}

std::string inJson(const std::string& file, bool failed, const Report& catalogReport,
                   const std::vector<CheckedSource>& sources) {
    Json json{
        {"catalog", file}, {"ok", !failed}, {"problems", toJson(catalogReport)}, {"sources", Json::array()}};
    for (const auto& source : sources) {
        Json entry{{"type", source.type}, {"id", source.id}, {"path", source.path}, {"ok", !source.failed}};
        entry.update(source.figures);
        entry["problems"] = toJson(source.report);
        json["sources"].push_back(std::move(entry));
    }
    // Names in broken files need not be UTF-8: replaced, not thrown over.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

int runCheck(const CommandLine& line, const CheckOptions& options) {
    if (!options.catalog.empty() && !line.common.catalog.empty())
        throw UsageError("the catalogue is named twice; leave out --catalog");
    const auto wanted = options.catalog.empty() ? line.common.catalog : options.catalog;
    const auto file = findAssets(wanted, processSurroundings()).catalog.string();
    auto catalog = layers::loadCatalog(file);
    auto report = std::move(catalog.report);
    std::vector<CheckedSource> sources;
    // A catalogue with errors is read as far as it goes: its author wants to hear everything at once.
    if (catalog) {
        auto district = loadDistrict(std::move(*catalog.value));
        report.append(district.report);
        if (district) sources = checkSources(*district.value, line.texts);
    }
    bool failed = report.hasErrors();
    for (const auto& source : sources) failed |= source.failed;
    writeStandardOutput(options.json ? inJson(file, failed, report, sources)
                                     : inWords(report, sources, line));
    return failed ? 1 : 0;
}

}  // namespace

void addCheck(CommandLine& line) {
    auto& command =
        line.add("check", line.tr("Read every source of a catalogue and list every error and warning"));
    const auto options = std::make_shared<CheckOptions>();
    command
        .add_option("file", options->catalog, line.tr("The catalogue to check; without it the bundled map"))
        ->type_name("CATALOG");
    command.add_flag("--json", options->json, line.tr("As JSON, for programs"));
    command.callback([&line, options] { line.run = [&line, options] { return runCheck(line, *options); }; });
}

}  // namespace atlas::app
