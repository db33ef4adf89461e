#pragma once
// What a measurement comes to: lines for the panel, fields for files. Drawing thread.

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "app/view/map_view.h"
#include "app/view/tools/tool_state.h"
#include "ui/translations.h"

namespace atlas::app {

/// For files: a field named with its unit.
struct MeasureFigure {
    std::string field;
    double number = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known, or `text` says it
    std::string text = {};
};

struct MeasureLine {
    std::string label, value;
    std::vector<MeasureFigure> figures = {};
};

class MeasureFigures {
  public:
    /// Both outlive it.
    MeasureFigures(const MapView& view, const ui::Translations& texts) : view_(view), texts_(texts) {}

    /// Empty for a measurement with too few points. Kept; valid until the next call.
    const std::vector<MeasureLine>& of(const Measurement& measurement);
    /// A row a measurement; a column for each figure that any of them has. An empty cell: not known, or no
    /// such figure. `source`: whose heights.
    std::string csv(const std::vector<Measurement>& all, const std::string& source);
    std::string geoJson(const std::vector<Measurement>& all, const std::string& source);

  private:
    const char* tr(const char* id) const { return texts_.tr(id); }
    std::vector<MeasureLine> pointFigures(const Measurement& measurement) const;
    std::vector<MeasureLine> distanceFigures(const Measurement& measurement) const;
    std::vector<MeasureLine> areaFigures(const Measurement& measurement) const;
    std::vector<MeasureLine> buildingFigures(const Measurement& measurement) const;
    std::vector<geodata::Point2> onMap(const std::vector<geodata::Point2>& degrees) const;
    MeasureLine guessedLine() const;
    std::string lengthsSay() const;  ///< what lengths and areas are counted on

    const MapView& view_;
    const ui::Translations& texts_;
    std::vector<std::pair<Measurement, std::vector<MeasureLine>>> known_;  ///< by what they are of
    std::string language_;
};

}  // namespace atlas::app
