#include "app/view/hud.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <unordered_set>

#include "layers/panels/card_panel.h"
#include "scene/pose.h"
#include "ui/scroll_fade.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kPanelWidth = 360;
constexpr float kNarrow = 840;  // points of width below which the panel starts closed
constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;
constexpr ImGuiWindowFlags kFloating = kFixed | ImGuiWindowFlags_AlwaysAutoResize |
                                       ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoScrollbar;

// 1, 2 or 5 times a power of ten, not above.
double roundLength(double metres) {
    const double decade = std::pow(10, std::floor(std::log10(metres)));
    const double f = metres / decade;
    return (f >= 5 ? 5 : f >= 2 ? 2 : 1) * decade;
}

}  // namespace

Hud::Hud(MapView& view, ui::Interface& interface, ui::Translations& texts)
    : view_(view),
      interface_(interface),
      texts_(texts),
      search_(view, interface, texts),
      map_(view, interface, texts) {
    if (view.sites() != nullptr) {
        sites_.emplace(*view.sites(), view.district().catalog, texts, interface.fonts());
        keeper_.emplace(*view.sites(), view.district().catalog, texts, interface.fonts());
        export_.emplace(view.sites()->sites(), texts, interface.fonts());
    }
    for (const auto& layer : view.layers())
        if (const auto* figures = dynamic_cast<const layers::FiguresLayer*>(layer.get())) {
            figures_.emplace(*figures, texts, interface.fonts());
            if (sites_) sites_->setFigures(*figures);
        }
}

namespace {

// What stands in a table, in Chinese where the catalogue has it so; each phrase once, however long the table.
void addPhrases(std::string& all, std::unordered_set<const char*>& known,
                const std::optional<geodata::FeatureTable>& table, const layers::Catalog& catalog) {
    if (!table || !catalog.phrases) return;
    for (const geodata::Column& column : table->columns)
        if (const auto* text = std::get_if<geodata::TextValues>(&column.values))
            for (const std::string& value : text->values)
                if (const char* chinese = catalog.phrases->tr(value.c_str());
                    chinese != value.c_str() && known.insert(chinese).second)
                    all += chinese;
}

}  // namespace

