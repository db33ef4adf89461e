#include "app/view/hud.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/view/key_help.h"
#include "layers/panels/card_panel.h"
#include "scene/pose.h"
#include "ui/scroll_fade.h"
#include "ui/theme.h"

namespace atlas::app {

Hud::Hud(MapView& view, ui::Interface& interface, ui::Translations& texts)
    : view_(view),
      interface_(&interface),
      fonts_(interface.fonts()),
      texts_(texts),
      search_(view, interface, texts),
      map_(view, interface, texts),
      furniture_(view, texts) {
    if (view.sites() != nullptr) {
        sites_.emplace(*view.sites(), view.district().catalog, texts, fonts_);
        keeper_.emplace(*view.sites(), view.district().catalog, texts, fonts_);
        export_.emplace(view.sites()->sites(), texts, fonts_);
    }
    for (const auto& layer : view.layers())
        if (const auto* figures = dynamic_cast<const layers::FiguresLayer*>(layer.get())) {
            figures_.emplace(*figures, texts, fonts_);
            if (sites_) sites_->setFigures(*figures);
        }
}

void Hud::moveTo(ui::Interface& interface) {
    interface_ = &interface;
    search_.moveTo(interface);
    map_.moveTo(interface);
}

void Hud::block() {
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    blocked_.push_back({at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody});
}

void Hud::setExhibit(bool exhibit) {
    exhibit_ = map_.exhibit = exhibit;
    search_.setKeys(!exhibit);
    if (sites_) sites_->setExports(!exhibit);
    if (exhibit) panelOpen = false;
}

HudLayout Hud::layout() const {
    return HudLayout({viewport_, mapElsewhere.has_value(), view_.selected().has_value() || rightTaken,
                      exhibit_, keepTop, keepBottom});
}

void Hud::draw(Session& session, const scene::Pose& pose, const scene::Viewport& viewport,
               const HudFacts& facts, HudActions& actions) {
    viewport_ = viewport;
    fonts_ = interface_->fonts();
    blocked_.clear();
    if (!visible) {
        search_.close();
        return;
    }
    const auto s = static_cast<float>(viewport.scale);
    ImGui::PushFont(interface_->fonts().body);
    const HudLayout layout = this->layout();
    const bool page = mapElsewhere.has_value();
    const bool wide = layout.wide();
    // Its panel stands where the card would; on a page the tools are where the map is.
    const bool tool = rightTaken || (!page && !session.tools.open.empty());
    // Who touches something on the map wants to read of it.
    if (exhibit_ && !wide && session.selected != lastSelected_ && !session.selected.empty())
        panelOpen = false;
    lastSelected_ = session.selected;
    const bool open = !cardOnly && (page || panelOpen.value_or(wide)) && (wide || !tool);
    if (open) {
        begin("panel", layout.panel());
        drawPanel(session, pose, actions);
        ImGui::End();
    } else if (!exhibit_ && !page && (wide || !tool)) {
        drawOpener(session);
    }
    // A card beside a panel needs room for both; in a narrow window the card takes the panel's place.
    const bool card = view_.selected() && !tool && (wide || !open);
    if (card)
        drawCard(session, layout.card(), actions);
    else if (page && !tool)
        drawEmptyCard(layout.card());
    if (!page && (wide || !tool)) {
        const bool shifted = view_.selected() || tool;
        furniture_.draw(*interface_, pose, viewport, facts,
                        {layout.cardTop(card), layout.cardShare(shifted), keepBottom}, exhibit_, actions);
        blocked_.insert(blocked_.end(), furniture_.blocked().begin(), furniture_.blocked().end());
    }
    if (!cardOnly && (exhibit_ ? searchOpen : wide || !tool))
        drawSearch(session, layout.search(open, view_.selected() || tool), actions);
    else
        search_.close();
    if (sites_ && open && wide) {
        const HudBox room = layout.compare();
        sites_->results().drawCompare(room.left, room.top, room.right(), room.bottom());
    }
    if (export_) export_->draw(sites_->results().rows(), s);
    if (showHelp) drawKeyHelp(texts_, viewport);
    if (followView && !session.filter.view.empty() && pose == lastPose_ && !(pose == viewPose_)) {
        session.filter.view = groundInView(pose);
        viewPose_ = pose;
    }
    lastPose_ = pose;
    ImGui::PopFont();
}

void Hud::begin(const char* name, const HudBox& box) {
    ImGui::SetNextWindowPos(ImVec2(box.left, box.top));
    ImGui::SetNextWindowSize(ImVec2(box.width, box.height));
    ImGui::Begin(name, nullptr, kFixed);
    block();
}

void Hud::drawOpener(const Session& session) {
    const float margin = ui::kMargin * static_cast<float>(viewport_.scale);
    ImGui::SetNextWindowPos(ImVec2(margin, margin));
    ImGui::Begin("open", nullptr, kFloating);
    block();
    std::string title = tr("Sites and layers");
    const layers::SitesLayer* sites = view_.sites();
    if (sites != nullptr && session.filter.any())  // a closed panel must not hide that sites are
        title += fmt::format(" · {} / {}", sites->engine().totals().sites(), sites->rows());
    if (ImGui::Button((title + "###panel").c_str())) panelOpen = true;
    ImGui::End();
}

void Hud::drawSearch(Session& session, const HudBox& room, HudActions& actions) {
    const auto s = static_cast<float>(viewport_.scale);
    const float margin = ui::kMargin * s;
    if (exhibit_) {
        search_.draw(room.left, room.top, room.width, session, actions, blocked_);
        if (search_.chose()) searchOpen = false;
    } else if (room.width >= 180 * s && static_cast<float>(viewport_.height) >= 220 * s)
        search_.draw(room.left, room.top, room.width, session, actions, blocked_);
    else if (search_.wanted())  // no room beside the panel: over it, while it is used
        search_.draw(margin, margin, std::min(420 * s, static_cast<float>(viewport_.width) - 2 * margin),
                     session, actions, blocked_);
}

// The four corners of the picture on the level of the ground in its middle; toward the horizon no farther
// than the map reaches.
std::vector<layers::LonLat> Hud::groundInView(const scene::Pose& pose) const {
    const scene::Viewport& port = mapElsewhere ? *mapElsewhere : viewport_;
    const double middleX = port.width / 2.0;
    const double middleY = port.height / 2.0;
    const auto hit = view_.hit(pose.eye, scene::rayThrough(pose, port, middleX, middleY));
    const double level = hit ? std::min(hit->z(), pose.eye.z() - 1) : view_.stage().grid().baseHeight;
    const geodata::Extent extent = view_.stage().grid().extent();
    const double farthest = 2 * std::hypot(extent.width(), extent.height());
    std::vector<layers::LonLat> ring;
    for (const auto& [x, y] : {std::pair{0, 1}, std::pair{1, 1}, std::pair{1, 0}, std::pair{0, 0}}) {
        const osg::Vec3d ray = scene::rayThrough(pose, port, x * port.width, y * port.height);
        const double flat = std::hypot(ray.x(), ray.y());
        double reach = farthest;
        if (ray.z() < 0) reach = std::min(reach, (pose.eye.z() - level) / -ray.z() * flat);
        const double along = flat > 0 ? reach / flat : 0;
        const geodata::Point2 wgs =
            view_.wgs84FromMap({pose.eye.x() + ray.x() * along, pose.eye.y() + ray.y() * along});
        ring.push_back({std::round(wgs.x * 1e6) / 1e6, std::round(wgs.y * 1e6) / 1e6});
    }
    return ring;
}

void Hud::drawSites(Session& session, const scene::Pose& pose, HudActions& actions) {
    layers::SitesPanelResult result;
    sites_->drawFilter(
        session.filter, view_.sites()->selected(), session.filteredOut, result,
        exhibit_ ? std::function<void()>() : [&] { keeper_->draw(session.filter); });
    if (const ImVec2 pointer = ImGui::GetIO().MousePos; interface_->wantsMouse(pointer.x, pointer.y))
        view_.setHovered(result.hovered ? std::optional(MapView::Feature{view_.sites(), *result.hovered})
                                        : std::nullopt);
    if (result.chosen) {
        session.selected = MapView::Feature{view_.sites(), *result.chosen}.key();
        if (view_.sites()->sites().located(*result.chosen)) actions.flyToFeature = session.selected;
    }
    if (result.flyTo) actions.flyTo = result.flyTo;
    if (result.filteredOut) session.filteredOut = *result.filteredOut;
    if (result.exportWanted) export_->open();
    if (result.viewToggled) {
        if (session.filter.view.empty())
            session.filter.view = groundInView(pose);
        else
            session.filter.view.clear();
        viewPose_ = pose;
    }
    if (result.draw) actions.drawArea = true;
}

void Hud::drawPanel(Session& session, const scene::Pose& pose, HudActions& actions) {
    const layers::Catalog& catalog = view_.district().catalog;
    const float right = ImGui::GetContentRegionAvail().x + ImGui::GetCursorPosX();
    ImGui::PushFont(interface_->fonts().title);
    ImGui::TextUnformatted(catalog.title.in(texts_.code()).c_str());
    ImGui::PopFont();
    const char* other = texts_.language() == ui::Language::Zh ? "EN" : "中";
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float padding = ImGui::GetStyle().FramePadding.x * 2;
    const float closing = mapElsewhere ? -gap : ImGui::CalcTextSize("×").x + padding;
    const float arrow = ImGui::GetFrameHeight();
    ImGui::SameLine();
    const float steps = exhibit_ ? 0 : 2 * (arrow + gap);
    ImGui::SetCursorPosX(right - closing - gap - steps - ImGui::CalcTextSize(other).x - padding);
    const auto step = [&](const char* id, bool possible, const char* hint, bool& wish) {
        ImGui::PushStyleColor(ImGuiCol_Text, ui::ink(possible ? 0.9F : 0.25F));
        ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0, 0, 0, 0));
        if (ImGui::Button(id, ImVec2(arrow, 0)) && possible) wish = true;
        ImGui::PopStyleColor(2);
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", hint);
        ImGui::SameLine();
    };
    if (!exhibit_) {
        step("←##undo", canUndo, tr("Undo (Ctrl Z)"), actions.undo);
        step("→##redo", canRedo, tr("Redo (Ctrl Shift Z)"), actions.redo);
    }
    if (ImGui::Button(other)) {
        session.language = texts_.language() == ui::Language::Zh ? "en" : "zh";
        texts_.setLanguage(session.language == "en" ? ui::Language::En : ui::Language::Zh);
    }
    if (!mapElsewhere) {
        ImGui::SameLine();
        if (ImGui::Button("×")) panelOpen = false;
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("Close the panel (Tab hides everything)"));
    }
    // The same tab stays open when the language changes.
    const auto named = [](const char* text, const char* id) { return fmt::format("{}###{}", text, id); };
    if (ImGui::BeginTabBar("tabs", ImGuiTabBarFlags_NoTooltip)) {
        if (sites_ && ImGui::BeginTabItem(named(tr("Site list"), "sites").c_str())) {
            drawSites(session, pose, actions);
            ImGui::EndTabItem();
        }
        if (figures_ && ImGui::BeginTabItem(named(tr("Figures"), "figures").c_str())) {
            ImGui::BeginChild("figures", ImVec2(0, 0), false, ImGuiWindowFlags_NoBackground);
            if (sites_) sites_->drawScheme(session.filter);
            figures_->draw();
            ui::fadeBelow(ImGui::GetTextLineHeightWithSpacing());
            ImGui::EndChild();
            ImGui::EndTabItem();
        }
        if (ImGui::BeginTabItem(named(tr("Map"), "map").c_str())) {
            ImGui::BeginChild("map", ImVec2(0, 0), false, ImGuiWindowFlags_NoBackground);
            map_.draw(session, sessions, actions);
            if (actions.help) showHelp = !showHelp;
            ui::fadeBelow(ImGui::GetTextLineHeightWithSpacing());
            ImGui::EndChild();
            ImGui::EndTabItem();
        }
        ImGui::EndTabBar();
    }
}

// Nothing is chosen: what to do, where it will stand.
void Hud::drawEmptyCard(const HudBox& box) {
    begin("empty", box);
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(ui::quiet(), "%s", tr("What is chosen in the list or on the map is described here."));
    ImGui::PopTextWrapPos();
    ImGui::End();
}

void Hud::drawCard(Session& session, const HudBox& box, HudActions& actions) {
    begin("card", box);
    const ImVec2 start = ImGui::GetCursorPos();
    ImGui::SetCursorPosX(start.x + ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize("×").x -
                         2 * ImGui::GetStyle().FramePadding.x);
    if (ImGui::Button("×##close")) session.selected.clear();
    ImGui::SetCursorPos(start);
    if (const auto card = view_.selected()->layer->card(view_.selected()->row, texts_))
        actions.cardAction = layers::drawCard(*card, texts_, interface_->fonts());
    ImGui::End();
}

}  // namespace atlas::app
