#include "app/view/kiosk/kiosk_panels.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "app/view/tour/tour.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kBar = 56;        // points
constexpr float kBarButton = 40;  // 60 pixels at 150 %
constexpr ImGuiWindowFlags kBarFlags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize;

void centred(const char* text, float width) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, (width - ImGui::CalcTextSize(text).x) / 2));
    ImGui::TextUnformatted(text);
}

}  // namespace

KioskPanels::KioskPanels(const layers::Catalog& catalog, ui::Interface& interface,
                         const ui::Translations& texts)
    : catalog_(catalog), interface_(interface), texts_(texts) {
    for (const std::string& file : catalog.tours) {
        const auto tour = loadTour(file, catalog);
        tours_.push_back(tour ? tour->title : layers::Localized());
    }
}

std::string KioskPanels::characters() const {
    std::string all = "中文";
    for (const auto& title : tours_) all += title.zh + title.en;
    for (const auto& view : catalog_.views) all += view.name.zh + view.name.en;
    return all + catalog_.title.zh;
}

float KioskPanels::barHeight(const scene::Viewport& viewport) {
    return (kBar + ui::kMargin) * static_cast<float>(viewport.scale);
}

void KioskPanels::block() {
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    boxes_.push_back({at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody});
}

void KioskPanels::drawInvitation(const scene::Viewport& viewport, double seconds) {
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    const auto& fonts = interface_.fonts();
    // Breathes, so that the eye is caught from afar; slow enough for anybody.
    const auto breath = static_cast<float>(0.5 - 0.5 * std::cos(seconds * std::numbers::pi / 1.6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(26 * s, 14 * s));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 40 * s);
    ImVec4 paper = ui::kAccent;
    paper.w = 0.86F + 0.14F * breath;
    ImGui::PushStyleColor(ImGuiCol_WindowBg, paper);
    ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(1, 1, 1, 1));
    ImGui::SetNextWindowPos(ImVec2(width / 2, 28 * s), 0, ImVec2(0.5F, 0));
    ImGui::Begin("invitation", nullptr, kBarFlags | ImGuiWindowFlags_NoInputs);
    block();
    ImGui::PushFont(fonts.title);
    // Both languages: who stands before it has not chosen one.
    const char* zh = "触摸屏幕，开始探索";
    const char* en = "Touch to explore";
    const float wide = std::max(ImGui::CalcTextSize(zh).x, ImGui::CalcTextSize(en).x);
    centred(zh, wide);
    ImGui::PopFont();
    ImGui::PushFont(fonts.body);
    centred(en, wide);
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(2);
}

bool KioskPanels::button(const std::string& label, bool on, float width) const {
    const float s = static_cast<float>(interface_.scale());
    ImGui::PushStyleColor(ImGuiCol_Button, ui::ink(on ? 0.24F : 0.07F));
    const bool pressed = ImGui::Button(label.c_str(), ImVec2(width, kBarButton * s));
    ImGui::PopStyleColor();
    return pressed;
}

KioskWishes KioskPanels::drawBar(const scene::Viewport& viewport, const KioskComfort& comfort, bool panel,
                                 bool search) {
    KioskWishes wishes;
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    struct Item {
        const char* label;
        bool on;
    };
    const std::array<Item, 7> items{Item{tr("Tours"), sheet_ == Sheet::Tours},
                                    Item{tr("Sights"), sheet_ == Sheet::Views},
                                    Item{tr("Sites and layers"), panel},
                                    Item{tr("Search"), search},
                                    Item{tr("Reading and reach"), sheet_ == Sheet::Comfort},
                                    Item{texts_.language() == ui::Language::Zh ? "English" : "中文", false},
                                    Item{tr("Start over"), false}};
    ImGui::PushFont(interface_.fonts().body);
    const float padding = 2 * ImGui::GetStyle().FramePadding.x;
    const float gap = 4 * s;
    float natural = 0;
    for (const Item& item : items)
        natural += std::max(48 * s, ImGui::CalcTextSize(item.label).x + padding) + gap;
    const float room = width - 2 * ui::kMargin * s - 16 * s;
    // In a narrow picture two rows.
    const bool two = natural > room;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8 * s, 8 * s));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, gap));
    ImGui::SetNextWindowPos(ImVec2(width / 2, static_cast<float>(viewport.height) - ui::kMargin * s), 0,
                            ImVec2(0.5F, 1));
    ImGui::Begin("bar", nullptr, kBarFlags);
    block();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const float own = std::max(48 * s, ImGui::CalcTextSize(items[i].label).x + padding);
        const float each = two ? (room - 3 * gap) / 4 : own;
        if (i > 0 && !(two && i == 4)) ImGui::SameLine();
        if (!button(fmt::format("{}##{}", items[i].label, i), items[i].on, each)) continue;
        const auto toggle = [&](Sheet sheet) { sheet_ = sheet_ == sheet ? Sheet::None : sheet; };
        if (i == 0) toggle(Sheet::Tours);
        if (i == 1) toggle(Sheet::Views);
        if (i == 4) toggle(Sheet::Comfort);
        if (i == 2 || i == 3) sheet_ = Sheet::None;
        if (i == 2) wishes.togglePanel = true;
        if (i == 3) wishes.toggleSearch = true;
        if (i == 5) wishes.language = texts_.language() == ui::Language::Zh ? "en" : "zh";
        if (i == 6) wishes.startOver = true;
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
    if (sheet_ != Sheet::None) drawSheet(viewport, comfort, wishes);
    ImGui::PopFont();
    return wishes;
}

