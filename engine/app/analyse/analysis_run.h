#pragma once
// What all analyses of the command line have in common: ground, output, provenance, progress, figures.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/slope.h"
#include "app/analyse/analysed_ground.h"
#include "app/analyse/analysis_output.h"
#include "app/analyse/long_work.h"
#include "app/output_file.h"
#include "geodata/crs.h"

namespace atlas::app {

struct AnalysisOptions {
    GroundOptions ground;
    std::string out;
    std::string crs = "EPSG:4326";  ///< of the places given
};

/// One run: made when the command line is understood, before anything is read.
class AnalysisRun {
  public:
    enum class Output { Raster, Vector };
    /// Throws UsageError when the name of the output tells no format of its kind.
    AnalysisRun(const CommandLine& line, const char* name, const AnalysisOptions& options, Output output);

    const char* tr(const char* id) const { return line_.tr(id); }
    const CommandLine& line() const { return line_; }
    /// Reads the ground; `wanted`: layers to load with it (empty: none).
    const AnalysedGround& open(const std::function<bool(const layers::LayerEntry&)>& wanted = {});
    AnalysedGround& ground() { return *ground_; }
    const geodata::Raster& heights() const { return ground_->heights; }
    LongWork& work() { return work_; }

    /// A parameter, for the output's metadata.
    void note(const std::string& key, const std::string& value) { provenance_.emplace_back(key, value); }
    void note(const std::string& key, double value);
    /// "LON,LAT" in the CRS of the options, in the ground's. `option`: how the person named it. Throws
    /// UsageError when it is no place.
    geodata::Point2 place(const char* option, const std::string& text) const;
    /// "FROM,TO". Throws UsageError when it is not two numbers.
    std::pair<double, double> range(const char* option, const std::string& text) const;
    /// Throws WorkError when no ground is there.
    void mustBeOnGround(const char* option, geodata::Point2 place) const;
    /// Says, and notes, how much of the ground has no height: it hides nothing.
    void mindHoles();
    /// Raises the heights by the buildings of the map whose height is known, but for the one that `inside`
    /// lies in. Returns how many.
    std::size_t raiseBuildings(std::optional<geodata::Point2> inside = {});

    /// The result of a cell comes from the eight round it, too: where no cell has a value, that is said.
    void needsNeighbours() { needsNeighbours_ = true; }

    /// `values`: guessed ground is left out. Throws WorkError when no cell has a value.
    void write(geodata::Raster& values, const std::string& title, const std::string& unit);
    void write(analysis::HillshadeTones& shade, const std::string& title);
    void write(const geodata::Raster& shape, std::span<const std::uint8_t> codes, int noCode,
               const std::string& title);
    void write(const VectorOutput& output);
    /// Another vector file, by its extension. `option`: how the person named it.
    void writeTable(const char* option, const std::string& path, const VectorOutput& output);
    /// Another GeoTIFF; as write().
    void writeMap(const char* option, const std::string& path, geodata::Raster& values,
                  const std::string& title, const std::string& unit);
    /// All files appear in their places.
    void commit();
    /// A line for the person, on standard output.
    void figure(const char* label, const std::string& value);

  private:
    void mustHaveValues(bool any) const;
    void mustEndInTif(const char* option, const std::string& path) const;

    const CommandLine& line_;
    const char* name_;
    AnalysisOptions options_;
    Provenance provenance_;
    ExportFormat format_ = ExportFormat::GeoJson;
    std::vector<std::unique_ptr<OutputFile>> files_;
    std::optional<AnalysedGround> ground_;
    std::string figures_;
    bool needsNeighbours_ = false;
    LongWork work_;
};

}  // namespace atlas::app
