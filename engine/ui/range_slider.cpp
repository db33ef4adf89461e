#include "ui/range_slider.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/theme.h"

namespace atlas::ui {

namespace {

constexpr std::size_t kBars = 24;

// Two figures are as exact as a hand on a slider is.
double rounded(double value) {
    const double scale = std::pow(10, std::floor(std::log10(value)) - 1);
    return std::round(value / scale) * scale;
}

}  // namespace

bool logRangeSlider(const char* id, std::optional<double>& low, std::optional<double>& high, double trackLow,
                    double trackHigh, std::span<const double> values) {
    const float em = ImGui::GetFontSize();
    const ImVec2 size(ImGui::GetContentRegionAvail().x, em * 2.4F);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::InvisibleButton(id, size);
    const float inset = em * 0.45F;
    const float left = at.x + inset;
    const float width = size.x - 2 * inset;
    const double span = std::log(trackHigh / trackLow);
    const auto place = [&](double value) {
        const double f = std::clamp(std::log(std::max(value, 1e-9) / trackLow) / span, 0.0, 1.0);
        return left + static_cast<float>(f) * width;
    };
    float handles[2] = {low ? place(*low) : left, high ? place(*high) : left + width};

    bool changed = false;
    ImGuiStorage* storage = ImGui::GetStateStorage();
    const ImGuiID key = ImGui::GetID(id);
    const float mouse = ImGui::GetIO().MousePos.x;
    if (ImGui::IsItemActivated()) {
        const bool upper = std::abs(mouse - handles[1]) < std::abs(mouse - handles[0]) || mouse > handles[1];
        storage->SetInt(key, upper ? 1 : 0);
    }
    if (ImGui::IsItemActive()) {
        const double f = std::clamp((mouse - left) / width, 0.0F, 1.0F);
        const double value = rounded(trackLow * std::exp(f * span));
        std::optional<double> bound;
        if (storage->GetInt(key) == 0) {
            if (f > 0.004) bound = high ? std::min(value, *high) : value;
            changed = bound != low;
            low = bound;
        } else {
            if (f < 0.996) bound = low ? std::max(value, *low) : value;
            changed = bound != high;
            high = bound;
        }
        handles[0] = low ? place(*low) : left;
        handles[1] = high ? place(*high) : left + width;
    }

    std::array<int, kBars> bars{};
    for (const double value : values) {
        if (!std::isfinite(value) || value <= 0) continue;
        const double f = std::clamp(std::log(value / trackLow) / span, 0.0, 0.9999);
        ++bars[static_cast<std::size_t>(f * kBars)];
    }
    const int tallest = std::max(1, *std::max_element(bars.begin(), bars.end()));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float base = at.y + size.y - em * 0.55F;
    for (std::size_t i = 0; i < kBars; ++i) {
        if (bars[i] == 0) continue;
        const float x = left + width * static_cast<float>(i) / kBars;
        const float next = left + width * static_cast<float>(i + 1) / kBars - 1;
        const float tall = em * 1.5F * static_cast<float>(bars[i]) / static_cast<float>(tallest);
        const bool inside = next >= handles[0] && x <= handles[1];
        draw->AddRectFilled(ImVec2(x, base - tall), ImVec2(next, base),
                            ImGui::GetColorU32(ink(inside ? 0.42F : 0.14F)));
    }
    draw->AddLine(ImVec2(left, base), ImVec2(left + width, base), ImGui::GetColorU32(ink(0.25F)), 1.5F);
    draw->AddLine(ImVec2(handles[0], base), ImVec2(handles[1], base), ImGui::GetColorU32(ink(0.8F)), 2.5F);
    for (const float x : handles)
        draw->AddCircleFilled(ImVec2(x, base), em * 0.42F,
                              ImGui::GetColorU32(ImGui::IsItemActive() ? kAccent : ink(1)));
    return changed;
}

bool optionalNumber(const char* id, const char* hint, std::optional<double>& value, float width) {
    ImGui::PushID(id);
    std::string text = value ? fmt::format("{}", *value) : std::string();
    ImGui::SetNextItemWidth(width);
    bool changed = false;
    if (ImGui::InputTextWithHint("##number", hint, &text,
                                 ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_AutoSelectAll)) {
        char* end = nullptr;
        const double typed = std::strtod(text.c_str(), &end);
        std::optional<double> next = value;
        if (text.empty())
            next.reset();
        else if (*end == '\0' && std::isfinite(typed) && typed >= 0)
            next = typed;
        changed = next != value;
        value = next;
    }
    ImGui::PopID();
    return changed;
}

}  // namespace atlas::ui