void KioskPanels::drawSheet(const scene::Viewport& viewport, const KioskComfort& comfort,
                            KioskWishes& wishes) {
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    const float wide = std::min(420 * s, width - 2 * ui::kMargin * s);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12 * s, 12 * s));
    ImGui::SetNextWindowPos(ImVec2(width / 2, boxes_.back().top - ui::kMargin * s), 0, ImVec2(0.5F, 1));
    ImGui::SetNextWindowSizeConstraints(
        ImVec2(wide, 0), ImVec2(wide, std::max(60.0F, boxes_.back().top - 2 * ui::kMargin * s)));
    ImGui::SetNextWindowBgAlpha(0.97F);  // a card may lie below
    ImGui::Begin("sheet", nullptr, kBarFlags & ~ImGuiWindowFlags_NoScrollbar);
    block();
    const float inner = wide - 24 * s;
    const float half = (inner - ImGui::GetStyle().ItemSpacing.x) / 2;
    KioskComfort changed = comfort;
    switch (sheet_) {
        case Sheet::Tours:
            for (std::size_t i = 0; i < tours_.size(); ++i) {
                const std::string& title = tours_[i].in(texts_.code());
                if (title.empty() || !button(fmt::format("{}##{}", title, i), false, inner)) continue;
                wishes.tour = i;
                sheet_ = Sheet::None;
            }
            break;
        case Sheet::Views:
            for (std::size_t i = 0; i < catalog_.views.size(); ++i) {
                const auto& view = catalog_.views[i];
                if (i % 2 == 1) ImGui::SameLine();
                if (!button(fmt::format("{}##{}", view.name.in(texts_.code()), i), false, half)) continue;
                wishes.view = &view;
                sheet_ = Sheet::None;
            }
            break;
        case Sheet::Comfort: {
            const std::array<std::pair<const char*, bool*>, 3> switches{
                std::pair{tr("High contrast"), &changed.contrast},
                std::pair{tr("Controls within reach"), &changed.reach},
                std::pair{tr("Less motion"), &changed.reducedMotion}};
            if (button("A −", false, half)) changed.typeScale = std::max(1.0, comfort.typeScale - 0.25);
            ImGui::SameLine();
            if (button("A +", false, half)) changed.typeScale = std::min(2.0, comfort.typeScale + 0.25);
            for (const auto& [label, value] : switches)
                if (button(fmt::format("{} {}", *value ? "●" : "○", label), *value, inner)) *value = !*value;
            break;
        }
        case Sheet::None:
            break;
    }
    if (!(changed == comfort)) wishes.comfort = changed;
    ImGui::End();
    ImGui::PopStyleVar();
}

void KioskPanels::drawWarning(const scene::Viewport& viewport, double countdown) {
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    ImGui::GetBackgroundDrawList()->AddRectFilled(ImVec2(0, 0), ImVec2(width, height),
                                                  IM_COL32(0, 0, 0, 140));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(36 * s, 28 * s));
    ImGui::SetNextWindowPos(ImVec2(width / 2, height / 2), 0, ImVec2(0.5F, 0.5F));
    ImGui::Begin("warning", nullptr, kBarFlags | ImGuiWindowFlags_NoInputs);
    block();
    ImGui::PushFont(interface_.fonts().title);
    const std::string seconds = fmt::format("{:.0f}", std::ceil(countdown));
    const char* question = tr("Are you still there?");
    const std::string answer = fmt::format(fmt::runtime(tr("The map begins anew in {} s")), seconds);
    const char* how = tr("Touch to go on");
    const float wide =
        std::max({ImGui::CalcTextSize(question).x, ImGui::CalcTextSize(answer.c_str()).x, 200 * s});
    centred(question, wide);
    ImGui::PopFont();
    ImGui::PushFont(interface_.fonts().body);
    centred(answer.c_str(), wide);
    ImGui::Spacing();
    ImGui::PushStyleColor(ImGuiCol_Text, ui::onPanel({1, 0.55F, 0.45F, 1}, {0.70F, 0.16F, 0.07F, 1}));
    centred(how, wide);
    ImGui::PopStyleColor();
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleVar();
}

void KioskPanels::drawHold(const scene::Viewport& viewport, double share) const {
    // Nothing at first: who only touches the corner sees nothing of an operator's menu.
    if (share < 0.3) return;
    const auto s = static_cast<float>(viewport.scale);
    drawFinger(32 * s, static_cast<float>(viewport.height) - 32 * s, (share - 0.3) / 0.7, viewport.scale);
}

void KioskPanels::drawFinger(double x, double y, double share, double scale) const {
    const auto s = static_cast<float>(scale);
    ImDrawList* draw = ImGui::GetForegroundDrawList();
    const ImVec2 middle(static_cast<float>(x), static_cast<float>(y));
    draw->AddCircle(middle, 30 * s, IM_COL32(255, 255, 255, 90), 48, 4 * s);
    draw->PathArcTo(middle, 30 * s, -std::numbers::pi_v<float> / 2,
                    static_cast<float>(-std::numbers::pi / 2 + 2 * std::numbers::pi * share), 48);
    draw->PathStroke(IM_COL32(255, 255, 255, 230), 0, 4 * s);
}

}  // namespace atlas::app
