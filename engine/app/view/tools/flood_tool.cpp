#include "app/view/tools/flood_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/failure.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

const std::vector<double> kDepthBreaks{0.5, 1.5, 3};  // metres: to the knee, a grown-up, a storey
constexpr int kZoom = 3;
constexpr double kBelow = 11, kAbove = 34;  // metres of the slider round the ordinary level
constexpr double kSoon = 3;                 // metres above the level that are listed as reached next
constexpr std::size_t kMostListed = 400;
constexpr float kTickReach = 6;  // points from a tick within which it is meant

}  // namespace

FloodTool::FloodTool(const ToolHost& host)
    : PlannerTool(host), levels_(recordedLevels(host.view.district(), offset_)), overlay_(host.view.stage()) {
    const double ordinary = host.view.district().catalog.waterLevel;
    lowest_ = std::floor((ordinary - kBelow) / 5) * 5;
    highest_ = std::ceil((ordinary + kAbove - 1) / 5) * 5;
}

const char* FloodTool::title() const {
    return ui::trLater("Flood level");
}

// Names are asked for here, in the drawing thread; what they are reached by is computed elsewhere.
std::vector<FloodTool::Affected> FloodTool::candidates() const {
    std::vector<Affected> all;
    for (const auto& layer : host_.view.layers()) {
        if (!countsAsReached(layer->entry())) continue;
        for (std::size_t row = 0; row < layer->rows(); ++row) {
            const std::string id = layer->id(row);
            const layers::Localized name{layer->name(row, "zh"), layer->name(row, "en")};
            if (id.empty() || name.empty()) continue;
            all.push_back({layer->entry().id + ":" + id, layer->entry().id, name, layer->entry().name, {}});
        }
    }
    return all;
}

std::optional<FloodTool::Shown> FloodTool::floodAt(ToolGround& ground, const Basis& basis, double level,
                                                   bool coarse, const analysis::Job& job) {
    Shown shown;
    shown.level = level;
    geodata::Raster depth = analysis::waterDepth(ground.heights(), basis.spill, level);
    hideCells(ground.guessed(), depth);
    shown.extent = analysis::floodExtent(depth, basis.rivers, kDepthBreaks);
    auto picture =
        classPicture(depth, {kDepthBreaks, depthColors(kDepthBreaks.size() + 1)}, coarse ? 1 : kZoom, job);
    if (!picture) return std::nullopt;
    shown.picture = std::move(*picture);
    return shown;
}

void FloodTool::begin(double top) {
    struct Row {
        Affected affected;
        const geodata::FeatureTable* table;
        std::size_t row;
    };
    std::vector<Row> rows;
    for (Affected& affected : candidates()) {
        const auto feature = host_.view.feature(affected.key);
        const LoadedLayer* data = feature ? host_.view.dataOf(*feature->layer) : nullptr;
        if (data == nullptr || feature->row >= data->table->rows()) continue;
        rows.push_back({std::move(affected), &*data->table, feature->row});
    }
    const District& district = host_.view.district();
    basis_.start([&district, &grid = host_.ground, rows = std::move(rows),
                  top](const analysis::Job& job) -> std::optional<std::shared_ptr<const Basis>> {
        auto basis = std::make_shared<Basis>();
        basis->top = top;
        const geodata::Raster& ground = grid.heights();
        const LoadedLayer* rivers = district.layerOfKind("rivers");
        if (ground.width == 0 || rivers == nullptr || !rivers->table) return basis;
        basis->rivers = analysis::cellsInside(ground, *rivers->table);
        auto spill = analysis::spillLevels(ground, basis->rivers, top, job);
        if (!spill) return std::nullopt;
        basis->spill = std::move(*spill);
        basis->bed = analysis::lowestUnder(ground, basis->rivers);
        for (const Row& row : rows) {
            if (job.cancelled()) return std::nullopt;
            Affected affected = row.affected;
            affected.reached = analysis::whenReached(basis->spill, ground, *row.table, row.row);
            // What the ordinary river lies under already crosses it on a bridge, which these heights lack.
            if (affected.reached.first > district.catalog.waterLevel)
                basis->affected.push_back(std::move(affected));
        }
        std::sort(basis->affected.begin(), basis->affected.end(),
                  [](const Affected& a, const Affected& b) { return a.reached.first < b.reached.first; });
        return basis;
    });
}

