#include "app/view/tools/map_tools.h"

#include <imgui.h>

#include <algorithm>

#include "app/view/tools/earthwork_tool.h"
#include "app/view/tools/flood_tool.h"
#include "app/view/tools/measure_tool.h"
#include "app/view/tools/profile_tool.h"
#include "app/view/tools/proposal_tool.h"
#include "app/view/tools/relief_tool.h"
#include "app/view/tools/sight_tool.h"
#include "app/view/tools/skyline_tool.h"
#include "app/view/tools/sun_tool.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kPanelWidth = 360;
constexpr float kPanelHeight = 680;
constexpr float kBarWidth = 60;                      // of the tools' bar beside the panel, with its margin
constexpr float kNarrow = 840;                       // points of width below which panels share one place
constexpr float kChartWide = 200, kChartTall = 320;  // points that a chart takes at least
constexpr float kBothTall = 560;                     // where a panel stands above its chart
constexpr float kToolButton = 34;
constexpr float kCompass = 46;  // the compass above the bar
constexpr float kBarTop = ui::kMargin + kCompass * 3 + 8;
constexpr float kFoot = 60;  // the readout
constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;

}  // namespace

MapTools::MapTools(MapView& view, ui::Interface* interface, const ui::Translations& texts)
    : view_(view),
      interface_(interface),
      texts_(texts),
      ground_(view.stage().ground(), view.district().catalog.crs) {
    const ToolHost host{view, interface != nullptr ? &interface->fonts() : nullptr, texts, *this, ground_};
    tools_.push_back(std::make_unique<MeasureTool>(host));
    tools_.push_back(std::make_unique<ProfileTool>(host));
    tools_.push_back(std::make_unique<FloodTool>(host));
    tools_.push_back(std::make_unique<ReliefTool>(host));
    tools_.push_back(std::make_unique<SightTool>(host));
    tools_.push_back(std::make_unique<SunTool>(host));
    tools_.push_back(std::make_unique<ProposalTool>(host));
    tools_.push_back(std::make_unique<EarthworkTool>(host));
    tools_.push_back(std::make_unique<SkylineTool>(host));
}

MapTools::~MapTools() = default;

void MapTools::sketch(SketchRequest request) {
    use(std::make_unique<SketchTool>(view_, texts_, std::move(request)));
}

void MapTools::use(std::unique_ptr<MapTool> tool) {
    held_ = false;
    active_ = std::move(tool);
}

void MapTools::dropFinished() {
    if (active_ && active_->done()) active_.reset();
}

bool MapTools::press(const ToolPointer& pointer) {
    held_ = active_ && active_->press(pointer);
    return held_;
}

void MapTools::move(const ToolPointer& pointer) {
    pointed_.reset();
    if (pointer.ground) pointed_ = geodata::Point2{pointer.ground->x(), pointer.ground->y()};
    if (active_) active_->move(pointer);
}

bool MapTools::release(const ToolPointer& pointer) {
    if (!held_) return false;
    held_ = false;
    if (active_) active_->release(pointer);
    dropFinished();
    return true;
}

bool MapTools::click(Session& session, const ToolPointer& pointer, bool twice,
                     const std::optional<MapView::Feature>& feature) {
    if (active_) {
        const bool taken = active_->click(pointer, twice);
        dropFinished();
        return taken;
    }
    for (const auto& tool : tools_)
        if (session.tools.open == tool->id() && !twice) return tool->click(session, feature);
    return false;
}

bool MapTools::key(Session& session, ToolKey key) {
    if (active_) {
        const bool taken = active_->key(key);
        dropFinished();
        return taken;
    }
    if (key != ToolKey::Escape || session.tools.open.empty()) return false;
    open(session, "");
    return true;
}

bool MapTools::busy() const {
    return std::any_of(tools_.begin(), tools_.end(),
                       [](const auto& tool) { return tool->busy() || tool->exporting(); });
}

void MapTools::update(const Session& session, bool wait) {
    for (const auto& tool : tools_) {
        tool->followExport();
        tool->update(session, session.tools.open == tool->id(), wait);
    }
}

