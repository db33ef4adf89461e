#pragma once
// What a sheet says about the map that it shows: a printed page, or a picture with its legend.

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "app/view/map_view.h"
#include "layers/card.h"
#include "ui/translations.h"

namespace atlas::app {

/// What stands on a sheet besides the map.
struct SheetParts {
    bool title = false, legend = false, scale = false, north = false, sources = false, date = false;
    bool any() const { return title || legend || scale || north || sources || date; }
};
/// "title,legend,scale,north,sources,date", any of them, "all" or "none". Throws UsageError.
SheetParts parseSheetParts(const std::string& text);

struct SheetContent {
    std::string title, subtitle;  ///< "" = none
    struct Group {
        std::string name;  ///< of the layer; "" where its one sign says it
        std::vector<layers::LegendEntry> signs;
        std::vector<layers::LegendEntry> discs;  ///< a scale of sizes
    };
    std::vector<Group> legend;
    std::vector<std::string> sources;  ///< a paragraph each
    std::string made;                  ///< when it was drawn, "" = not said
    /// Metres on the ground that a unit of the sheet stands for, across the map at its middle; 0 = not said.
    double metresPerUnit = 0;
    std::string scaleNote;  ///< where that holds, "" = everywhere
    /// Degrees clockwise from the picture's up to true north at its middle; NaN = not said.
    double north = std::numeric_limits<double>::quiet_NaN();
};

/// All of it but what depends on the map's pixels. `title` "" = the map's own. Drawing thread.
SheetContent sheetContent(const MapView& view, const Session& session, const SheetParts& parts,
                          const std::string& title, const ui::Translations& texts);
/// Scale and north of the map as this camera sees it. `unit`: pixels of a unit of the sheet.
void measureSheet(SheetContent& content, const MapView& view, const scene::Pose& pose,
                  const scene::Viewport& map, double unit, const SheetParts& parts,
                  const ui::Translations& texts);
/// Today; of the moment that SOURCE_DATE_EPOCH names where that is set, so that a picture can be made again.
std::string sheetDate(const ui::Translations& texts);

}  // namespace atlas::app