void FloodTool::update(const Session& session, bool open, bool wait) {
    const bool depths = session.tools.flood.depths;
    // A level by hand may lie above the slider's end.
    const double top = std::max(highest_, session.waterLevel) + kSoon;
    const bool givenUp = basis_.stopped() && askedAt_ == session.waterLevel;
    if ((open || depths) && (!known_ || known_->top < top) && !basis_.busy() && !givenUp) {
        askedAt_ = session.waterLevel;
        begin(top);
    }
    if (auto basis = basis_.take(wait)) known_ = std::move(*basis);
    if (known_ && known_->top >= top && known_->spill.width > 0 && (open || depths)) {
        picture_.ask(session.waterLevel, wait, [&] {
            return [&ground = host_.ground, basis = known_, level = session.waterLevel](
                       bool coarse, const analysis::Job& job) {
                return floodAt(ground, *basis, level, coarse, job);
            };
        });
    }
    if (auto shown = picture_.take(wait)) {
        now_ = std::move(shown);
        if (depths) overlay_.set(now_->picture, 1);
    }
    if (!depths)
        overlay_.clear();
    else if (!overlay_.shown() && now_)
        overlay_.set(now_->picture, 1);
}

void FloodTool::panel(Session& session, HudActions& actions) {
    drawLevels(session);
    ImGui::Checkbox(tr("Depth in classes on the ground"), &session.tools.flood.depths);
    progress(basis_);
    if (known_ && std::isfinite(known_->bed) && session.waterLevel < known_->bed)
        quiet(fmt::format(fmt::runtime(tr("the level of {} m lies below the rivers' own ground ({} m at its "
                                          "lowest): nothing is under water")),
                          fmt::format("{:.2f}", session.waterLevel), fmt::format("{:.2f}", known_->bed)));
    if (now_) drawFigures();
    ImGui::Separator();
    drawAffected(session, actions);
}

void FloodTool::drawLevels(Session& session) {
    auto level = static_cast<float>(session.waterLevel);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::SetNextItemWidth(width);
    if (ImGui::SliderFloat("##level", &level, static_cast<float>(lowest_), static_cast<float>(highest_),
                           "%.2f m"))
        session.waterLevel = std::round(static_cast<double>(level) * 100) / 100;
    // Recorded levels as ticks below the track.
    const float bottom = ImGui::GetItemRectMax().y;
    drawTicks(session, ImVec2(at.x, bottom), width);
    if (offset_)
        figure(tr("Huanghai · Wusong"),
               fmt::format("{:.2f} m · {:.2f} m", session.waterLevel, session.waterLevel + *offset_));
    if (offset_)
        quiet(
            fmt::format(fmt::runtime(tr("Wusong levels are {:.2f} m higher than Huanghai ones. Levels whose "
                                        "source names no datum are taken as Wusong.")),
                        *offset_));
    if (levels_.empty()) return;
    ImGui::SetNextItemWidth(width);
    if (!ImGui::BeginCombo("##recorded", tr("Recorded levels"), ImGuiComboFlags_HeightLarge)) return;
    const std::string_view language = host_.texts.code();
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        const RecordedLevel& recorded = levels_[i];
        const std::string line = fmt::format("{:.2f}  {} {}##{}", recorded.level, recorded.name.in(language),
                                             recorded.when.in(language), i);
        if (ImGui::Selectable(line.c_str(), recorded.level == session.waterLevel))
            session.waterLevel = recorded.level;
        if (ImGui::IsItemHovered()) say(recorded);
    }
    ImGui::EndCombo();
}

