#include "ui/histogram.h"

#include <algorithm>
#include <cmath>

#include "ui/theme.h"

namespace atlas::ui {

namespace {

enum Pull { Low = 1, High = 2, Both = 3, New = 4 };

float snapped(float share, int steps) {
    return steps > 0 ? std::round(share * static_cast<float>(steps)) / static_cast<float>(steps) : share;
}

}  // namespace

bool histogramBrush(const char* id, Brush& brush, const HistogramLook& look) {
    const float em = ImGui::GetFontSize();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size(ImGui::GetContentRegionAvail().x, look.height + em * 0.8F);
    ImGui::InvisibleButton(id, size);
    const float inset = em * 0.4F;
    const float left = at.x + inset;
    const float width = size.x - 2 * inset;
    const float base = at.y + look.height;
    const Brush before = brush;

    ImGuiStorage* storage = ImGui::GetStateStorage();
    const ImGuiID pulled = ImGui::GetID(id);
    const ImGuiID started = pulled + 1;
    const float share = std::clamp((ImGui::GetIO().MousePos.x - left) / width, 0.0F, 1.0F);
    float from = brush.from.value_or(0);
    float to = brush.to.value_or(1);
    if (ImGui::IsItemActivated()) {
        const float reach = em * 0.6F / width;
        const bool any = brush.from || brush.to;
        Pull pull = New;
        if (std::abs(share - from) < reach && std::abs(share - from) <= std::abs(share - to))
            pull = Low;
        else if (std::abs(share - to) < reach)
            pull = High;
        else if (any && share > from && share < to)
            pull = Both;
        storage->SetInt(pulled, pull);
        storage->SetFloat(started, share);
    }
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
        const float start = storage->GetFloat(started);
        switch (storage->GetInt(pulled)) {
            case Low:
                from = std::min(snapped(share, look.steps), to);
                break;
            case High:
                to = std::max(snapped(share, look.steps), from);
                break;
            case Both: {
                const float by = std::clamp(snapped(share - start, look.steps), -from, 1 - to);
                from += by;
                to += by;
                if (by != 0) storage->SetFloat(started, start + by);
                break;
            }
            default:
                from = snapped(std::min(start, share), look.steps);
                to = snapped(std::max(start, share), look.steps);
        }
        brush.from = from > 0.003F ? std::optional(from) : std::nullopt;
        brush.to = to < 0.997F ? std::optional(to) : std::nullopt;
    }
    if (ImGui::IsItemHovered()) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) brush = {};
    }
    from = brush.from.value_or(0);
    to = brush.to.value_or(1);

    ImDrawList* draw = ImGui::GetWindowDrawList();
    const std::size_t bars = look.front.size();
    std::size_t most = 1;
    for (std::size_t i = 0; i < bars; ++i) most = std::max({most, look.back[i], look.front[i]});
    const auto tall = [&](std::size_t count) {
        return (look.height - 2) * std::sqrt(static_cast<float>(count) / static_cast<float>(most));
    };
    const bool whole = !brush.from && !brush.to;
    for (std::size_t i = 0; i < bars; ++i) {
        const float x = left + width * static_cast<float>(i) / static_cast<float>(bars);
        const float next = left + width * static_cast<float>(i + 1) / static_cast<float>(bars) - 1;
        const float middle = (static_cast<float>(i) + 0.5F) / static_cast<float>(bars);
        const bool inside = middle >= from && middle <= to;
        const bool counts = whole || inside != look.inverted;
        if (look.back[i] > 0)
            draw->AddRectFilled(ImVec2(x, base - tall(look.back[i])), ImVec2(next, base),
                                ImGui::GetColorU32(ink(0.10F)), 1);
        if (look.front[i] > 0)
            draw->AddRectFilled(ImVec2(x, base - tall(look.front[i])), ImVec2(next, base),
                                ImGui::GetColorU32(ink(counts ? 0.62F : 0.20F)), 1);
    }
    const float a = left + width * from;
    const float b = left + width * to;
    draw->AddLine(ImVec2(left, base + 0.5F), ImVec2(left + width, base + 0.5F),
                  ImGui::GetColorU32(ink(0.22F)), 1);
    const ImU32 strong = ImGui::GetColorU32(ink(0.85F));
    if (look.inverted && !whole) {
        draw->AddLine(ImVec2(left, base + 0.5F), ImVec2(a, base + 0.5F), strong, 2.5F);
        draw->AddLine(ImVec2(b, base + 0.5F), ImVec2(left + width, base + 0.5F), strong, 2.5F);
    } else {
        draw->AddLine(ImVec2(a, base + 0.5F), ImVec2(b, base + 0.5F), strong, 2.5F);
    }
    const ImU32 grip = ImGui::GetColorU32(ImGui::IsItemActive() ? kAccent : ink(0.95F));
    for (const float x : {a, b})
        draw->AddRectFilled(ImVec2(x - em * 0.16F, base - em * 0.38F),
                            ImVec2(x + em * 0.16F, base + em * 0.38F), grip, em * 0.16F);
    return !(brush == before);
}

}  // namespace atlas::ui
