#include "layers/figures/figure_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace atlas::layers {

namespace {

std::optional<double> numberIn(std::string_view text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [after, problem] = std::from_chars(text.data(), end, number);
    return problem == std::errc() && after == end && std::isfinite(number) ? std::optional(number)
                                                                           : std::nullopt;
}

// As many digits as the source has: 11.91 million, 220,000.
std::string inEnglish(double number) {
    if (std::abs(number) >= 1e9) return fmt::format("{:.10g} billion", number / 1e9);
    if (std::abs(number) >= 1e6) return fmt::format("{:.10g} million", number / 1e6);
    std::string text = fmt::format("{:.10g}", number);
    const std::size_t first = text.front() == '-' ? 1 : 0;
    for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

}  // namespace

std::string withUnit(std::string_view value, std::string_view unit) {
    const std::size_t place = unit.find('{');
    const std::size_t end = place == unit.npos ? unit.npos : unit.find('}', place);
    if (end == unit.npos) return unit.empty() ? std::string(value) : fmt::format("{} {}", value, unit);
    std::string shown(value);
    if (unit.substr(place, 2) == "{*") {
        const std::string_view times = unit.substr(place + 2, end - place - 2);
        const auto factor = numberIn(times);
        const auto number = numberIn(value);
        if (factor && number)
            shown = inEnglish(*number * *factor);
        else if (factor != 1)
            shown = fmt::format("{} × {}", value, times);
    }
    return fmt::format("{}{}{}", unit.substr(0, place), shown, unit.substr(end + 1));
}

bool isChange(std::string_view unit) {
    return unit == "percent year on year";
}

}  // namespace atlas::layers
