#include "layers/panels/card_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/link.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

void wrapped(const std::string& text, const ImVec4* color = nullptr) {
    ImGui::PushTextWrapPos(0);
    if (color != nullptr)
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
        wrapped(card.subtitle, &ui::kQuiet);
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
        wrapped(card.headlineNote, &ui::kQuiet);
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
        wrapped(line.label, &ui::kQuiet);
        ImGui::TableNextColumn();
        wrapped(line.value);
        if (!line.note.empty()) wrapped("(" + line.note + ")", &ui::kQuiet);
    }
    ImGui::EndTable();
}

}  // namespace

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
    drawLines(card);
    ImGui::Spacing();
    ImGui::Separator();
    for (const CardSource& source : card.sources) {
        if (source.text.empty()) continue;
        wrapped(source.label, &ui::kQuiet);
        ui::link(source.text, texts.tr("Open the source (copied as well)"));
    }
    if (!card.licence.empty()) wrapped(card.licence, &ui::kQuiet);
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

}  // namespace atlas::layers
