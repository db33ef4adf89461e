#include "app/view/tools/skyline_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/grid.h"
#include "app/building_footprints.h"
#include "app/failure.h"
#include "app/view/tools/map_tools.h"
#include "app/view/tools/place_tool.h"
#include "app/view/tools/proposal_tool.h"
#include "app/view/tools/sketch_tool.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

using analysis::BoxSight;
using analysis::SkylinePoint;

constexpr double kSkylineStep = 0.25;  // degrees
constexpr double kSkylineCoarse = 4;   // steps of the first answer's step
constexpr double kLeastWidth = 60;     // degrees of the picture at least
constexpr double kSideways = 15;       // degrees beside the proposals
constexpr float kHeight = 210;         // points of the chart
constexpr double kLeastSpan = 8;       // degrees of height at least

double turned(double azimuth) {
    return azimuth - 360 * std::floor(azimuth / 360);
}

/// The skyline's angle at an azimuth of the picture; NaN outside.
double angleAt(const std::vector<SkylinePoint>& line, double azimuth) {
    const auto next =
        std::lower_bound(line.begin(), line.end(), azimuth,
                         [](const SkylinePoint& point, double value) { return point.azimuth < value; });
    if (next == line.end()) return std::nan("");
    return next->angle;
}

/// The sight in which it rises most above the skyline, of those that see it.
const BoxSight* highest(const std::vector<BoxSight>& sights) {
    const BoxSight* best = nullptr;
    for (const BoxSight& sight : sights)
        if (sight.seen() && (best == nullptr || sight.above() > best->above())) best = &sight;
    return best;
}

}  // namespace

const char* SkylineTool::title() const {
    return ui::trLater("Skyline");
}

void SkylineTool::aim(Session& session) {
    aiming_ = true;
    host_.tools.use(std::make_unique<PlaceTool>(host_.view, host_.texts, session.tools.skyline.place));
}

std::function<std::optional<SkylineTool::Made>(bool coarse, const analysis::Job&)> SkylineTool::work(
    const Wanted& wanted) const {
    const terrain::HeightField& field = host_.view.stage().ground();
    const District& district = host_.view.district();
    std::vector<std::vector<geodata::Point2>> footprints;
    footprints.reserve(wanted.proposals.size());
    for (const Proposal& proposal : wanted.proposals) footprints.push_back(onMap(proposal.footprint));
    return [&field, &district, &source = host_.ground, known = built_, wanted,
            footprints = std::move(footprints), place = host_.view.mapFromWgs84(wanted.of.place.front())](
               bool coarse, const analysis::Job& job) -> std::optional<Made> {
        Made made;
        made.of = wanted;
        made.coarse = coarse;
        made.surface = known;
        const auto groundAt = [&field](double x, double y) { return field.heightAt(x, y); };
        const geodata::Raster& ground = source.heights();
        auto& built = made.surface;
        if (!built && wanted.of.buildings) {
            geodata::Raster raised = ground;
            analysis::raise(raised, knownBuildings(district.layers, groundAt).footprints);
            built = std::make_shared<const geodata::Raster>(std::move(raised));
        }
        if (!analysis::canStandAt(ground, place)) return made;
        analysis::SkylineOptions options;
        options.step = coarse ? kSkylineCoarse * kSkylineStep : kSkylineStep;
        // In the cell that the place lies in, as everything that looks around.
        const auto cell = *analysis::cellAt(ground, place);
        made.eyeAltitude = ground.at(cell.column, cell.row) + wanted.of.eye;
        options.eyeAltitude = made.eyeAltitude;
        const geodata::Raster& surface = wanted.of.buildings ? *built : ground;
        std::optional<std::pair<double, double>> wide;
        for (std::size_t i = 0; i < footprints.size(); ++i) {
            const ProposalFigures figures = figuresOf(wanted.proposals[i], footprints[i], groundAt);
            Stood stood{wanted.proposals[i].name, {}};
            if (std::isfinite(figures.roof)) {
                auto sights = analysis::sightsOf(surface, place, {footprints[i], figures.roof}, options, job);
                if (!sights) return std::nullopt;
                stood.sights = std::move(*sights);
            }
            // All proposals in one picture, the first near its middle.
            const double middle = stood.sights.empty() ? 0 : stood.sights[stood.sights.size() / 2].azimuth;
            const double near = wide ? (wide->first + wide->second) / 2 : turned(middle);
            const double shift = near + std::remainder(middle - near, 360) - middle;
            for (BoxSight& sight : stood.sights) {
                sight.azimuth += shift;
                if (!wide) wide = {sight.azimuth, sight.azimuth};
                wide = {std::min(wide->first, sight.azimuth), std::max(wide->second, sight.azimuth)};
            }
            made.proposals.push_back(std::move(stood));
        }
        if (wide) {
            const double middle = (wide->first + wide->second) / 2;
            const double half =
                std::min(180.0, std::max(kLeastWidth / 2, (wide->second - wide->first) / 2 + kSideways));
            made.from = middle - half;
            made.to = middle + half;
        }
        options.from = made.from;
        options.to = made.to;
        auto line = analysis::skyline(ground, place, options, job.part(0, 0.5));
        if (!line) return std::nullopt;
        made.ground = std::move(*line);
        if (wanted.of.buildings) {
            auto higher = analysis::skyline(*built, place, options, job.part(0.5, 1));
            if (!higher) return std::nullopt;
            made.built = std::move(*higher);
        }
        return made;
    };
}

