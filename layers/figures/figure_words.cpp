#include "layers/figures/figure_words.h"

#include <fmt/format.h>

namespace atlas::layers {

std::string withUnit(std::string_view value, std::string_view unit) {
    const std::size_t place = unit.find("{}");
    if (place == std::string_view::npos)
        return unit.empty() ? std::string(value) : fmt::format("{} {}", value, unit);
    return fmt::format("{}{}{}", unit.substr(0, place), value, unit.substr(place + 2));
}

}  // namespace atlas::layers
