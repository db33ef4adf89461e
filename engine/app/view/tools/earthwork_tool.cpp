#include "app/view/tools/earthwork_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "app/building_plot.h"
#include "app/failure.h"
#include "app/view/tools/map_tools.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

using geodata::Point2;

constexpr int kMostCells = 300;    // a side
constexpr int kFewCells = 75;      // of the first answer
constexpr double kReach = 15;      // metres that the level's slider goes beyond the ground
constexpr double kMostSlope = 30;  // per cent
constexpr std::size_t kMostDepths = 4;

using Color = std::array<std::uint8_t, 4>;

/// Breaks of ground minus plane: fills are negative, cuts positive.
std::vector<double> bothWays(const std::vector<double>& depths) {
    std::vector<double> breaks;
    breaks.reserve(2 * depths.size() + 1);
    for (auto depth = depths.rbegin(); depth != depths.rend(); ++depth) breaks.push_back(-*depth);
    breaks.push_back(0);
    breaks.insert(breaks.end(), depths.begin(), depths.end());
    return breaks;
}

/// Fill in blues, cut in reds, the deeper the stronger: told apart by those who do not see red and green
/// apart.
ClassScale scaleOf(const std::vector<double>& depths) {
    const auto mix = [](const Color& a, const Color& b, double t) {
        Color mixed{};
        for (std::size_t k = 0; k < 4; ++k)
            mixed[k] = static_cast<std::uint8_t>(std::lround(a[k] + (b[k] - a[k]) * t));
        return mixed;
    };
    const Color pale[] = {{198, 219, 239, 225}, {253, 219, 199, 225}};
    const Color deep[] = {{8, 69, 148, 240}, {165, 15, 21, 240}};
    const auto n = static_cast<int>(depths.size());
    ClassScale scale{bothWays(depths), {}};
    scale.colors.reserve(2 * depths.size() + 2);
    for (int i = n; i >= 0; --i) scale.colors.push_back(mix(pale[0], deep[0], static_cast<double>(i) / n));
    for (int i = 0; i <= n; ++i) scale.colors.push_back(mix(pale[1], deep[1], static_cast<double>(i) / n));
    return scale;
}

geodata::Extent boxOf(const std::vector<Point2>& ring) {
    geodata::Extent box;
    for (const auto& p : ring) box.expand(p.x, p.y);
    return box;
}

}  // namespace

const char* EarthworkTool::title() const {
    return ui::trLater("Cut and fill");
}

std::function<std::optional<EarthworkTool::Made>(bool coarse, const analysis::Job&)> EarthworkTool::work(
    const EarthworkState& state) const {
    const terrain::HeightField& field = host_.view.stage().ground();
    return [&field, state, ring = onMap(state.plot), crs = host_.view.district().catalog.crs](
               bool coarse, const analysis::Job& job) -> std::optional<Made> {
        Made made;
        made.of = state;
        made.coarse = coarse;
        geodata::Raster ground = plotGround(
            ring, [&field](double x, double y) { return field.heightAt(x, y); },
            coarse ? kFewCells : kMostCells, crs);
        const analysis::CellSet plot = analysis::cellsInside(ground, std::vector<std::vector<Point2>>{ring});
        made.cell = ground.cellX;
        made.area = ringArea(ring);
        made.lowest = std::numeric_limits<double>::infinity();
        made.highest = -made.lowest;
        for (int r = 0; r < ground.height; ++r)
            for (int c = 0; c < ground.width; ++c) {
                const double z = ground.at(c, r);
                if (!plot.has(c, r) || std::isnan(z)) continue;
                made.lowest = std::min(made.lowest, z);
                made.highest = std::max(made.highest, z);
            }
        // It falls toward a direction: down there, up the other way.
        const double toward = state.toward * std::numbers::pi / 180;
        analysis::Plane plane;
        plane.at = boxOf(ring).center();
        plane.height = state.height;
        plane.east = -state.slope / 100 * std::sin(toward);
        plane.north = -state.slope / 100 * std::cos(toward);
        if (state.balanced)
            if (const auto balanced = analysis::balancedPlane(ground, plane, &plot)) plane = *balanced;
        made.height = plane.height;
        made.work = analysis::cutAndFill(ground, plane, &plot);
        for (int r = 0; r < ground.height; ++r)
            for (int c = 0; c < ground.width; ++c) {
                float& z = ground.values[static_cast<std::size_t>(r) * ground.width + c];
                const Point2 place = analysis::centerOf(ground, {c, r});
                z = plot.has(c, r) ? static_cast<float>(z - plane.heightAt(place.x, place.y))
                                   : std::numeric_limits<float>::quiet_NaN();
            }
        const ClassScale scale = scaleOf(state.depths);
        made.areas = analysis::classAreas(ground, scale.breaks);
        auto picture = classPicture(ground, scale, 2, job);
        if (!picture) return std::nullopt;
        made.picture = std::move(*picture);
        return made;
    };
}

