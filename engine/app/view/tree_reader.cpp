#include "app/view/tree_reader.h"

#include <array>

namespace atlas::app {

void TreeReader::points(std::string_view key, std::vector<geodata::Point2>& into, std::size_t most) {
    std::vector<std::array<double, 2>> pairs;
    const auto onGlobe = [](const std::array<double, 2>& pair) {
        return std::abs(pair[0]) <= 180 && std::abs(pair[1]) <= 90;
    };
    const auto fits = [&](const auto& all) {
        return all.size() <= most && std::all_of(all.begin(), all.end(), onGlobe);
    };
    if (!read(key, pairs, fits,
              most == 1 ? geodata::said("one place in degrees was expected")
                        : geodata::said("degrees were expected")))
        return;
    into.clear();
    for (const auto& [x, y] : pairs) into.push_back({x, y});
}

nlohmann::json TreeReader::rest() const {
    nlohmann::json unknown = nlohmann::json::object();
    if (!object_.is_object()) return unknown;
    for (const auto& [key, value] : object_.items()) {
        if (known_.contains(key)) continue;
        complain(key, geodata::said("is not known to this version; it is kept"), geodata::Severity::Warning);
        unknown[key] = value;
    }
    return unknown;
}

}  // namespace atlas::app