void FloodTool::say(const RecordedLevel& recorded) const {
    const std::string_view language = host_.texts.code();
    ImGui::SetTooltip("%s", fmt::format("{} {}\n{}: {} m ({})\n{}{}{}", recorded.name.in(language),
                                        recorded.when.in(language), tr("as reported"), recorded.reported,
                                        recorded.datum.in(language), recorded.note.in(language),
                                        recorded.note.empty() ? "" : "\n", recorded.source)
                                .c_str());
}

void FloodTool::drawTicks(Session& session, ImVec2 at, float width) {
    const float s = ImGui::GetFontSize() / 15;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const RecordedLevel* near = nullptr;
    float least = kTickReach * s;
    for (const RecordedLevel& recorded : levels_) {
        if (recorded.level < lowest_ || recorded.level > highest_) continue;
        const float x = at.x + static_cast<float>((recorded.level - lowest_) / (highest_ - lowest_)) * width;
        const bool here = std::abs(recorded.level - session.waterLevel) < 0.005;
        draw.AddLine(ImVec2(x, at.y + 1 * s), ImVec2(x, at.y + 7 * s),
                     ImGui::GetColorU32(here ? ui::kAccent : ui::ink(0.75F)), (here ? 2.5F : 1.3F) * s);
        if (const float away = std::abs(ImGui::GetIO().MousePos.x - x); away <= least) {
            least = away;
            near = &recorded;
        }
    }
    const bool clicked = ImGui::InvisibleButton("ticks", ImVec2(width, 6 * s));
    if (near == nullptr || !ImGui::IsItemHovered()) return;
    say(*near);
    if (clicked) session.waterLevel = near->level;
}

void FloodTool::drawFigures() const {
    const analysis::FloodExtent& extent = now_->extent;
    const auto colors = depthColors(kDepthBreaks.size() + 1);
    for (std::size_t i = 0; i < colors.size(); ++i) {
        const std::string label = i == 0 ? fmt::format("< {:g} m", kDepthBreaks[0])
                                  : i == kDepthBreaks.size()
                                      ? fmt::format("> {:g} m", kDepthBreaks.back())
                                      : fmt::format("{:g} – {:g} m", kDepthBreaks[i - 1], kDepthBreaks[i]);
        legendRow(colors[i], label, fmt::format("{:.2f} ha", extent.classAreas[i] / 1e4));
    }
    figure(tr("Land under water"), fmt::format("{:.1f} ha", extent.newArea / 1e4));
    figure(tr("Water over land"),
           fmt::format(fmt::runtime(tr("{0:.2f} million m³")), extent.volume / 1e6, extent.volume / 1e4));
}

void FloodTool::drawAffected(const Session& session, HudActions& actions) {
    if (!known_) return;
    const double level = session.waterLevel;
    const auto reached = static_cast<std::size_t>(
        std::upper_bound(known_->affected.begin(), known_->affected.end(), level,
                         [](double value, const Affected& a) { return value < a.reached.first; }) -
        known_->affected.begin());
    ImGui::TextUnformatted(fmt::format(fmt::runtime(tr("Reached: {}")), reached).c_str());
    const char* caution = tr(
        "Still water over interpolated 30 m radar heights, true to several metres: good for which quarters "
        "lie low, not for a flood permit or a single doorstep. Walls and drains are not in it.");
    const float foot = exportHeight() + quietHeight(caution);
    ImGui::BeginChild("affected", listSize(foot), false, ImGuiWindowFlags_NoBackground);
    ImGui::PushFont(host_.fonts->small);
    const auto& all = known_->affected;
    bool soon = false;
    // The last to be reached first: they are what this level adds.
    std::vector<std::size_t> order;
    order.reserve(all.size());
    for (std::size_t i = reached; i-- > 0;) order.push_back(i);
    for (std::size_t i = reached; i < all.size() && all[i].reached.first <= level + kSoon; ++i)
        order.push_back(i);
    for (std::size_t n = 0; n < std::min(order.size(), kMostListed); ++n) {
        const Affected& a = all[order[n]];
        if (!soon && order[n] >= reached) {
            soon = true;
            ImGui::TextColored(ui::quiet(), "%s", tr("reached next"));
        }
        ImGui::PushID(static_cast<int>(order[n]));
        const std::string name = a.name.in(host_.texts.code());
        if (ImGui::Selectable("##row")) actions.flyToFeature = a.key;
        if (ImGui::IsItemHovered())
            ImGui::SetTooltip(
                "%s", fmt::format("{} · {}\n{}", a.layerName.in(host_.texts.code()), name,
                                  fmt::format(fmt::runtime(tr("lowest ground {:.1f} m, reached at {:.1f} "
                                                              "m")),
                                              a.reached.ground, a.reached.first))
                          .c_str());
        ImGui::SameLine();
        ImGui::TextColored(ui::quiet(), "%6.1f m", a.reached.first);
        ImGui::SameLine();
        ImGui::TextUnformatted(name.c_str());
        ImGui::PopID();
    }
    ImGui::PopFont();
    ImGui::EndChild();
    exportTo("depth.tif, affected.csv", [&](const std::string& path) { return write(session, path); });
    quiet(caution);
}