void SkylineTool::update(const Session& session, bool open, bool wait) {
    if (session.tools.skyline.place.empty()) {
        work_.forget();
        made_.reset();
        return;
    }
    if (!open) return;
    wanted_ = {session.tools.skyline, session.tools.proposals};
    work_.ask(wanted_, wait, [this] { return work(wanted_); });
    if (auto made = work_.take(wait)) {
        built_ = made->surface;
        made_ = std::move(made);
    }
}

void SkylineTool::panel(Session& session, HudActions& /*actions*/) {
    SkylineState& state = session.tools.skyline;
    if (!aiming_ && state.place.empty()) aim(session);
    if (!host_.tools.drawing()) aiming_ = false;
    if (ImGui::Button(state.place.empty() ? tr("Choose a place") : tr("Move the place"))) aim(session);
    if (!state.place.empty()) {
        ImGui::SameLine();
        if (ImGui::Button(tr("Clear"))) {
            state.place.clear();
            host_.tools.cancel();
            aiming_ = true;  // not at once again
        }
    }
    auto eye = static_cast<float>(state.eye);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##eye", &eye, 0.5F, 300, tr("eye %.1f m above the ground"),
                           ImGuiSliderFlags_Logarithmic))
        state.eye = std::clamp(std::round(static_cast<double>(eye) * 10) / 10, 0.0, 1000.0);
    ImGui::Checkbox(tr("With buildings of known height"), &state.buildings);
    if (state.place.empty()) {
        quiet(tr(
            "Click a place on the map: where ground and sky meet is drawn as it is seen from there, and how "
            "far proposed buildings rise above it."));
        return;
    }
    progress(work_);
    if (!made_) return;
    if (made_->ground.empty()) {
        if (!work_.busy()) quiet(tr("no height data here"));
        return;
    }
    figure(tr("Eye at"), fmt::format("{:.1f} m", made_->eyeAltitude));
    for (const Stood& proposal : made_->proposals) drawFigures(proposal);
    if (made_->proposals.empty())
        quiet(tr("There is no proposed building yet: draw one with the tool above."));
    exportTo("skyline.csv", [&](const std::string& path) { return write(path); });
    quiet(
        tr("With the earth's curvature and refraction. The skyline is that of the map's heights; trees, and "
           "buildings without a known height, are not in it, nor what lies beyond the map."));
}

void SkylineTool::drawFigures(const Stood& proposal) const {
    ImGui::Separator();
    ImGui::TextUnformatted(proposal.name.c_str());
    if (proposal.sights.empty()) {
        quiet(tr("the place lies inside its outline, or there is no height data"));
        return;
    }
    const auto near =
        std::min_element(proposal.sights.begin(), proposal.sights.end(),
                         [](const BoxSight& a, const BoxSight& b) { return a.distance < b.distance; });
    const double azimuth = turned(proposal.sights[proposal.sights.size() / 2].azimuth);
    figure(tr("Distance · direction"),
           fmt::format("{} · {:.0f}° {}", lengthText(near->distance), azimuth,
                       tr(kWinds[static_cast<std::size_t>(std::lround(azimuth / 45)) % kWinds.size()])));
    const BoxSight* best = highest(proposal.sights);
    if (best == nullptr) {
        quiet(tr("It is hidden behind what stands before it."));
        return;
    }
    const double above = best->above();
    figure(above > 0 ? tr("Rises above the skyline by") : tr("Stays below the skyline by"),
           fmt::format("{:.1f} m · {:.2f}°", std::abs(above),
                       std::abs(best->top - std::max(best->before, best->behind))));
    const auto over = std::count_if(proposal.sights.begin(), proposal.sights.end(),
                                    [](const BoxSight& s) { return s.seen() && s.above() > 0; });
    if (above > 0)
        figure(tr("Of its width"), fmt::format("{:.0f} %", 100.0 * static_cast<double>(over) /
                                                               static_cast<double>(proposal.sights.size())));
}

