#include "app/refusals.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

#include "terrain/sun.h"

namespace atlas::app {

std::string whyNoProfile(const ui::Translations& texts, const std::vector<geodata::Point2>& course,
                         double step) {
    double length = 0;
    for (std::size_t i = 1; i < course.size(); ++i)
        length += std::hypot(course[i].x - course[i - 1].x, course[i].y - course[i - 1].y);
    if (!(length > 0)) return texts.tr("a profile needs a line between two different places");
    if (length / step > 1e7)
        return fmt::format(
            fmt::runtime(texts.tr("a step of {:g} m makes more than ten million points along {:.0f} m")),
            step, length);
    return texts.tr("there is no ground height anywhere along the line: it lies outside the data");
}

std::string whyNoSun(const ui::Translations& texts, const analysis::SunDayOptions& options) {
    const std::string& date = options.date;
    int year = 0;
    std::from_chars(date.data(), date.data() + std::min<std::size_t>(date.size(), 4), year);
    if (date.size() != 10 || !terrain::parseTime(date + "T00:00", "+00:00"))
        return fmt::format(fmt::runtime(texts.tr("\"{}\" is no date; expected YYYY-MM-DD")), date);
    if (year < 1800 || year > 2200)
        return fmt::format(
            fmt::runtime(texts.tr("the sun's place is computed for the years 1800 to 2200, not for {}")),
            year);
    if (!terrain::parseTime(date + "T00:00", options.zone))
        return fmt::format(fmt::runtime(texts.tr("\"{}\" is no time zone; expected +HH:MM")), options.zone);
    if (!(options.step >= 1 && options.step <= 120))
        return texts.tr("the step must be between 1 and 120 minutes");
    if (!(options.from >= 0 && options.from < options.to && options.to <= 24))
        return texts.tr("the hours that count must be two ascending numbers between 0 and 24");
    return texts.tr("the place has no longitude and latitude; the sun cannot be found without");
}

std::string whyNoContours(const ui::Translations& texts, double interval, bool anyHeight) {
    if (!(interval > 0) || !std::isfinite(interval))
        return texts.tr("the interval between contours must be a number greater than 0 m");
    if (!anyHeight) return texts.tr("the heights have no value: there is nothing to draw contours of");
    return fmt::format(fmt::runtime(texts.tr("an interval of {:g} m makes too many contours")), interval);
}

}  // namespace atlas::app
