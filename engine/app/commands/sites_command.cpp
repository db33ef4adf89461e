// yuzhong sites: the project sites that pass a filter, listed, summed up or exported.

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "app/command_line.h"
#include "app/district.h"
#include "app/failure.h"
#include "app/output_file.h"
#include "app/site_export.h"
#include "app/site_order.h"
#include "app/site_report.h"
#include "layers/sites/site_filter.h"
#include "layers/sites/site_filter_text.h"

namespace atlas::app {

namespace {

using layers::SiteTable;

struct SitesOptions {
    std::string filter;
    std::string sort;
    std::string format;
    std::string out;
    std::string fields;
    bool bom = false;
    bool summary = false;
};

// The format asked for, else the one the file's name tells; nullopt: the table for people.
std::optional<ExportFormat> chosenFormat(const SitesOptions& options, bool toFile) {
    if (!options.format.empty()) return exportFormat(options.format);  // "table" is none of them
    if (!toFile) return std::nullopt;
    const auto extension = std::filesystem::path(options.out).extension().string();
    if (const auto format = exportFormat(extension)) return format;
    if (extension == ".txt") return std::nullopt;
    throw UsageError("--out {}: the name does not tell the format; add --format table|csv|geojson|gpkg|xlsx",
                     options.out);
}

ExportOptions exportOptions(const SitesOptions& options, const SiteTable& sites) {
    ExportOptions result;
    result.bom = options.bom;
    result.chosen = !options.fields.empty();
    for (std::size_t at = 0; at < options.fields.size();) {
        const auto comma = std::min(options.fields.find(',', at), options.fields.size());
        auto role = options.fields.substr(at, comma - at);
        if (!sites.role(role))
            throw UsageError("--fields: there is no field \"{}\"; expected some of {}", role,
                             fmt::format("{}", fmt::join(exportedRoles(sites), ", ")));
        result.roles.push_back(std::move(role));
        at = comma + 1;
    }
    return result;
}

// The sites and, where the filter asks about them, the layers that sites lie in or near to.
std::set<std::string> neededLayers(const layers::Catalog& catalog, const layers::SiteFilter& filter) {
    std::set<std::string> ids;
    for (const auto& entry : catalog.layers) {
        if (entry.kind != "sites") continue;
        ids.insert(entry.id);
        if (!filter.districts.empty() && !entry.inside.empty()) ids.insert(entry.inside);
        for (const auto& near : entry.near)
            if (filter.near.contains(near.id)) ids.insert(near.layer);
        break;  // the first is the one that is listed
    }
    return ids;
}

void deliver(std::string_view text, const SitesOptions& options, bool toFile) {
    if (!toFile) return writeStandardOutput(text);
    OutputFile file(options.out);
    file.write(text);
    file.commit();
}

// A database cannot be streamed, and what breaks half-way must not reach the next program of a pipe: so
// memory first.
void exportToStandardOutput(const SiteTable& sites, const std::vector<std::uint32_t>& rows,
                            ExportFormat format, const ExportOptions& options) {
    const auto name = fmt::format("/vsimem/yuzhong-{}{}", ::getpid(), extension(format));
    exportSites(sites, rows, format, name, options);
    vsi_l_offset size = 0;
    const std::unique_ptr<GByte, decltype(&VSIFree)> bytes(VSIGetMemFileBuffer(name.c_str(), &size, TRUE),
                                                           VSIFree);
    if (!bytes) throw WorkError("the export is empty");
    writeStandardOutput(
        {static_cast<const char*>(static_cast<const void*>(bytes.get())), static_cast<std::size_t>(size)});
}

int runSites(const CommandLine& line, const SitesOptions& options) {
    const bool toFile = !options.out.empty() && options.out != "-";
    const auto format = chosenFormat(options, toFile);
    if (options.summary && format && format != ExportFormat::Csv)
        throw UsageError("--summary is written as table or csv; leave --format out or choose one of these");
    if (!toFile && (format == ExportFormat::Gpkg || format == ExportFormat::Xlsx))
        throw UsageError("--format {} is a binary file; say where with --out FILE", options.format);

    auto catalog = openCatalog(line);
    const auto filter = filterOption(options.filter, catalog, line.texts);
    DistrictParts parts;
    parts.terrain = false;
    const auto needed = neededLayers(catalog, filter);
    parts.layer = [&](const layers::LayerEntry& entry) { return needed.contains(entry.id); };
    auto district = loadDistrict(std::move(catalog), parts);
    if (!district) throw WorkError(district.report);
    const auto* found = district->layerOfKind("sites");
    if (found == nullptr)
        throw WorkError("{} has no layer of kind \"sites\"; add one to list sites", district->catalog.file);
    const auto& layer = *found;
    tell(layer.report, line.common.quiet, line.texts);
    if (!layer.table) throw WorkError("layer {} could not be read", layer.entry->id);

    for (const auto& other : district->layers) {
        if (&other == &layer || other.table) continue;
        tell(other.report, line.common.quiet, line.texts);
        throw WorkError("the filter asks about layer {}, which could not be read", other.entry->id);
    }

    const SiteTable sites(*layer.entry, *layer.table, district->catalog, district->tableOf());
    tell(sites.report(), line.common.quiet, line.texts);
    if (const auto unknown = layers::unknownValue(sites, filter, &line.texts))
        throw UsageError(fmt::format("--filter: {}", *unknown));
    const auto mask = layers::apply(sites, filter);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < mask.size(); ++row)
        if (mask[row]) rows.push_back(row);
    if (!options.sort.empty()) sortSites(rows, sites, options.sort);

