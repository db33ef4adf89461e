#pragma once
// Where things stand on a sheet.

#include <string>
#include <vector>

#include "app/view/sheet/sheet_content.h"
#include "app/view/sheet/sheet_pen.h"

namespace atlas::app {

/// In the sheet's units, from its top left corner.
struct SheetBox {
    double x = 0, y = 0, width = 0, height = 0;
    double right() const { return x + width; }
    double bottom() const { return y + height; }
};

struct SheetLayout {
    double width = 0, height = 0;
    SheetBox map;
    SheetBox head;  ///< title and subtitle; empty without them
    SheetBox foot;  ///< north and scale, sources, date; empty without them

    /// A line of the legend.
    struct Row {
        double x = 0, y = 0;                                      ///< its top left corner
        std::string heading;                                      ///< of a group, or
        const layers::LegendEntry* sign = nullptr;                ///< a sign with its
        std::vector<std::string> label;                           ///< lines, or
        const std::vector<layers::LegendEntry>* discs = nullptr;  ///< a scale of sizes
        double width = 0, height = 0;
    };
    std::vector<Row> legend;         ///< point into the content
    double type = SheetType::kBody;  ///< size of the legend's
    bool crowded = false;            ///< not all of the legend has room

    struct Line {
        double x = 0, y = 0;  ///< its top left corner
        std::string text;
    };
    std::vector<Line> sources;
};

/// `content` outlives the result. `measure`: any pen; only its letters are measured. What there is no room
/// for gives way in this order: the legend's size of type, then its last rows; the map keeps at least half of
/// each side.
SheetLayout layOutSheet(const SheetContent& content, const SheetParts& parts, double width, double height,
                        SheetPen& measure);

}  // namespace atlas::app
