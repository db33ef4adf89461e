// yuzhong height: the ground's height at a place, or at each line of standard input.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string_view>

#include "app/command_line.h"
#include "app/district.h"
#include "app/failure.h"
#include "app/output_file.h"
#include "app/place_text.h"
#include "geodata/crs.h"

namespace atlas::app {

using geodata::Point2;

namespace {

struct HeightOptions {
    std::string x, y;
    std::string crs = "EPSG:4326";
};

// The next word of a line; blanks, tabs and one comma between words.
std::string_view takeWord(std::string_view& line) {
    constexpr std::string_view between = " \t\r,;";
    const auto begin = std::min(line.find_first_not_of(between), line.size());
    const auto end = std::min(line.find_first_of(between, begin), line.size());
    const auto word = line.substr(begin, end - begin);
    line.remove_prefix(end);
    return word;
}

class HeightQuery {
  public:
    HeightQuery(const District& district, geodata::Transform toMap)
        : district_(district), toMap_(std::move(toMap)) {}

    std::optional<terrain::HeightSample> at(Point2 place) const {
        if (!toMap_.apply(place.x, place.y)) return std::nullopt;
        return district_.ground.sampleAt(place.x, place.y);
    }

    // "HEIGHT SOURCE", for programs; the source's id, and whether the value is continued beyond the data.
    std::string words(Point2 place) const {
        const auto sample = at(place);
        if (!sample) return "nan no data";
        return fmt::format("{:.2f} {}{}", sample->height, district_.ground.sources()[sample->source].id,
                           sample->extrapolated ? " extrapolated" : "");
    }

    const layers::TerrainEntry& entry(const terrain::HeightSample& sample) const {
        for (const auto& loaded : district_.terrain)
            if (loaded.source == sample.source) return *loaded.entry;
        return district_.catalog.terrain.front();  // not reached: every source comes from an entry
    }

  private:
    const District& district_;
    geodata::Transform toMap_;
};

// For people, a second line says what the figure is worth.
void answerOne(const CommandLine& line, const District& district, const HeightQuery& query, Point2 place) {
    writeStandardOutput(query.words(place) + "\n");
    const auto sample = query.at(place);
    if (!sample || line.common.quiet) return;
    const auto& entry = query.entry(*sample);
    auto remark = fmt::format(fmt::runtime(line.tr("{}; metres, {}")), entry.name.in(line.texts.code()),
                              district.catalog.verticalDatum);
    if (entry.error) remark += fmt::format(fmt::runtime(line.tr("; typical error {} m")), *entry.error);
    if (!entry.source.empty()) remark += "; " + entry.source;
    if (sample->extrapolated) remark += line.tr("; extrapolated beyond the measured points: no data");
    std::fputs((remark + "\n").c_str(), stderr);
}

// Every line of input gives one line of output, so that the two can be pasted together.
int answerLines(const HeightQuery& query, const geodata::Crs& crs) {
    std::ios::sync_with_stdio(false);  // else in_avail() below knows nothing
    std::string output;
    std::size_t lineNumber = 0;
    bool good = true;
    for (std::string text; std::getline(std::cin, text);) {
        ++lineNumber;
        if (text.ends_with('\r')) text.pop_back();
        std::string_view rest = text;
        const auto xText = takeWord(rest);
        const auto yText = takeWord(rest);
        if (xText.empty()) {
            output += '\n';
        } else if (const auto place = placeOf(xText, yText, crs)) {
            output += fmt::format("{} {} {}\n", xText, yText, query.words(*place));
        } else {
            good = false;
            std::fputs(fmt::format("yuzhong: standard input, line {}: \"{}\" is not a place; expected X Y\n",
                                   lineNumber, text)
                           .c_str(),
                       stderr);
            output += text + " nan not a place\n";
        }
        // In pieces, but never with an answer held back from a program that waits for it.
        if (output.size() < 65536 && std::cin.rdbuf()->in_avail() > 0) continue;
        writeStandardOutput(output);
        output.clear();
    }
    writeStandardOutput(output);
    return good ? 0 : 1;
}

int runHeight(const CommandLine& line, const HeightOptions& options) {
    const bool lines = options.x == "-";
    if (lines && !options.y.empty())
        throw UsageError("- reads places from standard input; leave out the second one");
    if (!lines && options.y.empty())
        throw UsageError("expected LON LAT, or - to read lines from standard input");
    const auto crs = geodata::Crs::parse(options.crs);
    if (!crs) throw UsageError("--crs {}: not a CRS that PROJ knows, nor GCJ02 or BD09", options.crs);

    const auto place = lines ? std::nullopt : placeOf(options.x, options.y, *crs);
    if (!lines && !place) {
        const char* message =
            crs->isGeographic()
                ? ui::trLater(
                      "\"{} {}\" is not a place; expected two numbers, longitude, then latitude in degrees")
                : ui::trLater("\"{} {}\" is not a place; expected two numbers, easting, then northing");
        throw UsageError(message, options.x, options.y);
    }

    auto catalog = openCatalog(line);
    DistrictParts parts;
    parts.layer = [](const layers::LayerEntry&) { return false; };
    auto district = loadDistrict(std::move(catalog), parts);
    if (!district) throw WorkError(district.report);
    bool failed = false;
    for (const auto& entry : district->terrain) {
        tell(entry.report, line.common.quiet, line.texts);
        failed |= entry.failed();
    }
    if (district->ground.sources().empty())
        throw WorkError("{} gives no terrain that can be read", district->catalog.file);
    auto toMap = geodata::Transform::create(*crs, district->crs);
    if (!toMap) throw WorkError("no way from {} to the map's CRS\n{}", options.crs, toMap.report);

    const HeightQuery query(*district, std::move(*toMap.value));
    int status = failed ? 1 : 0;
    if (lines)
        status = std::max(status, answerLines(query, *crs));
    else
        answerOne(line, *district, query, *place);
    return status;
}

}  // namespace

void addHeight(CommandLine& line) {
    auto& command = line.add("height", line.tr("Ground height in metres at a place, with its source"));
    const auto options = std::make_shared<HeightOptions>();
    command
        .add_option("LON", options->x, line.tr("Longitude, or - to read \"X Y\" lines from standard input"))
        ->type_name("")
        ->required();
    command.add_option("LAT", options->y, line.tr("Latitude"))->type_name("");
    command
        .add_option("--crs", options->crs,
                    line.tr("CRS of the places, such as EPSG:4545, GCJ02 or BD09; without it WGS 84"))
        ->type_name("CRS");
    command.callback([&line, options] { line.run = [&line, options] { return runHeight(line, *options); }; });
}

}  // namespace atlas::app
