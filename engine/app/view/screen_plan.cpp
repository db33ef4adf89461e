#include "app/view/screen_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace atlas::app {

namespace {

std::optional<std::size_t> find(const std::vector<surface::Screen>& screens, const std::string& wanted) {
    const auto named = std::find_if(screens.begin(), screens.end(),
                                    [&](const surface::Screen& screen) { return screen.name == wanted; });
    if (named != screens.end()) return static_cast<std::size_t>(named - screens.begin());
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
    const bool whole = problem == std::errc() && end == wanted.data() + wanted.size();
    return whole && number >= 1 && number <= screens.size() ? std::optional(number - 1) : std::nullopt;
}

}  // namespace

ScreenPlan planScreens(const std::vector<surface::Screen>& screens, const WantedScreens& wanted) {
    if (screens.empty()) return {};
    const auto panels = find(screens, wanted.panels);
    auto map = find(screens, wanted.map);
    for (std::size_t i = 0; i < screens.size() && !map; ++i)
        if (i != panels) map = i;
    if (!map) map = 0;
    ScreenPlan plan{screens[*map], std::nullopt};
    if (panels && *panels != *map) plan.panels = screens[*panels];
    return plan;
}

std::string screenList(const std::vector<surface::Screen>& screens) {
    std::string all;
    for (std::size_t i = 0; i < screens.size(); ++i)
        all += fmt::format("{}{} {} ({}x{})", i > 0 ? ", " : "", i + 1, screens[i].name, screens[i].width,
                           screens[i].height);
    return all;
}

}  // namespace atlas::app
