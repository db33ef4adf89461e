#include "app/view/search_box.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr std::size_t kShown = 9;
constexpr std::size_t kMostNames = 4000000;
constexpr ImGuiWindowFlags kBoxFlags =
    ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar |
    ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoFocusOnAppearing;

struct NameToIndex {
    std::string zh, en;
    std::uint8_t weight;
};

}  // namespace

SearchBox::SearchBox(MapView& view, ui::Interface& interface, const ui::Translations& texts)
    : view_(view), interface_(&interface), texts_(texts) {
    gather();
}

SearchBox::~SearchBox() = default;

void SearchBox::gather() {
    layers_ = view_.layers().size();
    named_.clear();
    std::vector<NameToIndex> names;
    for (const auto& layer : view_.layers()) {
        if (!layer->onMap() || layer->rows() > kMostNames) continue;
        // Sites are what people look for; for the rest the priority of their names on the map tells.
        const double weight = 100 + 10 * layer->entry().priority + (layer->entry().kind == "sites" ? 80 : 0);
        std::set<std::pair<std::string, std::string>> known;  // a street comes in many parts
        for (std::size_t row = 0; row < layer->rows(); ++row) {
            NameToIndex name{layer->name(row, "zh"), layer->name(row, "en"),
                             static_cast<std::uint8_t>(std::clamp(weight, 0.0, 255.0))};
            if (name.zh.empty() && name.en.empty()) continue;
            if (name.zh == name.en) name.en.clear();
            if (layer->id(row).empty() && !layer->place(row)) continue;
            if (layer->id(row).empty() && !known.emplace(name.zh, name.en).second) continue;
            names.push_back(std::move(name));
            named_.push_back({layer.get(), row});
        }
    }
    asking_.cancel();
    index_.reset();
    shown_.clear();
    asked_.clear();
    building_ = std::async(std::launch::async, [names = std::move(names)] {
        auto built = std::make_unique<Built>();
        for (const NameToIndex& name : names) built->index.add(name.zh, name.en, name.weight);
        return built;
    });
}

void SearchBox::close() {
    if (!active_ && !wanted_ && text_.empty()) return;
    wanted_ = active_ = false;
    text_.clear();
    asking_.cancel();
}

void SearchBox::look() {
    asked_ = text_;
    language_ = texts_.code();
    asking_.cancel();
    place_ = layers::typedPlace(text_);
    if (place_ && !place_->degrees) {
        const geodata::Point2 wgs = view_.wgs84FromMap({place_->x, place_->y});
        if (!std::isfinite(wgs.x) || !std::isfinite(wgs.y)) place_.reset();
    }
    if (place_) return;
    asking_.start([index = index_, query = index_->index.query(text_)](
                      const analysis::Job& job) -> std::optional<std::vector<layers::SearchHit>> {
        return index->index.find(query, kShown, job.cancel);
    });
}

// Until an answer comes the last one stays: nothing flickers under the eye.
void SearchBox::take(bool wait) {
    const auto hits = asking_.take(wait);
    if (!hits) return;
    at_ = 0;
    shown_.clear();
    for (const layers::SearchHit& hit : *hits) {
        const Named& named = named_[hit.entry];
        shown_.push_back({named.layer->name(named.row, texts_.code()),
                          named.layer->entry().name.in(texts_.code()), hit.entry});
    }
}

void SearchBox::choose(std::size_t i, Session& session, HudActions& actions) {
    if (place_) {
        actions.flyToPlace = place_;
    } else if (i < shown_.size()) {
        const Named& named = named_[shown_[i].entry];
        const std::string id = named.layer->id(named.row);
        if (const auto where = named.layer->place(named.row)) actions.flyTo = where;
        if (!id.empty()) session.selected = named.layer->entry().id + ":" + id;
    } else {
        return;
    }
    wanted_ = active_ = false;
    chose_ = true;
    text_.clear();
    ImGui::SetWindowFocus(nullptr);
}