    const ExportOptions wanted = exportOptions(options, sites);
    const SiteReport report{sites, line.texts, line.common.quiet};
    if (options.summary) {
        const auto summary = layers::summarise(sites, mask);
        deliver(format ? report.summaryCsv(summary) : report.summaryTable(summary), options, toFile);
    } else if (!format) {
        deliver(report.table(rows, layers::summarise(sites, mask)), options, toFile);
    } else if (toFile) {
        OutputFile file(options.out, extension(*format));
        exportSites(sites, rows, *format, file.temporary().string(), wanted);
        file.commit();
    } else {
        exportToStandardOutput(sites, rows, *format, wanted);
    }
    return layer.failed() ? 1 : 0;  // rows before the cut of a damaged file are given, but it did not go well
}

}  // namespace

void addSites(CommandLine& line) {
    auto& command = line.add("sites", line.tr("List, sum up or export the project sites"));
    const auto options = std::make_shared<SitesOptions>();
    command
        .add_option("--filter", options->filter,
                    line.tr("Which sites: \"industry=A,B; investment=1..10; status=…\""))
        ->type_name("EXPR");
    command.add_option("--sort", options->sort, line.tr("Field to sort by; -FIELD for descending"))
        ->type_name("FIELD");
    command
        .add_option("--format", options->format, line.tr("Without it as the file's name tells, or a table"))
        ->check(CLI::IsMember({"table", "csv", "geojson", "gpkg", "xlsx"}).description(""))
        ->type_name("table|csv|geojson|gpkg|xlsx");
    command.add_option("--out", options->out, line.tr("File to write; without it standard output"))
        ->type_name("FILE");
    command
        .add_option("--fields", options->fields, line.tr("Fields to export, in this order; without it all"))
        ->type_name("A,B,…");
    command.add_flag("--bom", options->bom, line.tr("A CSV begins with a byte order mark, for Excel"));
    command.add_flag("--summary", options->summary, line.tr("Totals by industry instead of the list"));
    command.footer(line.tr(
        "EXPR: parts joined by \";\" must all hold, values joined by \",\" are alternatives.\n"
        "Keys: industry status category subdistrict district investment undisclosed year located within "
        "text,\nand the measures of the catalogue, such as metro=..500 (metres).\n"
        "investment is in 10^8 yuan, LOW..HIGH with both ends included, or outside LOW..HIGH; "
        "undisclosed is include,\nexclude or only; within takes the corners of an area: LON LAT, LON LAT, "
        "LON LAT."));
    command.callback([&line, options] { line.run = [&line, options] { return runSites(line, *options); }; });
}

}  // namespace atlas::app
