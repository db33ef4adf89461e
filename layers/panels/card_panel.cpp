#include "layers/panels/card_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "layers/panels/bars_panel.h"
#include "ui/link.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

void wrapped(const std::string& text, const std::optional<ImVec4>& color = std::nullopt) {
    ImGui::PushTextWrapPos(0);
    if (color)
        ImGui::TextColored(*color, "%s", text.c_str());
    else
        ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
}

void drawHead(const Card& card, const ui::Fonts& fonts) {
    ImGui::PushFont(fonts.title);
    // The corner belongs to the button that closes the card.
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x -
                           ImGui::GetFontSize() * 1.4F);
    ImGui::TextUnformatted(card.title.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    if (!card.subtitle.empty()) {
        ImGui::PushFont(fonts.small);
        wrapped(card.subtitle, ui::quiet());
        ImGui::PopFont();
    }
    ImGui::Spacing();
    if (!card.kind.empty()) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float line = ImGui::GetTextLineHeight();
        const ImU32 color = ImGui::GetColorU32(ImVec4(card.color[0], card.color[1], card.color[2], 1));
        const ImVec2 middle(at.x + line * 0.4F, at.y + line * 0.55F);
        if (card.hollow)
            ImGui::GetWindowDrawList()->AddCircle(middle, line * 0.36F - 0.75F, color, 0, 2);
        else
            ImGui::GetWindowDrawList()->AddCircleFilled(middle, line * 0.36F, color);
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + line * 1.15F);
        wrapped(card.kind);
        ImGui::Spacing();
    }
    if (!card.headline.empty()) {
        ImGui::PushFont(fonts.title);
        ImGui::TextUnformatted(card.headline.c_str());
        ImGui::PopFont();
    }
    if (!card.headlineNote.empty()) {
        ImGui::PushFont(fonts.small);
        wrapped(card.headlineNote, ui::quiet());
        ImGui::PopFont();
    }
}

void drawLines(const Card& card) {
    if (!ImGui::BeginTable("values", 2, ImGuiTableFlags_SizingFixedFit)) return;
    ImGui::TableSetupColumn("label", ImGuiTableColumnFlags_WidthFixed,
                            ImGui::GetContentRegionAvail().x * 0.30F);
    ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch);
    for (const CardLine& line : card.lines) {
        if (line.value.empty()) continue;
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        wrapped(line.label, ui::quiet());
        ImGui::TableNextColumn();
        wrapped(line.value);
        if (!line.note.empty()) wrapped("(" + line.note + ")", ui::quiet());
    }
    ImGui::EndTable();
}

}  // namespace

// Height over distance, filled, with the lowest and highest figure at its side and a read-out under the
// pointer.
void drawProfile(const CardProfile& profile) {
    const std::size_t points = std::min(profile.distance.size(), profile.height.size());
    if (points < 2 || profile.distance[points - 1] <= 0) return;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (std::size_t i = 0; i < points; ++i) {
        if (std::isnan(profile.height[i])) continue;
        low = std::min(low, profile.height[i]);
        high = std::max(high, profile.height[i]);
    }
    if (low > high) return;
    const double room = std::max((high - low) * 0.18, 1.0);
    const double total = profile.distance[points - 1];
    const float line = ImGui::GetTextLineHeight();
    const ImVec2 size(ImGui::GetContentRegionAvail().x, line * 7);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const auto pixel = [&](double distance, double height) {
        return ImVec2(
            at.x + static_cast<float>(distance / total) * size.x,
            at.y + size.y - line -
                static_cast<float>((height - low + room) / (high - low + 2 * room)) * (size.y - line));
    };
    const float floor = at.y + size.y - line;
    const ImU32 fill = ImGui::GetColorU32(ImVec4(0.89F, 0.66F, 0.27F, 0.28F));
    const ImU32 edge = ImGui::GetColorU32(ui::onPanel({0.95F, 0.74F, 0.36F, 1}, {0.70F, 0.45F, 0.06F, 1}));
    for (std::size_t i = 0; i + 1 < points; ++i) {
        if (std::isnan(profile.height[i]) || std::isnan(profile.height[i + 1])) continue;
        const ImVec2 a = pixel(profile.distance[i], profile.height[i]);
        const ImVec2 b = pixel(profile.distance[i + 1], profile.height[i + 1]);
        // Without smoothed edges: where two such quads touch, each edge would show.
        draw->Flags &= ~ImDrawListFlags_AntiAliasedFill;
        draw->AddQuadFilled(ImVec2(a.x, floor), a, b, ImVec2(b.x, floor), fill);
        draw->Flags |= ImDrawListFlags_AntiAliasedFill;
        draw->AddLine(a, b, edge, 1.5F);
    }
    draw->AddLine(ImVec2(at.x, floor), ImVec2(at.x + size.x, floor), ImGui::GetColorU32(ImGuiCol_Separator));
    const auto write = [&](float x, float y, const std::string& text) {
        draw->AddText(ImVec2(x, y), ImGui::GetColorU32(ui::quiet()), text.c_str());
    };
    write(at.x + 2, at.y, fmt::format("{:.0f} m", high));
    write(at.x + 2, floor - line - 1, fmt::format("{:.0f} m", low));
    const std::string end = fmt::format("{:.0f} m", total);
    write(at.x + size.x - ImGui::CalcTextSize(end.c_str()).x, floor + 1, end);
    write(at.x, floor + 1, "0");
    if (hovered) {
        const double distance = static_cast<double>((ImGui::GetIO().MousePos.x - at.x) / size.x) * total;
        const auto next = std::lower_bound(profile.distance.begin(), profile.distance.end(), distance);
        const auto i = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
            next - profile.distance.begin(), 0, static_cast<std::ptrdiff_t>(points) - 1));
        const ImVec2 p = pixel(profile.distance[i], profile.height[i]);
        draw->AddLine(ImVec2(p.x, at.y), ImVec2(p.x, floor), ImGui::GetColorU32(ImGuiCol_Text, 0.5F));
        draw->AddCircleFilled(p, 3.5F, ImGui::GetColorU32(ui::kAccent));
        ImGui::SetTooltip("%s",
                          fmt::format("{:.0f} m: {:.0f} m", profile.distance[i], profile.height[i]).c_str());
    }
    if (!profile.note.empty()) wrapped(profile.note, ui::quiet());
    ImGui::Spacing();
}

