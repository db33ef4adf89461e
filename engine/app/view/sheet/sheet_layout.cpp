#include "app/view/sheet/sheet_layout.h"

#include <algorithm>
#include <cmath>

namespace atlas::app {

namespace {

constexpr double kMargin = 32, kColumnSpace = 20;
constexpr double kColumn = 184, kColumnGap = 20;
constexpr double kLandscape = 1.15;  // width to height from which the legend stands beside the map
constexpr double kMostLegend = 0.4;  // of the side that it takes from the map
constexpr double kLeading = 1.4;     // of the type's size
constexpr double kFootLeft = 236;    // of north and scale
constexpr double kMade = 120;        // of the date
constexpr double kTwoColumns = 560;  // from which the sources stand in two columns
constexpr double kFootLeast = 44;    // of north and scale
constexpr std::array kTypes{SheetType::kBody, SheetType::kSmall, 9.0, 8.0};

using Row = SheetLayout::Row;

std::vector<Row> rowsOf(const SheetContent& content, double type, double column, SheetPen& pen) {
    std::vector<Row> rows;
    const double line = type * kLeading;
    for (const SheetContent::Group& group : content.legend) {
        if (!group.name.empty()) {
            Row row;
            row.heading = group.name;
            row.height = line + type * 0.7;
            rows.push_back(std::move(row));
        }
        for (const layers::LegendEntry& sign : group.signs) {
            Row row;
            row.sign = &sign;
            pen.font(type);
            row.label = pen.lines(sign.label, column - type * 1.8);
            row.height = line * static_cast<double>(std::max<std::size_t>(row.label.size(), 1)) + type * 0.25;
            rows.push_back(std::move(row));
        }
        if (!group.discs.empty()) {
            Row row;
            row.discs = &group.discs;
            double largest = 0;
            for (const auto& disc : group.discs) largest = std::max<double>(largest, disc.radius);
            row.height = 2 * largest * type / SheetType::kBody + line + type * 0.8;
            rows.push_back(std::move(row));
        }
    }
    for (Row& row : rows) row.width = column;
    return rows;
}

// From the top down in columns; a heading never ends one. How many columns it takes.
int flow(std::vector<Row>& rows, double column, double height) {
    int columns = 1;
    double y = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool heading = !rows[i].heading.empty();
        double needed = rows[i].height;
        if (heading && i + 1 < rows.size()) needed += rows[i + 1].height;
        if (y > 0 && y + needed > height) {
            ++columns;
            y = 0;
        }
        rows[i].x = (columns - 1) * (column + kColumnGap);
        rows[i].y = y;
        y += rows[i].height;
    }
    return columns;
}

double bottomOf(const std::vector<Row>& rows) {
    double bottom = 0;
    for (const Row& row : rows) bottom = std::max(bottom, row.y + row.height);
    return bottom;
}

void place(SheetLayout& layout, std::vector<Row> rows, double x, double y, double right, double bottom) {
    constexpr double kSlack = 0.5;
    for (Row& row : rows) {
        row.x += x;
        row.y += y;
        if (row.x + row.width > right + kSlack || row.y + row.height > bottom + kSlack)
            layout.crowded = true;
        else
            layout.legend.push_back(std::move(row));
    }
}

// Beside the map: as few columns as hold it all, smaller type rather than a smaller map.
void besideMap(SheetLayout& layout, const SheetContent& content, SheetPen& pen) {
    SheetBox& map = layout.map;
    const double most = map.width * kMostLegend;
    const double column = std::min(kColumn, most - kColumnSpace);
    std::vector<Row> rows;
    int columns = 1;
    const int possible =
        std::max(1, static_cast<int>((most - kColumnSpace + kColumnGap) / (column + kColumnGap)));
    for (const double type : kTypes) {
        layout.type = type;
        rows = rowsOf(content, type, column, pen);
        columns = flow(rows, column, map.height);
        if (columns <= possible) break;
    }
    columns = std::min(columns, possible);
    const double right = map.right();
    map.width -= columns * column + (columns - 1) * kColumnGap + kColumnSpace;
    place(layout, std::move(rows), map.right() + kColumnSpace, map.y, right, map.bottom());
}

// Under the map: columns over its width, as low as they can be.
void belowMap(SheetLayout& layout, const SheetContent& content, SheetPen& pen) {
    SheetBox& map = layout.map;
    const int columns = std::max(1, static_cast<int>((map.width + kColumnGap) / (kColumn + kColumnGap)));
    const double column = (map.width - (columns - 1) * kColumnGap) / columns;
    const double most = map.height * kMostLegend - kColumnSpace;
    std::vector<Row> rows;
    double height = most;
    for (const double type : kTypes) {
        layout.type = type;
        rows = rowsOf(content, type, column, pen);
        if (flow(rows, column, most) <= columns) break;
    }
    // The lowest height at which it still fits.
    double low = 0;
    for (int i = 0; i < 20; ++i) {
        const double middle = (low + height) / 2;
        (flow(rows, column, middle) <= columns ? height : low) = middle;
    }
    flow(rows, column, height);
    height = std::min(most, bottomOf(rows));
    map.height -= height + kColumnSpace;
    place(layout, std::move(rows), map.x, map.bottom() + kColumnSpace, map.right(),
          map.bottom() + kColumnSpace + most);
}

// North and scale at the left, then the sources in one column or in two, the date at the right.
void layOutFoot(SheetLayout& layout, const SheetContent& content, const SheetParts& parts, SheetPen& pen) {
    SheetBox& map = layout.map;
    const bool left = parts.scale || parts.north;
    const double line = SheetType::kSmall * kLeading;
    const double x = map.x + (left ? std::min(kFootLeft, map.width * 0.4) : 0);
    const double room = map.right() - x - (content.made.empty() ? 0 : kMade + kColumnSpace);
    pen.font(SheetType::kSmall);
    int columns = room >= kTwoColumns ? 2 : 1;
    const double column = std::max((room - (columns - 1) * kColumnGap) / columns, 40.0);
    std::vector<std::string> lines;
    for (const std::string& source : content.sources)
        for (std::string& words : pen.lines(source, column)) lines.push_back(std::move(words));
    const auto most = static_cast<std::size_t>(std::max(1.0, map.height * 0.3 / line));
    std::size_t rows = (lines.size() + columns - 1) / columns;
    rows = std::min(rows, most);
    const double tall = std::max(left ? kFootLeast : line, line * static_cast<double>(rows));
    layout.foot = {map.x, map.bottom() - tall, map.width, tall};
    for (std::size_t i = 0; i < lines.size() && i < rows * columns; ++i) {
        const std::size_t at = i / rows;
        layout.sources.push_back({x + static_cast<double>(at) * (column + kColumnGap),
                                  layout.foot.y + static_cast<double>(i % rows) * line, lines[i]});
    }
    map.height -= tall + kColumnSpace * 0.8;
}

}  // namespace

SheetLayout layOutSheet(const SheetContent& content, const SheetParts& parts, double width, double height,
                        SheetPen& pen) {
    SheetLayout layout;
    layout.width = width;
    layout.height = height;
    const double margin = std::min(kMargin, 0.04 * std::min(width, height));
    layout.map = {margin, margin, width - 2 * margin, height - 2 * margin};
    SheetBox& map = layout.map;
    if (!content.title.empty()) {
        layout.head = {margin, margin, map.width, SheetType::kTitle * 1.3 + SheetType::kBody * kLeading};
        map.y = layout.head.bottom() + kColumnSpace * 0.6;
        map.height -= map.y - margin;
    }
    if (parts.scale || parts.north || !content.sources.empty() || !content.made.empty())
        layOutFoot(layout, content, parts, pen);
    if (!content.legend.empty()) {
        if (width >= kLandscape * height)
            besideMap(layout, content, pen);
        else
            belowMap(layout, content, pen);
    }
    return layout;
}

}  // namespace atlas::app