void EarthworkTool::update(const Session& session, bool open, bool wait) {
    const EarthworkState& state = session.tools.earthwork;
    std::vector<scene::SketchShape> shapes;
    if (!state.plot.empty()) {
        scene::SketchShape shape;
        const ImVec4 color = open ? ui::kAccent : ImVec4(0.35F, 0.33F, 0.30F, 1);
        shape.color = {color.x, color.y, color.z};
        shape.casing = {1, 0.98F, 0.95F};
        std::vector<osg::Vec2d>& line = shape.lines.emplace_back();
        for (const auto& p : onMap(state.plot)) line.emplace_back(p.x, p.y);
        line.push_back(line.front());
        shapes.push_back(std::move(shape));
    }
    outline_.set(std::move(shapes));
    if (state.plot.size() < 3) {
        work_.forget();
        overlay_.clear();
        made_.reset();
        wanted_ = {};
        return;
    }
    wanted_ = state;
    work_.ask(state, wait, [&] { return work(state); });
    if (auto made = work_.take(wait)) {
        made_ = std::move(made);
        full_ = !overlay_.set(made_->picture, 1);
    }
}

void EarthworkTool::panel(Session& session, HudActions& /*actions*/) {
    EarthworkState& state = session.tools.earthwork;
    if (ImGui::Button(state.plot.empty() ? tr("Draw the plot") : tr("Draw another plot"))) {
        SketchRequest request;
        request.kind = SketchKind::Polygon;
        request.finished = [this, &session](const std::vector<Point2>& map) {
            session.tools.earthwork.plot = inDegrees(map);
            session.tools.earthwork.balanced = true;
        };
        host_.tools.sketch(std::move(request));
    }
    if (state.plot.empty()) {
        quiet(
            tr("Draw the outline of a plot: the ground in it is compared with a level or evenly inclined "
               "plane."));
        return;
    }
    ImGui::SameLine();
    if (ImGui::Button(tr("Clear"))) {
        state.plot.clear();
        return;
    }
    drawPlane(state);
    if (full_) quiet(tr("not drawn: four rasters lie on the ground already"));
    if (made_) drawFigures();
    classBreaks(state.depths, "%.1f m", 0.1, 100, kMostDepths);
    exportTo("earthwork.csv", [&](const std::string& path) { return write(path); });
    quiet(
        tr("Between the ground of the map and the plane, straight down at the plot's edge: without slopes, "
           "walls, foundations, and without the loosening of earth. The ground is interpolated from radar "
           "heights, true to several metres: for comparing sites, not for a tender."));
}

void EarthworkTool::drawPlane(EarthworkState& state) {
    bool balanced = state.balanced;
    if (ImGui::Checkbox(tr("At the height where cut and fill are equal"), &balanced)) {
        // By hand from where it is.
        if (!balanced && made_) state.height = std::round(made_->height * 10) / 10;
        state.balanced = balanced;
    }
    ImGui::PushItemWidth(-1);
    if (!state.balanced) {
        auto height = static_cast<float>(state.height);
        const double low =
            made_ && std::isfinite(made_->lowest) ? made_->lowest - kReach : state.height - kReach;
        const double high =
            made_ && std::isfinite(made_->highest) ? made_->highest + kReach : state.height + kReach;
        if (ImGui::SliderFloat("##height", &height, static_cast<float>(std::floor(low)),
                               static_cast<float>(std::ceil(high)), tr("plane at %.1f m")))
            state.height = std::round(static_cast<double>(height) * 10) / 10;
    }
    auto slope = static_cast<float>(state.slope);
    if (ImGui::SliderFloat("##slope", &slope, 0, static_cast<float>(kMostSlope), tr("falls %.1f %%"),
                           ImGuiSliderFlags_AlwaysClamp))
        state.slope = std::round(static_cast<double>(slope) * 10) / 10;
    if (state.slope > 0) {
        auto toward = static_cast<float>(state.toward);
        if (ImGui::SliderFloat("##toward", &toward, 0, 359, tr("toward %.0f° (0 north, 90 east)"),
                               ImGuiSliderFlags_AlwaysClamp))
            state.toward = std::round(static_cast<double>(toward));
    }
    ImGui::PopItemWidth();
}

