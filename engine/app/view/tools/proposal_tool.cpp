#include "app/view/tools/proposal_tool.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "app/analyse/proposal_table.h"
#include "app/view/tools/map_tools.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {}  // namespace

ProposalFigures figuresOf(const Proposal& proposal, const std::vector<geodata::Point2>& map,
                          const analysis::HeightAt& ground) {
    return figuresOf(map, proposal.storeys * proposal.storey, proposal.base, ground);
}

const char* ProposalTool::title() const {
    return ui::trLater("Proposed building");
}

ProposalTool::~ProposalTool() {
    host_.view.stage().shadows().set(this, nullptr);
    if (buildings_) host_.view.stage().removeStanding(buildings_->node());
}

void ProposalTool::rebuild(const std::vector<Proposal>& proposals) {
    scene::Stage& stage = host_.view.stage();
    if (buildings_) stage.removeStanding(buildings_->node());
    buildings_.reset();
    known_ = proposals;
    figures_.clear();
    std::vector<scene::Body> bodies;
    for (const Proposal& proposal : proposals) {
        const auto map = onMap(proposal.footprint);
        figures_.push_back(figuresOf(proposal, map, [this](double x, double y) { return ground(x, y); }));
        if (map.size() < 3 || !std::isfinite(figures_.back().roof)) continue;
        scene::Body body;
        std::vector<osg::Vec2d>& ring = body.rings.emplace_back();
        for (const auto& p : map) ring.emplace_back(p.x, p.y);
        // Its walls go down to the ground, also where the base lies above it.
        body.base = std::min(figures_.back().base, figures_.back().lowest) - 1;
        body.top = figures_.back().roof;
        body.storey = static_cast<float>(proposal.storey);
        body.color = osg::Vec3f(0.93F, 0.62F, 0.50F);
        bodies.push_back(std::move(body));
    }
    stage.shadows().set(this, bodies.empty() ? nullptr : scene::castersOf(bodies));
    if (bodies.empty()) return;
    buildings_ = std::make_unique<scene::Buildings>(std::move(bodies), stage.frame(), stage.shaders());
    scene::BuildingStyle style;
    style.smallest = 0;
    buildings_->setStyle(style);
    stage.addStanding(buildings_->node());
}

void ProposalTool::update(const Session& session, bool open, bool /*wait*/) {
    if (!(session.tools.proposals == known_)) rebuild(session.tools.proposals);
    std::vector<scene::SketchShape> shapes;
    if (open && chosen_ < known_.size()) {
        scene::SketchShape shape;
        shape.color = {ui::kAccent.x, ui::kAccent.y, ui::kAccent.z};
        shape.casing = {1, 0.98F, 0.95F};
        std::vector<osg::Vec2d>& line = shape.lines.emplace_back();
        for (const auto& p : onMap(known_[chosen_].footprint)) line.emplace_back(p.x, p.y);
        if (!line.empty()) line.push_back(line.front());
        shapes.push_back(std::move(shape));
    }
    outline_.set(std::move(shapes));
}

