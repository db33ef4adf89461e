#include "app/view/tools/sun_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <tuple>

#include "app/refusals.h"
#include "app/view/tools/sun_work.h"
#include "scene/light.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kDay = 86400;
constexpr double kPace = 3600;            // seconds of the day in a second of play
constexpr double kFirst = 5, kLast = 20;  // hours that are played
constexpr int kFirstYear = 1900, kLastYear = 2100;
constexpr int kSunZoom = 2;

/// Classes of hours: two that fall short of the rule, then wider ones above it.
ClassScale hoursScale(double least) {
    ClassScale scale{{least / 2, least}, {{120, 44, 60, 210}, {206, 92, 66, 200}}};
    const std::array<std::array<std::uint8_t, 4>, 4> above{
        {{244, 196, 96, 175}, {248, 222, 140, 165}, {252, 240, 190, 155}, {255, 250, 228, 145}}};
    for (const double more : {2.0, 4.0, 6.0}) scale.breaks.push_back(least + more);
    scale.colors.insert(scale.colors.end(), above.begin(), above.end());
    return scale;
}

}  // namespace

SunTool::SunTool(const ToolHost& host)
    : PlannerTool(host),
      zone_(scene::zoneOffset(host.view.district().catalog.timeZone)),
      overlay_(host.view.stage()) {}

const char* SunTool::title() const {
    return ui::trLater("Sun and shadow");
}

void SunTool::setDay(Session& session, double day) {
    refusedDate_.clear();
    const double hour = session.time + zone_ - std::floor((session.time + zone_) / kDay) * kDay;
    session.time = day * kDay - zone_ + hour;
}