std::string hudCharacters(const MapView& view) {
    const layers::Catalog& catalog = view.district().catalog;
    std::string all = catalog.title.zh + catalog.waterNote.zh;
    std::unordered_set<const char*> known;
    for (const LoadedLayer& loaded : view.district().layers) {
        addPhrases(all, known, loaded.table, catalog);
        addPhrases(all, known, loaded.related, catalog);
    }
    for (const auto& layer : catalog.layers) {
        for (const std::string& text : {layer.attribution, layer.licence})
            all += text + catalog.phrase(text, "zh");
        all += layer.name.zh + layer.about.zh + layer.date;
        for (const auto& batch : layer.batches) all += batch.label.zh + batch.explain.zh;
        for (const auto& near : layer.near) all += near.label.zh;
    }
    for (const auto& [name, terms] : catalog.vocabularies)
        for (const layers::Term& term : terms)
            all +=
                term.label.zh + term.label.en + term.group.zh + term.group.en + term.glyph.zh + term.glyph.en;
    for (const auto& terrain : catalog.terrain)
        all += terrain.name.zh + terrain.source + catalog.phrase(terrain.source, "zh");
    for (const auto& v : catalog.views) all += v.name.zh;
    for (const auto& layer : view.layers()) all += layer->characters();
    return all;
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

float Hud::top() const {
    return keepTop + ui::kMargin * static_cast<float>(viewport_.scale);
}
float Hud::height() const {
    return static_cast<float>(viewport_.height) - keepTop - keepBottom -
           2 * ui::kMargin * static_cast<float>(viewport_.scale);
}

HudActions Hud::draw(Session& session, const scene::Pose& pose, const scene::Viewport& viewport,
                     const HudFacts& facts) {
    HudActions actions;
    viewport_ = viewport;
    blocked_.clear();
    if (!visible) {
        search_.close();
        return actions;
    }
    const auto s = static_cast<float>(viewport.scale);
    ImGui::PushFont(interface_.fonts().body);
    const bool wide = static_cast<float>(viewport.width) >= kNarrow * s;
    // Its panel stands where the card would.
    const bool tool = rightTaken || !session.tools.open.empty();
    // Who touches something on the map wants to read of it.
    if (exhibit_ && !wide && session.selected != lastSelected_ && !session.selected.empty())
        panelOpen = false;
    lastSelected_ = session.selected;
    const bool open = panelOpen.value_or(wide) && (wide || !tool);
    if (open) {
        const float width =
            std::min(kPanelWidth * s, static_cast<float>(viewport.width) - 2 * ui::kMargin * s);
        ImGui::SetNextWindowPos(ImVec2(ui::kMargin * s, top()));
        ImGui::SetNextWindowSize(ImVec2(width, height()));
        ImGui::Begin("panel", nullptr, kFixed);
        block();
        drawPanel(session, pose, actions);
        ImGui::End();
    } else if (!exhibit_ && (wide || !tool)) {
        ImGui::SetNextWindowPos(ImVec2(ui::kMargin * s, ui::kMargin * s));
        ImGui::Begin("open", nullptr, kFloating);
        block();
        std::string title = tr("Sites and layers");
        const layers::SitesLayer* sites = view_.sites();
        if (sites != nullptr && session.filter.any())  // a closed panel must not hide that sites are
            title += fmt::format(" · {} / {}", sites->engine().totals().sites(), sites->rows());
        if (ImGui::Button((title + "###panel").c_str())) panelOpen = true;
        ImGui::End();
    }
    // A card beside a panel needs room for both; in a narrow window the card takes the panel's place.
    if (view_.selected() && !tool && (wide || !open)) drawCard(session, actions);
    // In a window like a stamp they would cover each other: what can be done without goes first.
    const auto room = [&](float width, float height) {
        return static_cast<float>(viewport.width) >= width * s &&
               static_cast<float>(viewport.height) >= height * s;
    };
    if (room(240, 90) && (wide || !tool)) drawCompass(pose, room(240, 220), tool, actions);
    if (room(240, 110)) drawReadout(pose, facts);
    if (exhibit_ ? searchOpen : wide || !tool)
        drawSearch(session, open, actions);
    else
        search_.close();
    if (sites_ && open && wide) {
        const float left = (kPanelWidth + 2 * ui::kMargin) * s;
        sites_->results().drawCompare(left, top(), static_cast<float>(viewport.width) - ui::kMargin * s,
                                      top() + height() + (ui::kMargin - 44) * s);
    }
    if (export_) export_->draw(sites_->results().rows(), s);
    if (showHelp) drawHelp();
    if (followView && !session.filter.view.empty() && pose == lastPose_ && !(pose == viewPose_)) {
        session.filter.view = groundInView(pose);
        viewPose_ = pose;
    }
    lastPose_ = pose;
    ImGui::PopFont();
    return actions;
}

void Hud::drawSearch(Session& session, bool open, HudActions& actions) {
    const auto s = static_cast<float>(viewport_.scale);
    const auto width = static_cast<float>(viewport_.width);
    const bool card = (view_.selected() || rightTaken || !session.tools.open.empty()) && width >= kNarrow * s;
    const float left = open ? (kPanelWidth + 2 * ui::kMargin) * s : 170 * s;
    const float right = width - (ui::kMargin + (card ? kPanelWidth + ui::kMargin : 0) + 46 + ui::kMargin) * s;
    const float most = 420 * s;
    if (exhibit_) {
        const float wide = std::min(most, width - 2 * ui::kMargin * s);
        search_.draw((width - wide) / 2, top(), wide, session, actions, blocked_);
        if (search_.chose()) searchOpen = false;
    } else if (right - left >= 180 * s && static_cast<float>(viewport_.height) >= 220 * s)
        search_.draw(left + std::max(0.0F, (right - left - most) / 2), ui::kMargin * s,
                     std::min(most, right - left), session, actions, blocked_);
    else if (search_.wanted())  // no room beside the panel: over it, while it is used
        search_.draw(ui::kMargin * s, ui::kMargin * s, std::min(most, width - 2 * ui::kMargin * s), session,
                     actions, blocked_);
}

// The four corners of the picture on the level of the ground in its middle; toward the horizon no farther
// than the map reaches.
std::vector<layers::LonLat> Hud::groundInView(const scene::Pose& pose) const {
    const double middleX = viewport_.width / 2.0;
    const double middleY = viewport_.height / 2.0;
    const auto hit = view_.hit(pose.eye, scene::rayThrough(pose, viewport_, middleX, middleY));
    const double level = hit ? std::min(hit->z(), pose.eye.z() - 1) : view_.stage().grid().baseHeight;
    const geodata::Extent extent = view_.stage().grid().extent();
    const double farthest = 2 * std::hypot(extent.width(), extent.height());
    std::vector<layers::LonLat> ring;
    for (const auto& [x, y] : {std::pair{0, 1}, std::pair{1, 1}, std::pair{1, 0}, std::pair{0, 0}}) {
        const osg::Vec3d ray = scene::rayThrough(pose, viewport_, x * viewport_.width, y * viewport_.height);
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
    if (const ImVec2 pointer = ImGui::GetIO().MousePos; interface_.wantsMouse(pointer.x, pointer.y))
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
    ImGui::PushFont(interface_.fonts().title);
    ImGui::TextUnformatted(catalog.title.in(texts_.code()).c_str());
    ImGui::PopFont();
    const char* other = texts_.language() == ui::Language::Zh ? "EN" : "中";
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float padding = ImGui::GetStyle().FramePadding.x * 2;
    const float closing = ImGui::CalcTextSize("×").x + padding;
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
    ImGui::SameLine();
    if (ImGui::Button("×")) panelOpen = false;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("Close the panel (Tab hides everything)"));
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

void Hud::drawCard(Session& session, HudActions& actions) {
    const auto s = static_cast<float>(viewport_.scale);
    const float width = std::min(kPanelWidth * s, static_cast<float>(viewport_.width) - 2 * ui::kMargin * s);
    ImGui::SetNextWindowPos(ImVec2(static_cast<float>(viewport_.width) - width - ui::kMargin * s, top()));
    ImGui::SetNextWindowSize(ImVec2(width, std::min(560 * s, height() - (exhibit_ ? 0 : 60) * s)));
    ImGui::Begin("card", nullptr, kFixed);
    block();
    const ImVec2 start = ImGui::GetCursorPos();
    ImGui::SetCursorPosX(start.x + ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize("×").x -
                         2 * ImGui::GetStyle().FramePadding.x);
    if (ImGui::Button("×##close")) session.selected.clear();
    ImGui::SetCursorPos(start);
    if (const auto card = view_.selected()->layer->card(view_.selected()->row, texts_))
        actions.cardAction = layers::drawCard(*card, texts_, interface_.fonts());
    ImGui::End();
}

void Hud::drawCompass(const scene::Pose& pose, bool buttons, bool tool, HudActions& actions) {
    const auto s = static_cast<float>(viewport_.scale);
    const float side = 46 * s;
    const bool card = (view_.selected() || tool) && static_cast<float>(viewport_.width) >= kNarrow * s;
    const float shift = card ? (kPanelWidth + ui::kMargin) * s : 0;
    ImGui::SetNextWindowPos(
        ImVec2(static_cast<float>(viewport_.width) - ui::kMargin * s - side - shift, top()));
    ImGui::SetNextWindowSize(ImVec2(side, buttons ? side * 3 + 8 * s : side));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
    ImGui::Begin("compass", nullptr, kFixed | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
    block();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton("north", ImVec2(side, side))) actions.northUp = true;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("North up (N)"));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 middle(at.x + side / 2, at.y + side / 2);
    draw->AddCircleFilled(middle, side / 2 - s, ImGui::GetColorU32(ImGuiCol_WindowBg), 48);
    const auto angle = static_cast<float>(-pose.heading * std::numbers::pi / 180);
    const auto toward = [&](float turn, float radius) {
        return ImVec2(middle.x + std::sin(angle + turn) * radius, middle.y - std::cos(angle + turn) * radius);
    };
    const float r = side / 2 - 7 * s;
    draw->AddTriangleFilled(toward(0, r), toward(1.5708F, 5 * s), toward(-1.5708F, 5 * s),
                            ImGui::GetColorU32(ui::kAccent));
    draw->AddTriangleFilled(toward(3.14159F, r), toward(1.5708F, 5 * s), toward(-1.5708F, 5 * s),
                            ImGui::GetColorU32(ui::ink(0.9F)));
    if (buttons) {
        ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_WindowBg));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 2 * s);
        if (ImGui::Button("+", ImVec2(side, side * 0.85F))) actions.zoom = 1.6;
        if (ImGui::Button("−", ImVec2(side, side * 0.85F))) actions.zoom = -1.6;
        ImGui::PopStyleColor();
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
}

