#pragma once
// The section along a line as a picture file. No GL: Cairo draws it.

#include <string>
#include <utility>
#include <vector>

#include "analysis/profile.h"
#include "ui/translations.h"

namespace atlas::app {

struct ProfileChart {
    const analysis::Profile& profile;
    std::string title;
    std::string figures;                                    ///< length, climb, …; one line
    std::string source;                                     ///< what the heights are and whose; one line
    std::vector<std::pair<double, std::string>> crossings;  ///< distance in metres, name; by distance
};

/// Length, climb, descent and steepest place in one line.
std::string profileFigures(const analysis::Profile& profile, const ui::Translations& texts);

/// Writes a PNG of 1800 x 760 pixels, whole or not at all. Where the line has no data the section is open.
/// Throws WorkError. Any thread.
void writeProfileChart(const std::string& path, const ProfileChart& chart);

/// A round step (1, 2 or 5 × a power of ten) that cuts `span` into at most `most` parts. `span` > 0.
double roundStep(double span, int most);

}  // namespace atlas::app
