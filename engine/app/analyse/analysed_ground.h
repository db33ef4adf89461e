#pragma once
// The ground that a command analyses: the map's own, or a raster that the person names; always projected, in
// metres.

#include <functional>
#include <string>
#include <utility>

#include "analysis/grid.h"
#include "app/command_line.h"
#include "app/district.h"

namespace atlas::app {

struct GroundOptions {
    std::string dem;     ///< anything GDAL opens; "" = the map's own ground
    std::string demCrs;  ///< declared CRS, "" = the file's
    int band = 1;
    bool guessed = false;  ///< keep what was continued beyond the measured points
};

struct AnalysedGround {
    explicit AnalysedGround(District loaded) : district(std::move(loaded)) {}

    District district;        ///< the layers asked for, in the CRS of `heights`
    geodata::Raster heights;  ///< metres
    analysis::CellSet
        guessed;         ///< continued beyond the measured points; without width: nothing is known of it
    std::string source;  ///< what the heights are and whose
    std::string datum;   ///< vertical; "" = the raster does not say
    std::string crsName;
    std::string warped;         ///< from which CRS the raster was brought here, "" = used as it is
    bool own = false;           ///< the map's own ground
    bool keepsGuessed = false;  ///< GroundOptions::guessed

    geodata::Point2 center() const { return heights.extent().center(); }
    /// What must not be presented as data becomes no data.
    void hideGuessed(geodata::Raster& values) const;
    /// Of the map's ground: whether the height at a place was continued beyond the measured points.
    bool isExtrapolated(geodata::Point2 place) const;
    /// Metres; NaN where there is no height, or one that must not be presented as data.
    double heightAt(double x, double y) const;
    bool isGuessed(int column, int row) const { return guessed.width() > 0 && guessed.has(column, row); }
};

/// A raster whose CRS is geographic, has no metres, or stretches lengths by more than 1 % at its middle (Web
/// Mercator) is warped into the UTM zone of its middle, and standard error says so. `wanted`: the layers to
/// load with it. Throws WorkError.
AnalysedGround openGround(const CommandLine& line, const GroundOptions& options,
                          const std::function<bool(const layers::LayerEntry&)>& wanted);

}  // namespace atlas::app