void Hud::drawReadout(const scene::Pose& pose, const HudFacts& facts) {
    const auto s = static_cast<float>(viewport_.scale);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10 * s, 6 * s));
    ImGui::SetNextWindowPos(ImVec2(static_cast<float>(viewport_.width) - ui::kMargin * s,
                                   static_cast<float>(viewport_.height) - keepBottom - ui::kMargin * s),
                            0, ImVec2(1, 1));
    ImGui::Begin("readout", nullptr, kFloating | ImGuiWindowFlags_NoInputs);
    block();
    ImGui::PushFont(interface_.fonts().small);
    const bool roomy = !exhibit_ && static_cast<float>(viewport_.width) >= 600 * s;
    if (facts.ground && roomy) {
        const geodata::Point2 wgs = view_.wgs84FromMap({facts.ground->x(), facts.ground->y()});
        ImGui::Text("%s", fmt::format("{:.5f}° E  {:.5f}° N", wgs.x, wgs.y).c_str());
        ImGui::SameLine(0, 16 * s);
        ImGui::TextColored(ui::quiet(), "%s",
                           fmt::format("{}  {:.1f}  {:.1f}", view_.district().catalog.crs, facts.ground->x(),
                                       facts.ground->y())
                               .c_str());
        ImGui::SameLine(0, 16 * s);
        const auto sample = view_.district().ground.sampleAt(facts.ground->x(), facts.ground->y());
        if (sample)
            ImGui::Text("%s", fmt::format("{:.1f} m{}", sample->height,
                                          sample->extrapolated ? tr(" (extrapolated)") : "")
                                  .c_str());
        else
            ImGui::TextColored(ui::quiet(), "%s", tr("no height data here"));
        ImGui::SameLine(0, 16 * s);
    }
    // The scale holds in the middle of the picture, at the ground there.
    const auto middle = view_.stage().clearance(pose) /
                        std::max(0.05, std::sin(std::max(pose.pitch, 3.0) * std::numbers::pi / 180));
    const double perPixel = scene::metresPerPixel(viewport_, middle);
    const double length = roundLength(perPixel * 110 * viewport_.scale);
    const auto pixels = static_cast<float>(length / perPixel);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float y = at.y + ImGui::GetTextLineHeight() * 0.75F;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
    draw->AddLine(ImVec2(at.x, y), ImVec2(at.x + pixels, y), ink, 1.5F * s);
    draw->AddLine(ImVec2(at.x, y - 5 * s), ImVec2(at.x, y), ink, 1.5F * s);
    draw->AddLine(ImVec2(at.x + pixels, y - 5 * s), ImVec2(at.x + pixels, y), ink, 1.5F * s);
    ImGui::Dummy(ImVec2(pixels, ImGui::GetTextLineHeight()));
    ImGui::SameLine(0, 8 * s);
    ImGui::TextUnformatted(
        (length >= 1000 ? fmt::format("{:g} km", length / 1000) : fmt::format("{:g} m", length)).c_str());
    if (facts.loading) {
        ImGui::SameLine(0, 16 * s);
        ImGui::TextColored(ui::quiet(), "%s", tr("loading…"));
    }
    if (showFrameRate && facts.frameMilliseconds > 0) {
        ImGui::SameLine(0, 16 * s);
        ImGui::TextColored(
            ui::quiet(), "%s",
            fmt::format("{:.1f} ms · {:.0f} fps", facts.frameMilliseconds, 1000 / facts.frameMilliseconds)
                .c_str());
    }
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleVar();
}