void SearchBox::draw(float left, float top, float width, Session& session, HudActions& actions,
                     std::vector<scene::ScreenBox>& blocked) {
    if (building_.valid() && building_.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
        index_ = building_.get();
    if (layers_ != view_.layers().size() && !building_.valid()) gather();
    chose_ = false;
    const float s = static_cast<float>(interface_->scale());
    ImGui::SetNextWindowPos(ImVec2(left, top));
    ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, 600 * s));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8 * s, 6 * s));
    ImGui::Begin("search", nullptr, kBoxFlags);
    ImGui::PushStyleColor(ImGuiCol_FrameBg, ImVec4(0, 0, 0, 0));
    const float line = ImGui::GetFrameHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* draw = ImGui::GetWindowDrawList();  // a magnifying glass
    const ImU32 ink = ImGui::GetColorU32(ui::quiet());
    draw->AddCircle(ImVec2(at.x + line * 0.40F, at.y + line * 0.45F), line * 0.20F, ink, 0, 1.6F * s);
    draw->AddLine(ImVec2(at.x + line * 0.55F, at.y + line * 0.60F),
                  ImVec2(at.x + line * 0.72F, at.y + line * 0.77F), ink, 1.8F * s);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + line * 0.8F);
    const float field = width - line * 0.8F - 16 * s;
    ImGui::SetNextItemWidth(field);
    if (wanted_) ImGui::SetKeyboardFocusHere();
    const auto arrows = [](ImGuiInputTextCallbackData* data) {
        auto& self = *static_cast<SearchBox*>(data->UserData);
        const int count = static_cast<int>(self.shown_.size());
        if (data->EventKey == ImGuiKey_DownArrow) self.at_ = std::min(self.at_ + 1, std::max(count - 1, 0));
        if (data->EventKey == ImGuiKey_UpArrow) self.at_ = std::max(self.at_ - 1, 0);
        return 0;
    };
    const std::string hint =
        ui::fitted(std::string(tr("Search places, sites, coordinates")) + (keys_ ? "  /" : ""),
                   field - 2 * ImGui::GetStyle().FramePadding.x);
    const bool enter =
        ImGui::InputTextWithHint("##search", hint.c_str(), &text_,
                                 ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackHistory |
                                     ImGuiInputTextFlags_AutoSelectAll,
                                 arrows, this);
    ImGui::PopStyleColor();
    const bool editing = ImGui::IsItemActive();
    if (editing) wanted_ = false;
    const bool escaped =
        ImGui::IsItemDeactivated() && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape));
    if (escaped) text_.clear();
    if (!text_.empty() && index_ && (asked_ != text_ || language_ != texts_.code())) look();
    take(enter);  // who presses Enter means what is written there
    // A click on a result takes the keyboard from the line before it is one.
    const bool over = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    active_ = editing || (active_ && !escaped && !text_.empty() && (over || enter));
    if (enter && !text_.empty()) choose(static_cast<std::size_t>(at_), session, actions);
    if (active_ && !text_.empty()) drawResults(session, actions);
    const ImVec2 corner = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    blocked.push_back({corner.x, corner.y, corner.x + size.x, corner.y + size.y, scene::ScreenBox::kNobody});
    ImGui::End();
    ImGui::PopStyleVar();
}

void SearchBox::drawResults(Session& session, HudActions& actions) {
    const float s = static_cast<float>(interface_->scale());
    ImGui::Separator();
    if (!index_) {
        ImGui::TextColored(ui::quiet(), "%s", tr("Reading the names…"));
        return;
    }
    if (place_) {
        geodata::Point2 wgs{place_->x, place_->y};
        if (!place_->degrees) wgs = view_.wgs84FromMap(wgs);
        if (ImGui::Selectable(fmt::format("{} {:.5f}° E  {:.5f}° N", tr("Fly to"), wgs.x, wgs.y).c_str(),
                              true))
            choose(0, session, actions);
        return;
    }
    if (shown_.empty()) {
        if (asking_.busy()) return;
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(
            ui::quiet(), "%s",
            tr("Nothing has this name. Characters, pinyin, initials and English will do, and coordinates."));
        ImGui::PopTextWrapPos();
        return;
    }
    const float width = ImGui::GetContentRegionAvail().x;
    const float line = ImGui::GetTextLineHeight() + 10 * s;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const ImVec2 at = ImGui::GetCursorScreenPos();
        if (ImGui::Selectable("##hit", static_cast<int>(i) == at_, 0, ImVec2(width, line)))
            choose(i, session, actions);
        ImGui::PopID();
        if (shown_.empty() || i >= shown_.size()) break;
        ImDrawList* draw = ImGui::GetWindowDrawList();
        ImGui::PushFont(interface_->fonts().small);
        const float kind = ImGui::CalcTextSize(shown_[i].kind.c_str()).x;
        draw->AddText(ImVec2(at.x + width - kind - 4 * s, at.y + 6 * s), ImGui::GetColorU32(ui::quiet()),
                      shown_[i].kind.c_str());
        ImGui::PopFont();
        draw->AddText(ImVec2(at.x + 4 * s, at.y + 5 * s), ImGui::GetColorU32(ImGuiCol_Text),
                      ui::fitted(shown_[i].name, width - kind - 20 * s).c_str());
    }
    ImGui::PopStyleVar();
}

}  // namespace atlas::app
