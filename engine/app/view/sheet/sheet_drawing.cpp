#include "app/view/sheet/sheet_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/profile_chart.h"

namespace atlas::app {

namespace {

constexpr double kHairline = 0.75;
constexpr SheetPen::Color kWhite{1, 1, 1, 1};
constexpr SheetPen::Color kEdge{0.45, 0.43, 0.40, 1};
constexpr double kNorthWidth = 44, kBarMost = 170;  // units
constexpr int kBarParts = 4;

SheetPen::Color colorOf(const layers::LegendEntry& sign, double alpha = 1) {
    return {sign.color[0], sign.color[1], sign.color[2], alpha};
}

// On paper a pale sign would be lost without an edge.
bool isPale(const layers::LegendEntry& sign) {
    return 0.21 * sign.color[0] + 0.72 * sign.color[1] + 0.07 * sign.color[2] > 0.7;
}

// The same signs as in the panel (layers/panels/card_panel.cpp), `side` units square.
void drawSign(const layers::LegendEntry& sign, double x, double y, double side, SheetPen& pen) {
    const double middleX = x + side / 2;
    const double middleY = y + side / 2;
    switch (sign.sign) {
        case layers::LegendEntry::Sign::Fill:
            pen.fillBox(x, y, side, side, colorOf(sign, 0.3));
            pen.strokeBox(x, y, side, side, side * 0.1, colorOf(sign));
            break;
        case layers::LegendEntry::Sign::Line:
            if (isPale(sign))
                pen.line(x, middleY, x + side, middleY, std::max(1.6, side * 0.16) + 2 * kHairline, kEdge);
            pen.line(x, middleY, x + side, middleY, std::max(1.6, side * 0.16), colorOf(sign));
            break;
        case layers::LegendEntry::Sign::Disc:
            pen.fillDisc(middleX, middleY, side * 0.5, colorOf(sign));
            if (isPale(sign)) pen.strokeDisc(middleX, middleY, side * 0.5, kHairline, kEdge);
            break;
        case layers::LegendEntry::Sign::Ring:
            pen.strokeDisc(middleX, middleY, side * 0.42, std::max(1.2, side * 0.12), colorOf(sign));
            break;
        case layers::LegendEntry::Sign::Square:
            pen.fillBox(x + side * 0.05, y + side * 0.05, side * 0.9, side * 0.9, colorOf(sign));
            if (isPale(sign))
                pen.strokeBox(x + side * 0.05, y + side * 0.05, side * 0.9, side * 0.9, kHairline, kEdge);
            break;
        case layers::LegendEntry::Sign::None:
            break;
    }
    if (sign.glyph.empty()) return;
    const double size = side * 0.72;
    pen.font(size);
    const double wide = pen.widthOf(sign.glyph);
    if (wide > side * 0.8) pen.font(size * side * 0.8 / wide);
    pen.text(middleX - pen.widthOf(sign.glyph) / 2, middleY + 0.36 * std::min(size, size * side * 0.8 / wide),
             sign.glyph, kWhite);
}

void drawDiscs(const std::vector<layers::LegendEntry>& discs, const SheetLayout::Row& row, double type,
               SheetPen& pen) {
    const double scale = type / SheetType::kBody;
    double largest = 0;
    for (const auto& disc : discs) largest = std::max(largest, disc.radius * scale);
    double small = type * 0.85;
    const auto widthAt = [&](double size) {
        pen.font(size);
        double all = 0;
        for (const auto& disc : discs)
            all += std::max(2 * disc.radius * scale, pen.widthOf(disc.label)) + size * 0.7;
        return all;
    };
    while (small > 5 && widthAt(small) > row.width) small *= 0.93;
    pen.font(small);
    double x = row.x;
    for (const auto& disc : discs) {
        const double radius = disc.radius * scale;
        const double words = pen.widthOf(disc.label);
        const double width = std::max(2 * radius, words);
        pen.strokeDisc(x + width / 2, row.y + 2 * largest - radius, radius, 1, kSheetInk);
        pen.text(x + (width - words) / 2, row.y + 2 * largest + small * 1.3, disc.label, kSheetInk);
        x += width + small * 0.7;
    }
}

void drawLegend(const SheetLayout& layout, SheetPen& pen) {
    const double type = layout.type;
    for (const SheetLayout::Row& row : layout.legend) {
        if (!row.heading.empty()) {
            pen.font(type, true);
            // A group at a column's top stands level with the map's frame.
            pen.text(row.x, row.y + type * 1.05, pen.fitted(row.heading, row.width), kSheetInk);
        } else if (row.sign != nullptr) {
            drawSign(*row.sign, row.x, row.y + type * 0.1, type, pen);
            pen.font(type);
            double baseline = row.y + type;
            for (const std::string& line : row.label) {
                pen.text(row.x + type * 1.8, baseline, line, kSheetInk);
                baseline += type * 1.4;
            }
        } else {
            drawDiscs(*row.discs, row, type, pen);
        }
    }
}

// A needle: its northern half filled on one side, as on engraved maps.
void drawNorth(double x, double y, double radius, double degrees, SheetPen& pen) {
    const double angle = degrees * std::numbers::pi / 180;
    const auto at = [&](double turn, double reach) {
        return std::array<double, 2>{x + std::sin(angle + turn) * reach, y - std::cos(angle + turn) * reach};
    };
    pen.strokeDisc(x, y, radius, kHairline, kSheetInk);
    const double waist = radius * 0.2;
    pen.fillShape({at(0, radius * 0.92), at(std::numbers::pi / 2, waist), {x, y}}, kSheetInk);
    pen.fillShape({at(0, radius * 0.92), at(-std::numbers::pi / 2, waist), {x, y}}, kSheetQuiet);
    pen.fillShape({at(std::numbers::pi, radius * 0.7),
                   at(std::numbers::pi / 2, waist),
                   {x, y},
                   at(-std::numbers::pi / 2, waist)},
                  {0.75, 0.74, 0.71, 1});
    pen.font(SheetType::kSmall, true);
    const auto letter = at(0, radius + SheetType::kSmall * 0.75);
    pen.text(letter[0] - pen.widthOf("N") / 2, letter[1] + SheetType::kSmall * 0.36, "N", kSheetInk);
}

void drawBar(double x, double y, double metresPerUnit, const std::string& note, SheetPen& pen) {
    // The next round step above 0.4 of half the room is never above half of it.
    const double step = roundStep(0.4 * kBarMost / 2 * metresPerUnit, 1);
    const double length = 2 * step;
    const double wide = length / metresPerUnit;
    const double part = wide / kBarParts;
    constexpr double kThick = 4;
    for (int i = 0; i < kBarParts; ++i)
        pen.fillBox(x + i * part, y, part, kThick, i % 2 == 0 ? kSheetInk : kWhite);
    pen.strokeBox(x, y, wide, kThick, kHairline, kSheetInk);
    pen.font(SheetType::kSmall);
    const auto label = [&](double metres, double at, bool unit) {
        const double shown = length >= 2000 ? metres / 1000 : metres;
        const std::string words = fmt::format("{:g}{}", shown, !unit ? "" : length >= 2000 ? " km" : " m");
        const double figure = pen.widthOf(fmt::format("{:g}", shown));
        pen.text(at - figure / 2, y + kThick + SheetType::kSmall * 1.2, words, kSheetInk);
    };
    label(0, x, false);
    label(step, x + wide / 2, false);
    label(length, x + wide, true);
    if (!note.empty()) pen.text(x, y - SheetType::kSmall * 0.6, note, kSheetQuiet);
}

}  // namespace

void drawSheet(const SheetContent& content, const SheetLayout& layout, SheetPen& pen) {
    pen.fillBox(0, 0, layout.width, layout.height, kPaper);
    const SheetBox& map = layout.map;
    // Outside of the map's edge, so that no pixel of it is covered.
    pen.strokeBox(map.x - kHairline / 2, map.y - kHairline / 2, map.width + kHairline, map.height + kHairline,
                  kHairline, kSheetInk);
    if (!content.title.empty()) {
        pen.font(SheetType::kTitle, true);
        pen.text(layout.head.x, layout.head.y + SheetType::kTitle * 0.95,
                 pen.fitted(content.title, layout.head.width), kSheetInk);
        pen.font(SheetType::kBody);
        pen.text(layout.head.x, layout.head.bottom() - SheetType::kBody * 0.35,
                 pen.fitted(content.subtitle, layout.head.width), kSheetQuiet);
    }
    drawLegend(layout, pen);
    const SheetBox& foot = layout.foot;
    double x = foot.x;
    if (std::isfinite(content.north)) {
        drawNorth(x + 16, foot.y + 27, 14, content.north, pen);
        x += kNorthWidth;
    }
    if (content.metresPerUnit > 0) drawBar(x + 4, foot.y + 20, content.metresPerUnit, content.scaleNote, pen);
    pen.font(SheetType::kSmall);
    for (const SheetLayout::Line& words : layout.sources)
        pen.text(words.x, words.y + SheetType::kSmall, words.text, kSheetQuiet);
    if (!content.made.empty())
        pen.text(foot.right() - pen.widthOf(content.made), foot.y + SheetType::kSmall, content.made,
                 kSheetQuiet);
}

}  // namespace atlas::app