void Hud::drawHelp() {
    ImGui::SetNextWindowPos(
        ImVec2(static_cast<float>(viewport_.width) / 2, static_cast<float>(viewport_.height) / 2), 0,
        ImVec2(0.5F, 0.5F));
    ImGui::Begin("help", nullptr, kFloating & ~ImGuiWindowFlags_NoBringToFrontOnFocus);
    const std::pair<const char*, const char*> keys[] = {
        {tr("Drag"), tr("move the ground under the pointer")},
        {tr("Right drag"), tr("orbit round the point under the pointer")},
        {tr("Wheel"), tr("zoom toward the pointer")},
        {tr("Double click"), tr("fly there")},
        {"W A S D", tr("move")},
        {"Q E", tr("turn")},
        {"R F", tr("rise and sink")},
        {"N", tr("north up")},
        {"Home", tr("opening view")},
        {"1 – 9", tr("named views")},
        {"Tab", tr("hide or show everything but the map")},
        {"L", tr("Chinese or English")},
        {"/  Ctrl F", tr("search")},
        {"Ctrl Z", tr("undo; with Shift redo")},
        {"Ctrl S", tr("save this session")},
        {"Ctrl C", tr("the map as a picture onto the clipboard")},
        {"Ctrl P", tr("picture or print")},
        {"B", tr("keep this view")},
        {"Ctrl + −", tr("larger and smaller type; Ctrl 0 as it was")},
        {"F6", tr("keys into the next panel: arrows, Space; Esc leaves")},
        {"F3", tr("frame rate")},
        {"F11", tr("full screen")},
        {"Esc", tr("close the card, end a walk")},
        {"F1", tr("this help")}};
    if (ImGui::BeginTable("keys", 2, ImGuiTableFlags_SizingFixedFit)) {
        for (const auto& [key, meaning] : keys) {
            ImGui::TableNextColumn();
            ImGui::TextColored(ui::quiet(), "%s", key);
            ImGui::TableNextColumn();
            ImGui::TextUnformatted(meaning);
        }
        ImGui::EndTable();
    }
    ImGui::End();
}

}  // namespace atlas::app
