#include "app/view/tools/sun_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "scene/light.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kDay = 86400;
constexpr double kPace = 3600;            // seconds of the day in a second of play
constexpr double kFirst = 5, kLast = 20;  // hours that are played
constexpr int kFirstYear = 1900, kLastYear = 2100;

}  // namespace

SunTool::SunTool(const ToolHost& host)
    : PlannerTool(host),
      zone_(-scene::parseTime("1970-01-01T00:00", host.view.district().catalog.timeZone).value_or(0)) {}

const char* SunTool::title() const {
    return ui::trLater("Sun and shadow");
}

void SunTool::setDay(Session& session, double day) const {
    const double hour = session.time + zone_ - std::floor((session.time + zone_) / kDay) * kDay;
    session.time = day * kDay - zone_ + hour;
}

void SunTool::panel(Session& session, HudActions& /*actions*/) {
    const double day = std::floor((session.time + zone_) / kDay);
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))};
    int parts[3] = {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                    static_cast<int>(static_cast<unsigned>(date.day()))};
    heading(tr("Date: year, month, day"));
    ImGui::SetNextItemWidth(-1);
    if (ImGui::InputInt3("##date", parts)) {
        const std::chrono::year_month_day typed{
            std::chrono::year(std::clamp(parts[0], kFirstYear, kLastYear)),
            std::chrono::month(static_cast<unsigned>(std::clamp(parts[1], 1, 12))),
            std::chrono::day(static_cast<unsigned>(std::clamp(parts[2], 1, 31)))};
        if (typed.ok())
            setDay(session, static_cast<double>(std::chrono::sys_days(typed).time_since_epoch().count()));
    }
    const std::tuple<const char*, unsigned, unsigned> days[] = {{tr("Great Cold"), 1, 20},
                                                                {tr("Equinox"), 3, 20},
                                                                {tr("Summer solstice"), 6, 21},
                                                                {tr("Winter solstice"), 12, 21}};
    const float limit = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    for (std::size_t i = 0; i < std::size(days); ++i) {
        const auto& [name, month, number] = days[i];
        const float width = ImGui::CalcTextSize(name).x + 2 * ImGui::GetStyle().FramePadding.x;
        if (i > 0 && ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width < limit)
            ImGui::SameLine();
        if (ImGui::Button(name))
            setDay(session,
                   static_cast<double>(std::chrono::sys_days(
                                           std::chrono::year_month_day(date.year(), std::chrono::month(month),
                                                                       std::chrono::day(number)))
                                           .time_since_epoch()
                                           .count()));
    }
    heading(tr("Time of day"));
    const double start = std::floor((session.time + zone_) / kDay) * kDay - zone_;
    double hour = (session.time - start) / 3600;
    if (playing_) {
        hour += static_cast<double>(ImGui::GetIO().DeltaTime) * kPace / 3600;
        if (hour > kLast) hour = kFirst;
        session.time = start + hour * 3600;
    }
    if (ImGui::Button(playing_ ? tr("Stop###play") : tr("Play the day###play"))) {
        playing_ = !playing_;
        if (playing_ && (hour < kFirst || hour > kLast - 0.5)) session.time = start + kFirst * 3600;
    }
    ImGui::SameLine();
    ImGui::SetNextItemWidth(-1);
    auto slider = static_cast<float>(hour);
    const int minutes = static_cast<int>(hour * 60);
    if (ImGui::SliderFloat("##hour", &slider, 0, 23.98F,
                           fmt::format("{:02}:{:02}", minutes / 60, minutes % 60).c_str())) {
        playing_ = false;
        session.time = start + std::round(static_cast<double>(slider) * 60) * 60;
    }
    const geodata::Point2 middle = host_.view.wgs84FromMap(host_.view.stage().grid().extent().center());
    const scene::SunPosition sun = scene::sunPosition(session.time, middle.x, middle.y);
    figure(tr("Sun's altitude"), fmt::format("{:.1f}°", sun.altitude));
    figure(tr("Sun's azimuth (from true north)"), fmt::format("{:.1f}°", sun.azimuth));
    if (sun.altitude > 0.5)
        figure(tr("Shadow of a 100 m tower"),
               fmt::format("{:.0f} m", 100 / std::tan(sun.altitude * 0.017453292519943295)));
    ImGui::Checkbox(tr("Buildings cast shadows"), &session.shadows);
    quiet(tr(
        "Shadows of relief and of buildings with a known height, in the light of this moment. Times are the "
        "map's clock."));
}

}  // namespace atlas::app