std::string SunTool::dateOf(const Session& session) const {
    if (!session.tools.sun.date.empty()) return session.tools.sun.date;
    const auto day =
        std::chrono::sys_days(std::chrono::days(static_cast<int>(std::floor((session.time + zone_) / kDay))));
    const std::chrono::year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

SunQuestion SunTool::question(const Wanted& wanted) const {
    SunQuestion question;
    question.date = wanted.date;
    question.zone = host_.view.district().catalog.timeZone;
    std::tie(question.from, question.to) = hoursThatCount(wanted.date, zone_);
    question.buildings = wanted.buildings;
    for (const Proposal& proposal : wanted.proposals)
        question.proposals.emplace_back(proposal, onMap(proposal.footprint));
    return question;
}

std::function<std::optional<SunTool::Made>(bool coarse, const analysis::Job&)> SunTool::work(
    const Wanted& wanted) const {
    return [&ground = host_.ground, &field = host_.view.stage().ground(), &district = host_.view.district(),
            wanted,
            question = question(wanted)](bool coarse, const analysis::Job& job) -> std::optional<Made> {
        Made made;
        made.of = wanted;
        made.from = question.from;
        made.to = question.to;
        auto answer = hoursOfSun(ground, field, district, question, coarse, job.part(0, 0.7));
        if (!answer) return std::nullopt;
        made.refused = answer->refused;
        if (made.refused.sentence != nullptr) return made;
        made.longest = answer->longest;
        const ClassScale scale = hoursScale(wanted.least);
        auto picture = classPicture(answer->hours, scale, coarse ? kSunCoarse : kSunZoom, job.part(0.7, 1));
        if (!picture) return std::nullopt;
        made.picture = std::move(*picture);
        made.shares = classShares(answer->hours, scale);
        return made;
    };
}

FileWriting SunTool::write(const Session& session, const std::string& path) const {
    const std::string extension = extensionOf(path);
    if (extension != ".tif" && extension != ".tiff") throw WorkError("the name must end in .tif");
    const SunState& state = session.tools.sun;
    return sunFile(host_.ground, host_.view.stage().ground(), host_.view.district(),
                   question({dateOf(session), state.least, session.shadows, session.tools.proposals}),
                   state.least, provenance("sun"));
}

void SunTool::update(const Session& session, bool /*open*/, bool wait) {
    if (!session.tools.sun.hours) {
        work_.forget();
        overlay_.clear();
        made_.reset();
        return;
    }
    const Wanted wanted{dateOf(session), session.tools.sun.least, session.shadows, session.tools.proposals};
    work_.ask(wanted, wait, [&] { return work(wanted); });
    if (auto made = work_.take(wait)) {
        made_ = std::move(made);
        if (made_->picture.width > 0)
            overlay_.set(made_->picture, 1);
        else
            overlay_.clear();
    }
}

void SunTool::drawHours(Session& session) {
    ImGui::Separator();
    SunState& state = session.tools.sun;
    ImGui::Checkbox(tr("Hours of sun on the ground, this day"), &state.hours);
    if (!state.hours) return;
    auto least = static_cast<float>(state.least);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##least", &least, 0.5F, 8, tr("at least %.1f h"), ImGuiSliderFlags_AlwaysClamp))
        state.least = std::round(static_cast<double>(least) * 2) / 2;
    progress(work_);
    if (!made_) return;
    if (made_->refused.sentence != nullptr) {
        quiet(said(host_.texts, made_->refused));
        return;
    }
    const ClassScale scale = hoursScale(made_->of.least);
    double enough = 0;
    for (std::size_t i = 0; i < scale.colors.size(); ++i) {
        const std::string label = i == 0 ? fmt::format("< {:g} h", scale.breaks[0])
                                  : i == scale.breaks.size()
                                      ? fmt::format("≥ {:g} h", scale.breaks.back())
                                      : fmt::format("{:g} – {:g} h", scale.breaks[i - 1], scale.breaks[i]);
        legendRow(scale.colors[i], label, fmt::format("{:.1f} %", made_->shares[i] * 100));
        if (i >= 2) enough += made_->shares[i];
    }
    figure(fmt::format(fmt::runtime(tr("Ground with at least {:g} h of sun")), made_->of.least).c_str(),
           fmt::format("{:.1f} %", enough * 100));
    if (made_->to - made_->from < 24)
        quiet(fmt::format(
            fmt::runtime(
                tr("Counted from {:g} to {:g} o'clock true solar time, as GB 50180 has it on this day.")),
            made_->from, made_->to));
    else
        quiet(fmt::format(fmt::runtime(tr("All {:.1f} h with the sun above the horizon count.")),
                          made_->longest));
    exportTo("sun.tif", [&](const std::string& path) { return write(session, path); });
    quiet(
        tr("On the ground itself, every 15 minutes; relief, buildings of known height and proposals cast "
           "shadows. Buildings without a known height do not: near them there is less sun."));
}

void SunTool::drawDate(Session& session) {
    const double day = std::floor((session.time + zone_) / kDay);
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))};
    // What is typed is one date when the field is left: 2 and 20 and 202 are years, too.
    std::array<int, 3> parts = typed_.value_or(
        std::array{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                   static_cast<int>(static_cast<unsigned>(date.day()))});
    heading(tr("Date: year, month, day"));
    ImGui::SetNextItemWidth(-1);
    if (ImGui::InputInt3("##date", parts.data())) typed_ = parts;
    if (ImGui::IsItemDeactivatedAfterEdit() && typed_) {
        const auto [year, month, number] = *typed_;
        const std::chrono::year_month_day typed{
            std::chrono::year(std::clamp(year, -9999, 9999)),
            std::chrono::month(static_cast<unsigned>(std::clamp(month, 0, 99))),
            std::chrono::day(static_cast<unsigned>(std::clamp(number, 0, 99)))};
        if (year < kFirstYear || year > kLastYear)
            refusedDate_ = fmt::format(fmt::runtime(tr("{}: the sun is known for the years {} to {}")), year,
                                       kFirstYear, kLastYear);
        else if (!typed.ok())
            refusedDate_ =
                fmt::format(fmt::runtime(tr("{}-{}-{}: there is no such date")), year, month, number);
        else
            setDay(session, static_cast<double>(std::chrono::sys_days(typed).time_since_epoch().count()));
        typed_.reset();
    }
    if (!refusedDate_.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, ui::kAccent);
        ImGui::TextWrapped("%s", refusedDate_.c_str());
        ImGui::PopStyleColor();
    }
    const std::pair<const char*, double> days[] = {{tr("Great Cold"), kGreatCold},
                                                   {tr("Equinox"), 0},
                                                   {tr("Summer solstice"), 90},
                                                   {tr("Winter solstice"), kWinterSolstice}};
    const float limit = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    for (std::size_t i = 0; i < std::size(days); ++i) {
        const auto& [name, longitude] = days[i];
        const float width = ImGui::CalcTextSize(name).x + 2 * ImGui::GetStyle().FramePadding.x;
        if (i > 0 && ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width < limit)
            ImGui::SameLine();
        if (ImGui::Button(name)) setDay(session, seasonDay(static_cast<int>(date.year()), longitude, zone_));
    }
}

void SunTool::panel(Session& session, HudActions& /*actions*/) {
    drawDate(session);
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
    ImGui::Checkbox(tr("Shadows and reflections of buildings"), &session.shadows);
    quiet(tr(
        "Shadows of relief and of buildings with a known height, in the light of this moment. Times are the "
        "map's clock."));
    drawHours(session);
}

}  // namespace atlas::app