FileWriting FloodTool::write(const Session& session, const std::string& path) const {
    const std::string extension = extensionOf(path);
    const bool raster = extension == ".tif" || extension == ".tiff";
    if (!raster && extension != ".csv")
        throw WorkError("the name must end in .tif (depth of water) or .csv (what is reached)");
    if (!known_ || known_->top < session.waterLevel)
        throw WorkError("it is still being computed: try again in a moment");
    if (std::isnan(known_->bed))
        throw WorkError("no river lies on these heights: water has nowhere to rise from");
    if (session.waterLevel < known_->bed)
        throw WorkError(
            "the level of {} m lies below the rivers' own ground ({} m at its lowest): nothing is under "
            "water",
            fmt::format("{:.2f}", session.waterLevel), fmt::format("{:.2f}", known_->bed));
    return raster ? depthFile(session.waterLevel) : textFile(affectedText(session.waterLevel));
}

FileWriting FloodTool::depthFile(double level) const {
    Provenance notes = provenance("flood");
    notes.emplace_back("level_m", fmt::format("{:.10g}", level));
    notes.emplace_back("level_datum", "huanghai");
    notes.emplace_back("level_on_the_heights_m", fmt::format("{:.10g}", level));
    if (offset_) notes.emplace_back("level_wusong_m", fmt::format("{:.10g}", level + *offset_));
    notes.emplace_back("method",
                       "still water, connected with the rivers over cells and their eight neighbours");
    return [&ground = host_.ground, basis = known_, level, notes = std::move(notes)](
               OutputFile& file, const analysis::Job& job) {
        geodata::Raster depth = analysis::waterDepth(ground.heights(), basis->spill, level);
        hideCells(ground.guessed(), depth);
        writeGeoTiff(file.temporary().string(), {depth, &depth.values, nullptr, -1, "depth of water", "m"},
                     notes, job);
    };
}

std::string FloodTool::affectedText(double level) const {
    std::string text =
        "layer,feature,name_zh,name_en,first_reached_m,wholly_reached_m,lowest_ground_m,water_level_m,"
        "reached,parameters,source\n";
    const std::string parameters = csvCell(
        "still water connected with the rivers; levels and heights in the "
        "datum of the heights, Huanghai");
    const std::string source = csvCell(heightSources());
    for (const Affected& a : known_->affected)
        text += fmt::format("{},{},{},{},{:.2f},{},{:.2f},{:.2f},{},{},{}\n", a.layer, csvCell(a.key),
                            csvCell(a.name.zh), csvCell(a.name.en), a.reached.first,
                            std::isfinite(a.reached.whole) ? fmt::format("{:.2f}", a.reached.whole) : "",
                            a.reached.ground, level, a.reached.first <= level ? 1 : 0, parameters, source);
    return text;
}

}  // namespace atlas::app