void EarthworkTool::drawFigures() {
    const Made& m = *made_;
    if (m.work.cells == 0) {
        quiet(tr("no height data here"));
        return;
    }
    const auto volume = [](double cubic) { return fmt::format("{:.0f} m³", cubic); };
    figure(tr("Plot"), areaText(m.area));
    figure(tr("Ground in it"), fmt::format("{:.1f} – {:.1f} m", m.lowest, m.highest));
    figure(tr("Plane, at the plot's middle"), fmt::format("{:.1f} m", m.height));
    figure(tr("Cut"), fmt::format("{} · {}", volume(m.work.cut), areaText(m.work.cutArea)));
    figure(tr("Fill"), fmt::format("{} · {}", volume(m.work.fill), areaText(m.work.fillArea)));
    if (std::abs(m.work.net()) >= 1)
        figure(m.work.net() > 0 ? tr("Earth left over") : tr("Earth wanted"), volume(std::abs(m.work.net())));
    figure(tr("Deepest cut · highest fill"),
           fmt::format("{:.1f} · {:.1f} m", m.work.deepestCut, m.work.highestFill));
    if (m.work.missing > 0)
        figure(tr("Without data"), areaText(static_cast<double>(m.work.missing) * m.cell * m.cell));
    ImGui::Spacing();
    // The highest cut above, the deepest fill below.
    const ClassScale scale = scaleOf(m.of.depths);
    const std::size_t n = m.of.depths.size();
    for (std::size_t i = scale.colors.size(); i-- > 0;) {
        const bool cut = i > n;
        const std::size_t depth = cut ? i - n - 1 : n - i;  // classes away from the plane
        std::string range;
        if (depth == 0)
            range = fmt::format("< {:g} m", m.of.depths.front());
        else if (depth == n)
            range = fmt::format("≥ {:g} m", m.of.depths.back());
        else
            range = fmt::format("{:g} – {:g} m", m.of.depths[depth - 1], m.of.depths[depth]);
        legendRow(scale.colors[i], fmt::format("{} {}", cut ? tr("cut") : tr("fill"), range),
                  areaText(m.areas[i]));
    }
}

void EarthworkTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    if (!open || session.tools.earthwork.plot.size() < 3 || !made_ || made_->work.cells == 0) return;
    canvas.word(boxOf(onMap(session.tools.earthwork.plot)).center(), fmt::format("{:.1f} m", made_->height),
                true);
}

FileWriting EarthworkTool::write(const std::string& path) const {
    if (extensionOf(path) != ".csv") throw WorkError("the name must end in .csv");
    if (!made_ || made_->coarse || !(made_->of == wanted_))
        throw WorkError("it is still being computed: try again in a moment");
    const Made& m = *made_;
    std::string corners;
    for (const Point2& p : m.of.plot)
        corners += fmt::format("{}{:.7f} {:.7f}", corners.empty() ? "" : ", ", p.x, p.y);
    corners += fmt::format(", {:.7f} {:.7f}", m.of.plot.front().x, m.of.plot.front().y);
    std::string source;
    for (const auto& terrain : host_.view.district().terrain)
        if (terrain.source) source += (source.empty() ? "" : "; ") + terrain.entry->source;
    return textFile(fmt::format(
        "plot_wgs84,area_m2,ground_lowest_m,ground_highest_m,plane_height_at_middle_m,plane_falls_"
        "percent,"
        "plane_falls_toward_deg,balanced,cut_m3,cut_m2,deepest_cut_m,fill_m3,fill_m2,highest_fill_m,"
        "without_data_cells,cell_m,vertical_datum,source\n"
        "{},{:.1f},{:.2f},{:.2f},{:.2f},{:.1f},{:.0f},{},{:.0f},{:.1f},{:.2f},{:.0f},{:.1f},{:.2f},{},{:."
        "2f},"
        "{},{}\n",
        csvCell("POLYGON ((" + corners + "))"), m.area, m.lowest, m.highest, m.height, m.of.slope,
        m.of.toward, m.of.balanced ? 1 : 0, m.work.cut, m.work.cutArea, m.work.deepestCut, m.work.fill,
        m.work.fillArea, m.work.highestFill, m.work.missing, m.cell,
        csvCell(host_.view.district().catalog.verticalDatum), csvCell(source)));
}

}  // namespace atlas::app
