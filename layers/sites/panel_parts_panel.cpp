#include <fmt/format.h>

#include "layers/sites/panel_parts.h"
#include "layers/sites/site_card.h"
#include "ui/theme.h"

namespace atlas::layers {

std::string SitesPanelContext::money(std::size_t row) const {
    const auto investment = sites().investment(row);
    return investment ? moneyText(*investment, texts.code()) : std::string(tr("not disclosed"));
}

ImU32 colorOf(const Term* term, float alpha) {
    if (term == nullptr) return ImGui::GetColorU32(ImVec4(0.5F, 0.5F, 0.5F, alpha));
    return ImGui::GetColorU32(ImVec4(term->color[0], term->color[1], term->color[2], alpha));
}

const Term* termAt(const CodedField& field, std::size_t row) {
    const std::uint32_t code = field.codes[row];
    return code < field.terms.size() ? field.terms[code] : nullptr;
}

void disc(ImVec2 middle, float radius, ImU32 color, bool hollow) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (hollow)
        draw->AddCircle(middle, radius - 0.75F, color, 0, 2.0F);
    else
        draw->AddCircleFilled(middle, radius, color);
}

void heading(const SitesPanelContext& context, const char* text, const std::string& right) {
    ImGui::PushFont(context.fonts.small);
    const float end = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
    ImGui::TextColored(ui::quiet(), "%s", text);
    if (!right.empty()) {
        ImGui::SameLine();
        ImGui::SetCursorPosX(end - ImGui::CalcTextSize(right.c_str()).x);
        ImGui::TextColored(ui::quiet(), "%s", right.c_str());
    }
    ImGui::PopFont();
}

bool pick(const char* label, bool on) {
    ImGui::PushStyleColor(ImGuiCol_Button, on ? ui::ink(0.24F) : ui::ink(0.05F));
    ImGui::PushStyleColor(ImGuiCol_Text, on ? ui::ink(1) : ui::quiet());
    const bool clicked = ImGui::Button(label);
    ImGui::PopStyleColor(2);
    return clicked;
}

void flow(float width, float left) {
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < width) {
        ImGui::NewLine();
        ImGui::SetCursorPosX(left);
    }
}

}  // namespace atlas::layers
