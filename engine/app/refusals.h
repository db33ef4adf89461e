#pragma once
// Why an analysis gives no answer, in the person's language. The analyses' own reports say it in English.

#include <string>
#include <vector>

#include "analysis/sun_hours.h"
#include "geodata/geometry.h"
#include "ui/translations.h"

namespace atlas::app {

/// Asked after a refusal; pure.
/// profileAlong()'s; `course` in a metric CRS, `step` in metres.
std::string whyNoProfile(const ui::Translations& texts, const std::vector<geodata::Point2>& course,
                         double step);
/// sunDay()'s.
std::string whyNoSun(const ui::Translations& texts, const analysis::SunDayOptions& options);
/// contourLevels()'s: of an interval, for heights of which any has a value or not.
std::string whyNoContours(const ui::Translations& texts, double interval, bool anyHeight);

}  // namespace atlas::app