void ProposalTool::panel(Session& session, HudActions& /*actions*/) {
    auto& all = session.tools.proposals;
    if (ImGui::Button(tr("Draw a footprint"))) {
        SketchRequest request;
        request.kind = SketchKind::Polygon;
        request.finished = [this, &session](const std::vector<geodata::Point2>& map) {
            Proposal proposal;
            proposal.name = fmt::format("{} {}", tr("Proposal"), session.tools.proposals.size() + 1);
            proposal.footprint = inDegrees(map);
            session.tools.proposals.push_back(std::move(proposal));
            chosen_ = session.tools.proposals.size() - 1;
        };
        host_.tools.sketch(std::move(request));
    }
    if (all.empty()) {
        quiet(tr("Draw the outline of a building on the ground; then set its storeys and its base."));
        return;
    }
    chosen_ = std::min(chosen_, all.size() - 1);
    std::optional<std::size_t> gone;
    const char* next = nullptr;  // the tool to go on with
    for (std::size_t i = 0; i < all.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        ImGui::Separator();
        const float close = ImGui::CalcTextSize("×").x + 2 * ImGui::GetStyle().FramePadding.x;
        const float width = ImGui::GetContentRegionAvail().x - close - ImGui::GetStyle().ItemSpacing.x;
        if (i == chosen_) {
            ImGui::SetNextItemWidth(width);
            ImGui::InputText("##name", &all[i].name);
        } else if (ImGui::Selectable(all[i].name.c_str(), false, 0, ImVec2(width, 0))) {
            chosen_ = i;
        }
        ImGui::SameLine();
        if (ImGui::Button("×")) gone = i;
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("Delete this proposal"));
        if (i == chosen_) {
            ImGui::PushItemWidth(-1);
            ImGui::SliderInt("##storeys", &all[i].storeys, 1, 120, tr("%d storeys"),
                             ImGuiSliderFlags_AlwaysClamp);
            auto storey = static_cast<float>(all[i].storey);
            if (ImGui::SliderFloat("##storey", &storey, 2.6F, 6, tr("%.1f m a storey"),
                                   ImGuiSliderFlags_AlwaysClamp))
                all[i].storey = std::round(static_cast<double>(storey) * 10) / 10;
            auto base = static_cast<float>(all[i].base);
            if (ImGui::SliderFloat("##base", &base, -10, 40, tr("base %.1f m over the lowest ground"),
                                   ImGuiSliderFlags_AlwaysClamp))
                all[i].base = std::round(static_cast<double>(base) * 10) / 10;
            ImGui::PopItemWidth();
        }
        if (i == chosen_ && i < figures_.size() && std::isfinite(figures_[i].roof)) {
            const ProposalFigures& f = figures_[i];
            figure(tr("Footprint"), fmt::format("{:.0f} m²", f.area));
            figure(tr("All floors"), fmt::format("{:.0f} m²", f.area * all[i].storeys));
            figure(tr("Ground under it"), fmt::format("{:.1f} – {:.1f} m", f.lowest, f.highest));
            figure(tr("Roof at"), fmt::format("{:.1f} m", f.roof));
            figure(tr("Above its lowest ground"), fmt::format("{:.1f} m", f.roof - f.lowest));
            figure(tr("Above its highest ground"), fmt::format("{:.1f} m", f.roof - f.highest));
            const geodata::Point2 middle = meanOf(onMap(all[i].footprint));
            const double ridge = ridgeRound(middle, [this](double x, double y) { return ground(x, y); });
            if (std::isfinite(ridge))
                figure(tr("Against the highest ground within 800 m"),
                       fmt::format("{:+.1f} m", f.roof - ridge));
            figure(tr("Cut · fill to its base"), fmt::format("{:.0f} · {:.0f} m³", f.cut, f.fill));
            if (f.missing > 0) figure(tr("Without data"), areaText(f.missing));
            // The other tools answer for it, too.
            bool first = true;
            const auto look = [&](const char* label, const char* tool) {
                const float wide = ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x;
                const float limit = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
                if (!first && ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + wide < limit)
                    ImGui::SameLine();
                first = false;
                if (!ImGui::Button(label)) return false;
                next = tool;
                return true;
            };
            ImGui::Spacing();
            if (look(tr("Its views"), "sight")) {
                session.tools.sight.place = inDegrees({middle});
                session.tools.sight.eye = std::clamp(
                    std::round((f.base - ground(middle.x, middle.y) + all[i].storeys * all[i].storey - 1.6) *
                               10) /
                        10,
                    0.0, 1000.0);
            }
            look(tr("Its skyline"), "skyline");
            look(tr("Its shadow"), "sun");
        }
        ImGui::PopID();
    }
    if (next != nullptr) {
        host_.tools.cancel();
        session.tools.open = next;
    }
    if (gone) all.erase(all.begin() + static_cast<std::ptrdiff_t>(*gone));
    exportTo("proposals.csv, .geojson, .gpkg", [&](const std::string& path) { return write(path); });
    quiet(tr("A box with upright walls. It is kept with the session and casts its shadow."));
}

FileWriting ProposalTool::write(const std::string& path) const {
    const auto format = exportFormat(extensionOf(path));
    if (!format || *format == ExportFormat::Xlsx)
        throw WorkError("the name must end in .csv, .geojson or .gpkg");
    std::vector<TableRow> rows;
    std::vector<std::vector<geodata::Point2>> outlines;
    for (std::size_t i = 0; i < known_.size(); ++i) {
        const Proposal& proposal = known_[i];
        auto outline = onMap(proposal.footprint);
        if (outline.size() < 3 || !std::isfinite(figures_[i].roof)) continue;
        TableRow row;
        row.add("name", proposal.name);
        row.add("storeys", proposal.storeys, 0);
        row.add("storey_m", proposal.storey);
        row.add("base_over_lowest_ground_m", proposal.base);
        addFigures(row, figures_[i], proposal.storeys,
                   ridgeRound(meanOf(outline), [this](double x, double y) { return ground(x, y); }));
        rows.push_back(std::move(row));
        outlines.push_back(std::move(outline));
    }
    if (rows.empty()) throw WorkError("there is no ground height under any of the proposals");
    Provenance notes = provenance("proposal");
    notes.emplace_back("ridge", fmt::format("the highest ground within {:g} m", kRidgeReach));
    return [rows = std::move(rows), outlines = std::move(outlines), notes = std::move(notes),
            crs = host_.view.district().catalog.crs,
            format = *format](OutputFile& file, const analysis::Job& job) {
        writeVector(file.temporary().string(), format, proposalTable(rows, outlines, crs), notes, job);
    };
}

void ProposalTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    const auto& all = session.tools.proposals;
    for (std::size_t i = 0; i < std::min(all.size(), figures_.size()); ++i) {
        if (all[i].footprint.empty() || !std::isfinite(figures_[i].roof)) continue;
        canvas.word(meanOf(onMap(all[i].footprint)),
                    fmt::format("{} · {:.0f} m", all[i].name, figures_[i].roof - figures_[i].lowest),
                    open && i == chosen_);
    }
}

}  // namespace atlas::app
