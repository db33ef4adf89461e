#pragma once
// The section along a line as a picture file. No GL: Cairo draws it.

#include <string>

#include "app/section.h"
#include "ui/translations.h"

namespace atlas::app {

struct ProfileChart {
    const Section& section;
    std::string title;
    std::string figures;   ///< profileFigures()
    std::string source;    ///< what the heights are and whose; one line
    std::string language;  ///< of the names of what is crossed: "zh" or "en"
};

/// Length, climb, descent and steepest place in one line.
std::string profileFigures(const Section& section, const ui::Translations& texts);

/// Writes a PNG of 1800 x 760 pixels, whole or not at all. Where the line has no data the section is open,
/// where its heights are extrapolated it is dashed.
/// Throws WorkError. Any thread.
void writeProfileChart(const std::string& path, const ProfileChart& chart);

/// A round step (1, 2 or 5 × a power of ten) that cuts `span` into at most `most` parts. `span` > 0.
double roundStep(double span, int most);

}  // namespace atlas::app
