#pragma once
// The slope a place lies on, read from the terrain: from its top to its foot down the line of steepest fall,
// with the terraces between.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layers/card.h"
#include "ui/translations.h"

namespace atlas::layers {

/// Metres; map coordinates.
struct SlopeSection {
    struct Point {
        double x = 0, y = 0, height = 0;
        double along = 0;  ///< horizontal metres from the top
    };
    /// A stretch between steeper ones that is nearly level.
    struct Terrace {
        double height = 0, width = 0;  ///< mean height; horizontal width along the section
        Point middle;
    };
    std::vector<Point> points;  ///< from the top to the foot
    std::vector<Terrace> terraces;

    double difference() const { return points.front().height - points.back().height; }
    double length() const { return points.back().along; }
    double meanDegrees() const;
};

constexpr double kTerraceSlope = 0.14;  ///< metres a metre (8 degrees): less is a terrace
constexpr double kTerraceWidth = 20;    ///< metres: narrower ones the terrain does not show

/// The direction is that of a plane fitted to the ground within 80 m (least squares), or `bearing` where it
/// is known (then from the crest within 250 m on; degrees clockwise from the map's north, the way the slope
/// falls); the line goes up and down from the place as long as the ground does, at most 650 m either way.
/// nullopt where the ground is level (under 3
/// %), the fall is less than 10 m, or heights are missing. `ground`: true metres, NaN for none. Pure.
std::optional<SlopeSection> slopeSection(double x, double y,
                                         const std::function<double(double x, double y)>& ground,
                                         std::optional<double> bearing = std::nullopt);

/// What is written at a place of the section on the map, "zh" or "en".
struct SlopeWord {
    SlopeSection::Point at;
    std::string text;
};
std::vector<SlopeWord> slopeWords(const SlopeSection& section, std::string_view language);

/// Adds the slope to a card: figures, terraces, profile.
void addSlope(Card& card, const SlopeSection& section, const ui::Translations& texts);

}  // namespace atlas::layers
