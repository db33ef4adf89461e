#include "app/view/kiosk/kiosk_panels.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <functional>

#include "app/view/tour/tour.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kBar = 56;        // points
constexpr float kBarButton = 40;  // 60 pixels at 150 %
constexpr ImGuiWindowFlags kBarFlags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize;

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

float KioskPanels::barHeight(const scene::Viewport& viewport) const {
    return (std::max(kBar, bar_) + ui::kMargin) * static_cast<float>(viewport.scale);
}

void KioskPanels::block() {
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    boxes_.push_back({at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody});
}

bool KioskPanels::button(const std::string& label, bool on, float width) const {
    const float s = static_cast<float>(interface_.scale());
    ImGui::PushStyleColor(ImGuiCol_Button, ui::ink(on ? 0.24F : 0.07F));
    const bool pressed =
        ImGui::Button(label.c_str(), ImVec2(width, std::max(kBarButton * s, interface_.finger())));
    ImGui::PopStyleColor();
    return pressed;
}

KioskWishes KioskPanels::drawBar(const scene::Viewport& viewport, const KioskComfort& comfort,
                                 std::optional<bool> panel, bool search) {
    KioskWishes wishes;
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    struct Item {
        const char* label;
        bool on;
        std::function<void()> press;
    };
    const auto toggles = [&](Sheet sheet) {
        return [this, sheet] { sheet_ = sheet_ == sheet ? Sheet::None : sheet; };
    };
    const auto asks = [&](bool& wish) {
        return [this, &wish] {
            sheet_ = Sheet::None;
            wish = true;
        };
    };
    const bool zh = texts_.language() == ui::Language::Zh;
    std::vector<Item> items{{tr("Tours"), sheet_ == Sheet::Tours, toggles(Sheet::Tours)},
                            {tr("Sights"), sheet_ == Sheet::Views, toggles(Sheet::Views)}};
    if (panel) items.push_back({tr("Sites and layers"), *panel, asks(wishes.togglePanel)});
    items.push_back({tr("Search"), search, asks(wishes.toggleSearch)});
    items.push_back({tr("Reading and reach"), sheet_ == Sheet::Comfort, toggles(Sheet::Comfort)});
    items.push_back({zh ? "English" : "中文", false, [&] { wishes.language = zh ? "en" : "zh"; }});
    items.push_back({tr("Start over"), false, [&] { wishes.startOver = true; }});
    ImGui::PushFont(interface_.fonts().body);
    const float padding = 2 * ImGui::GetStyle().FramePadding.x;
    const float gap = 4 * s;
    float natural = 0;
    for (const Item& item : items)
        natural += std::max(ui::kFinger * s, ImGui::CalcTextSize(item.label).x + padding) + gap;
    const float room = width - 2 * ui::kMargin * s - 16 * s;
    // In a narrow picture two rows.
    const bool two = natural > room;
    const std::size_t row = two ? (items.size() + 1) / 2 : items.size();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8 * s, 8 * s));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, gap));
    ImGui::SetNextWindowPos(ImVec2(width / 2, static_cast<float>(viewport.height) - ui::kMargin * s), 0,
                            ImVec2(0.5F, 1));
    ImGui::Begin("bar", nullptr, kBarFlags);
    block();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const float own = std::max(ui::kFinger * s, ImGui::CalcTextSize(items[i].label).x + padding);
        const float each = two ? (room - static_cast<float>(row - 1) * gap) / static_cast<float>(row) : own;
        if (i % row != 0) ImGui::SameLine();
        if (button(fmt::format("{}##{}", items[i].label, i), items[i].on, each)) items[i].press();
    }
    bar_ = ImGui::GetWindowSize().y / s;
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

}  // namespace atlas::app