void MapTools::open(Session& session, const std::string& id) {
    cancel();
    for (const auto& tool : tools_)
        if (session.tools.open == tool->id() && id != tool->id()) tool->closed();
    session.tools.open = id;
}

void MapTools::block() {
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    blocked_.push_back({at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody});
}

void MapTools::draw(Session& session, const scene::Projector& projector, HudActions& actions,
                    bool rightTaken) {
    blocked_.clear();
    viewport_ = projector.viewport;
    ToolCanvas canvas(view_.stage(), projector, interface_->fonts());
    ImGui::PushFont(interface_->fonts().body);
    for (const auto& tool : tools_) tool->overlay(session, session.tools.open == tool->id(), canvas);
    const auto s = static_cast<float>(viewport_.scale);
    if (!session.tools.open.empty())
        canvas.keepLeftOf(static_cast<float>(viewport_.width) - (kPanelWidth + ui::kMargin + kBarWidth) * s);
    if (active_) active_->draw(canvas);
    const auto wide = static_cast<float>(viewport_.width) >= kNarrow * s;
    const bool alone =
        !wide && (rightTaken || !session.tools.open.empty());  // the panel takes the whole place
    if (static_cast<float>(viewport_.height) >= (barBottom() + kFoot) * s && !alone)
        drawBar(session,
                wide && (rightTaken || (view_.selected() && !cardElsewhere) || !session.tools.open.empty()));
    else if (static_cast<float>(viewport_.width) >= 280 * s && !alone)
        drawMenu(session);
    for (const auto& tool : tools_) {
        if (session.tools.open != tool->id()) continue;
        drawPanel(session, *tool, actions);
        if (tool->chartHeight(session) > 0) drawChart(session, *tool);
        break;
    }
    ImGui::PopFont();
    blocked_.insert(blocked_.end(), canvas.blocked().begin(), canvas.blocked().end());
}

float MapTools::barBottom() const {
    return kBarTop + static_cast<float>(tools_.size()) * (kToolButton + 2) + 8;
}

void MapTools::drawBar(Session& session, bool shifted) {
    const auto s = static_cast<float>(viewport_.scale);
    const float side = kToolButton * s;
    const float shift = shifted ? (kPanelWidth + ui::kMargin) * s : 0;
    const float x = static_cast<float>(viewport_.width) - (ui::kMargin + kCompass / 2) * s - shift;
    ImGui::SetNextWindowPos(ImVec2(x - side / 2 - 3 * s, kBarTop * s));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(3 * s, 3 * s));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 2 * s));
    ImGui::Begin("tools", nullptr, kFixed | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoScrollbar);
    block();
    for (const auto& tool : tools_) {
        const bool open = session.tools.open == tool->id();
        const ImVec2 at = ImGui::GetCursorScreenPos();
        if (ImGui::InvisibleButton(tool->id(), ImVec2(side, side)))
            this->open(session, open ? std::string() : tool->id());
        const bool hovered = ImGui::IsItemHovered();
        ImDrawList& draw = *ImGui::GetWindowDrawList();
        if (open || hovered)
            draw.AddRectFilled(at, ImVec2(at.x + side, at.y + side),
                               ImGui::GetColorU32(ui::ink(open ? 0.16F : 0.09F)), 4 * s);
        const float inset = 6 * s;
        drawIcon(draw, tool->icon(), ImVec2(at.x + inset, at.y + inset), side - 2 * inset,
                 ImGui::GetColorU32(open ? ui::ink(1) : ui::quiet()));
        // A dot: its work is on the map.
        if (!open && tool->shown(session.tools))
            draw.AddCircleFilled(ImVec2(at.x + side - 6 * s, at.y + 6 * s), 2.5F * s,
                                 ImGui::GetColorU32(ui::ink(0.9F)), 12);
        if (hovered) ImGui::SetTooltip("%s", texts_.tr(tool->title()));
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
}