float SkylineTool::chartHeight(const Session& session) const {
    return !session.tools.skyline.place.empty() && made_ && !made_->ground.empty() ? kHeight : 0;
}

void SkylineTool::chart(Session& /*session*/) {
    if (!made_ || made_->ground.empty()) return;
    const Made& m = *made_;
    ImGui::PushFont(host_.fonts->small);
    const float s = ImGui::GetFontSize() / 13;
    const float line = ImGui::GetTextLineHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size = ImGui::GetContentRegionAvail();
    ImGui::Dummy(size);
    const bool hovered = ImGui::IsItemHovered();
    const float left = at.x + ImGui::CalcTextSize("−00° ").x;
    const float width = at.x + size.x - left;
    const float top = at.y + line;
    const float floor = at.y + size.y - line * 1.2F;
    double low = 0;
    double high = 0;
    const auto reach = [&](double angle) {
        if (std::isnan(angle)) return;
        low = std::min(low, angle);
        high = std::max(high, angle);
    };
    for (const SkylinePoint& point : m.ground) reach(point.angle);
    for (const SkylinePoint& point : m.built) reach(point.angle);
    for (const Stood& proposal : m.proposals)
        for (const BoxSight& sight : proposal.sights) reach(sight.top);
    low = std::max(low, -15.0) - 1;
    high = std::max(high + 0.08 * (high - low), low + kLeastSpan);
    const auto x = [&](double azimuth) {
        return left + static_cast<float>((azimuth - m.from) / (m.to - m.from)) * width;
    };
    const auto y = [&](double angle) {
        return floor -
               static_cast<float>((std::clamp(angle, low, high) - low) / (high - low)) * (floor - top);
    };
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImU32 rule = ImGui::GetColorU32(ImGuiCol_Separator);
    const ImU32 words = ImGui::GetColorU32(ui::quiet());
    const double span = high - low;
    const double step = span > 40 ? 20 : span > 16 ? 5 : 2;
    for (double angle = std::ceil(low / step) * step; angle < high; angle += step) {
        draw.AddLine(ImVec2(left, y(angle)), ImVec2(left + width, y(angle)), rule);
        const std::string text = fmt::format("{:.0f}°", angle + 0.0);  // no −0
        draw.AddText(ImVec2(left - ImGui::CalcTextSize(text.c_str()).x - 4 * s, y(angle) - line / 2), words,
                     text.c_str());
    }
    const double turn = m.to - m.from > 180 ? 45 : m.to - m.from > 90 ? 30 : 15;
    float free = left;  // where the next word may begin
    for (double azimuth = std::ceil(m.from / turn) * turn; azimuth <= m.to; azimuth += turn) {
        const double round = turned(azimuth);
        const std::string text =
            std::fmod(round, 45) == 0
                ? fmt::format("{} {:.0f}°", tr(kWinds[static_cast<std::size_t>(round / 45) % 8]), round)
                : fmt::format("{:.0f}°", round);
        const float wide = ImGui::CalcTextSize(text.c_str()).x;
        draw.AddLine(ImVec2(x(azimuth), floor), ImVec2(x(azimuth), floor + 4 * s), words);
        const float begin = std::clamp(x(azimuth) - wide / 2, left, left + width - wide);
        if (begin < free) continue;
        draw.AddText(ImVec2(begin, floor + 3 * s), words, text.c_str());
        free = begin + wide + 6 * s;
    }
    draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // where two quads touch, each edge would show
    const auto fill = [&](const std::vector<SkylinePoint>& points, ImU32 color) {
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            if (std::isnan(points[i].angle) || std::isnan(points[i + 1].angle)) continue;
            const ImVec2 a(x(points[i].azimuth), y(points[i].angle));
            const ImVec2 b(x(points[i + 1].azimuth), y(points[i + 1].angle));
            draw.AddQuadFilled(ImVec2(a.x, floor), a, b, ImVec2(b.x, floor), color);
        }
    };
    fill(m.built, ImGui::GetColorU32(ui::onPanel({0.62F, 0.60F, 0.57F, 1}, {0.70F, 0.68F, 0.65F, 1})));
    fill(m.ground, ImGui::GetColorU32(ui::onPanel({0.44F, 0.42F, 0.38F, 1}, {0.52F, 0.50F, 0.45F, 1})));
    const ImU32 before = ImGui::GetColorU32(ImVec4(ui::kAccent.x, ui::kAccent.y, ui::kAccent.z, 0.55F));
    const ImU32 above = ImGui::GetColorU32(ui::kAccent);
    for (const Stood& proposal : m.proposals) {
        const auto& sights = proposal.sights;
        const float half =
            sights.size() > 1 ? std::max(0.5F, (x(sights[1].azimuth) - x(sights[0].azimuth)) / 2) : 1;
        for (const BoxSight& sight : sights) {
            if (!sight.seen()) continue;
            const float middle = x(sight.azimuth);
            const double sky = std::max(sight.before, sight.behind);
            draw.AddRectFilled(ImVec2(middle - half, y(std::min(sight.top, sky))),
                               ImVec2(middle + half, y(sight.before)), before);
            if (sight.top > sky)
                draw.AddRectFilled(ImVec2(middle - half, y(sight.top)), ImVec2(middle + half, y(sky)), above);
        }
    }
    draw.Flags |= ImDrawListFlags_AntiAliasedFill;
    for (const Stood& proposal : m.proposals) {
        const BoxSight* best = highest(proposal.sights);
        if (best == nullptr) continue;
        const float wide = ImGui::CalcTextSize(proposal.name.c_str()).x;
        draw.AddText(ImVec2(std::clamp(x(best->azimuth) - wide / 2, left, left + width - wide),
                            y(best->top) - line - 2 * s),
                     ImGui::GetColorU32(ImGuiCol_Text), proposal.name.c_str());
    }
    if (hovered) {
        const double azimuth =
            m.from + static_cast<double>((ImGui::GetIO().MousePos.x - left) / width) * (m.to - m.from);
        const auto& shown = m.built.empty() ? m.ground : m.built;
        const double angle = angleAt(shown, azimuth);
        if (azimuth >= m.from && !std::isnan(angle)) {
            const auto point =
                std::lower_bound(shown.begin(), shown.end(), azimuth,
                                 [](const SkylinePoint& p, double value) { return p.azimuth < value; });
            draw.AddLine(ImVec2(x(azimuth), top), ImVec2(x(azimuth), floor),
                         ImGui::GetColorU32(ImGuiCol_Text, 0.5F));
            ImGui::SetTooltip("%s", fmt::format("{:.1f}° · {:+.2f}° · {}", turned(azimuth), angle,
                                                lengthText(point->distance))
                                        .c_str());
        }
    }
    ImGui::PopFont();
}

void SkylineTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    for (const auto& place : onMap(session.tools.skyline.place))
        canvas.mark(place, open ? ToolCanvas::Mark::Chosen : ToolCanvas::Mark::Point);
}

FileWriting SkylineTool::write(const std::string& path) const {
    if (extensionOf(path) != ".csv") throw WorkError("the name must end in .csv");
    if (!made_ || made_->coarse || !(made_->of == wanted_) || made_->ground.empty())
        throw WorkError("it is still being computed: try again in a moment");
    const Made& m = *made_;
    std::string source;
    for (const auto& terrain : host_.view.district().terrain)
        if (terrain.source) source += (source.empty() ? "" : "; ") + terrain.entry->source;
    const std::string parameters =
        csvCell(fmt::format("longitude={:.7f}; latitude={:.7f}; eye_altitude_m={:.2f}; curvature=6/7",
                            m.of.of.place.front().x, m.of.of.place.front().y, m.eyeAltitude));
    std::string text =
        "what,azimuth_grid_deg,skyline_deg,skyline_distance_m,skyline_with_buildings_deg,top_deg,distance_m,"
        "above_skyline_m,parameters,source\n";
    const auto number = [](double value, int decimals) {
        return std::isfinite(value) ? fmt::format("{:.{}f}", value, decimals) : std::string();
    };
    for (std::size_t i = 0; i < m.ground.size(); ++i)
        text +=
            fmt::format("skyline,{:.2f},{},{},{},,,,{},{}\n", turned(m.ground[i].azimuth),
                        number(m.ground[i].angle, 4), number(m.ground[i].distance, 1),
                        i < m.built.size() ? number(m.built[i].angle, 4) : "", parameters, csvCell(source));
    for (const Stood& proposal : m.proposals)
        for (const BoxSight& sight : proposal.sights)
            text += fmt::format("{},{:.2f},{},,,{:.4f},{:.1f},{:.2f},{},{}\n", csvCell(proposal.name),
                                turned(sight.azimuth), number(std::max(sight.before, sight.behind), 4),
                                sight.top, sight.distance, sight.above(), parameters, csvCell(source));
    return textFile(std::move(text));
}

}  // namespace atlas::app