std::string drawCard(const Card& card, const ui::Translations& texts, const ui::Fonts& fonts) {
    std::string chosen;
    drawHead(card, fonts);
    for (const CardAction& action : card.actions) {
        if (&action != &card.actions.front()) ImGui::SameLine();
        if (ImGui::Button((action.label + "##" + action.id).c_str())) chosen = action.id;
    }
    ImGui::Spacing();
    ImGui::Separator();
    ImGui::Spacing();
    ImGui::BeginChild("fields", ImVec2(0, 0), false, ImGuiWindowFlags_NoBackground);
    ImGui::PushFont(fonts.small);
    drawProfile(card.profile);
    if (!card.figures.empty()) {
        drawFigures(card.figures, card.color, texts);
        ImGui::Spacing();
        ImGui::Separator();
        ImGui::Spacing();
    }
    drawLines(card);
    ImGui::Spacing();
    ImGui::Separator();
    for (const CardSource& source : card.sources) {
        if (source.text.empty()) continue;
        wrapped(source.label, ui::quiet());
        ui::link(source.text, texts.tr("Open the source (copied as well)"));
    }
    if (!card.licence.empty()) wrapped(card.licence, ui::quiet());
    ImGui::PopFont();
    ImGui::EndChild();
    return chosen;
}

void drawSign(const LegendEntry& entry, float side) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 middle(at.x + side / 2, at.y + side / 2);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImU32 color = ImGui::GetColorU32(ImVec4(entry.color[0], entry.color[1], entry.color[2], 1));
    switch (entry.sign) {
        case LegendEntry::Sign::Fill:
            draw->AddRectFilled(
                at, ImVec2(at.x + side, at.y + side),
                ImGui::GetColorU32(ImVec4(entry.color[0], entry.color[1], entry.color[2], 0.3F)), 2);
            draw->AddRect(at, ImVec2(at.x + side, at.y + side), color, 2, 0, 1.5F);
            break;
        case LegendEntry::Sign::Line:
            draw->AddLine(ImVec2(at.x, middle.y), ImVec2(at.x + side, middle.y), color,
                          std::max(2.0F, side * 0.16F));
            break;
        case LegendEntry::Sign::Disc:
            draw->AddCircleFilled(middle, side * 0.45F, color);
            break;
        case LegendEntry::Sign::Ring:
            draw->AddCircle(middle, side * 0.42F, color, 0, std::max(1.5F, side * 0.12F));
            break;
        case LegendEntry::Sign::Square:
            draw->AddRectFilled(ImVec2(at.x + side * 0.1F, at.y + side * 0.1F),
                                ImVec2(at.x + side * 0.9F, at.y + side * 0.9F), color, 2);
            break;
        case LegendEntry::Sign::None:
            break;
    }
    if (!entry.glyph.empty()) {
        const ImVec2 size = ImGui::CalcTextSize(entry.glyph.c_str());
        const float f = std::min(1.0F, side * 0.8F / std::max(size.x, 1.0F));
        draw->AddText(ImGui::GetFont(), ImGui::GetFontSize() * f,
                      ImVec2(middle.x - size.x * f / 2, middle.y - size.y * f / 2), IM_COL32_WHITE,
                      entry.glyph.c_str());
    }
    ImGui::Dummy(ImVec2(side, side));
}

void drawScale(const std::vector<LegendEntry>& discs, float points) {
    float largest = 0;
    for (const LegendEntry& disc : discs) largest = std::max(largest, disc.radius * points);
    const float line = ImGui::GetTextLineHeight();
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    float x = from.x;
    for (const LegendEntry& disc : discs) {
        const float radius = disc.radius * points;
        const float text = ImGui::CalcTextSize(disc.label.c_str()).x;
        const float width = std::max(2 * radius, text);
        draw->AddCircle(ImVec2(x + width / 2, from.y + 2 * largest - radius), radius,
                        ImGui::GetColorU32(ImGuiCol_Text), 0, 1.2F);
        draw->AddText(ImVec2(x + (width - text) / 2, from.y + 2 * largest + gap * 0.25F),
                      ImGui::GetColorU32(ImGuiCol_Text), disc.label.c_str());
        x += width + gap * 1.5F;
    }
    ImGui::Dummy(ImVec2(x - from.x, 2 * largest + gap * 0.25F + line));
}

}  // namespace atlas::layers