// Where there is no room for the bar.
void MapTools::drawMenu(Session& session) {
    const auto s = static_cast<float>(viewport_.scale);
    ImGui::SetNextWindowPos(
        ImVec2(static_cast<float>(viewport_.width) - (ui::kMargin + kCompass + 8) * s, ui::kMargin * s), 0,
        ImVec2(1, 0));
    ImGui::Begin("tools-menu", nullptr,
                 kFixed | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoScrollbar);
    block();
    if (ImGui::Button(texts_.tr("Tools"))) ImGui::OpenPopup("tools");
    if (ImGui::BeginPopup("tools")) {
        for (const auto& tool : tools_)
            if (ImGui::Selectable(texts_.tr(tool->title()), session.tools.open == tool->id()))
                open(session, tool->id());
        ImGui::EndPopup();
    }
    ImGui::End();
}

MapTools::ChartPlace MapTools::chartPlace() const {
    const auto s = static_cast<float>(viewport_.scale);
    const float wide = static_cast<float>(viewport_.width) / s;
    const float tall = static_cast<float>(viewport_.height) / s;
    if (tall < kChartTall) return ChartPlace::Nowhere;
    if (wide >= kNarrow) return ChartPlace::Between;
    if (wide >= kPanelWidth + 3 * ui::kMargin + kChartWide) return ChartPlace::Beside;
    return tall >= kBothTall ? ChartPlace::Below : ChartPlace::Nowhere;
}

void MapTools::drawPanel(Session& session, PlannerTool& tool, HudActions& actions) {
    const auto s = static_cast<float>(viewport_.scale);
    const auto wide = static_cast<float>(viewport_.width);
    const auto tall = static_cast<float>(viewport_.height);
    const float width = std::min(kPanelWidth * s, wide - 2 * ui::kMargin * s);
    float height = std::min(kPanelHeight * s, tall - (2 * ui::kMargin + kFoot) * s);
    const float chart = tool.chartHeight(session) * s;
    if (chart > 0 && chartPlace() == ChartPlace::Below) height -= chart + ui::kMargin * s;
    ImGui::SetNextWindowPos(ImVec2(wide - width - ui::kMargin * s, ui::kMargin * s));
    if (tool.fillsPanel())
        ImGui::SetNextWindowSize(ImVec2(width, height));
    else
        ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, height));
    // A window each: one that takes over another's size shows it for a frame.
    ImGui::Begin((std::string("tool-") + tool.id()).c_str(), nullptr,
                 kFixed | (tool.fillsPanel() ? 0 : ImGuiWindowFlags_AlwaysAutoResize));
    block();
    ImGui::PushFont(interface_->fonts().title);
    ImGui::TextUnformatted(texts_.tr(tool.title()));
    ImGui::PopFont();
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize("×").x -
                         2 * ImGui::GetStyle().FramePadding.x);
    if (ImGui::Button("×##close")) open(session, "");
    tool.panel(session, actions);
    ImGui::End();
}

void MapTools::drawChart(Session& session, PlannerTool& tool) {
    const auto s = static_cast<float>(viewport_.scale);
    const auto wide = static_cast<float>(viewport_.width);
    const auto tall = static_cast<float>(viewport_.height);
    const ChartPlace place = chartPlace();
    if (place == ChartPlace::Nowhere) return;
    const float height = tool.chartHeight(session) * s;
    const float panel = (kPanelWidth + 2 * ui::kMargin) * s;
    const float left = place == ChartPlace::Between ? panel : ui::kMargin * s;
    float right = place == ChartPlace::Below ? ui::kMargin * s : panel;
    // Beside the bar where it reaches down so far.
    if (place == ChartPlace::Between && tall - height - kFoot * s < barBottom() * s) right += kBarWidth * s;
    ImGui::SetNextWindowPos(ImVec2(left, tall - height - kFoot * s));
    ImGui::SetNextWindowSize(ImVec2(wide - left - right, height));
    ImGui::Begin("chart", nullptr, kFixed | ImGuiWindowFlags_NoScrollbar);
    block();
    tool.chart(session);
    ImGui::End();
}

}  // namespace atlas::app
