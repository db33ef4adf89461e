#include "layers/panels/bars_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "ui/link.h"
#include "ui/theme.h"

namespace atlas::layers {

void drawFigures(const std::vector<CardFigure>& figures, const std::array<float, 3>& color,
                 const ui::Translations& texts) {
    std::map<std::string, double> largest;
    std::map<std::string, int> count;
    for (const CardFigure& figure : figures) {
        largest[figure.scale] = std::max(largest[figure.scale], std::abs(figure.value));
        ++count[figure.scale];
    }
    const float width = ImGui::GetContentRegionAvail().x;
    const ImU32 bar = ImGui::GetColorU32(ImVec4(color[0], color[1], color[2], 0.9F));
    const ImU32 paleBar = ImGui::GetColorU32(ui::ink(0.45F));
    const ImU32 ground = ImGui::GetColorU32(ui::ink(0.08F));
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const CardFigure& figure = figures[i];
        ImGui::PushID(static_cast<int>(i));
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::BeginGroup();
        ImGui::TextUnformatted(figure.label.c_str());
        if (!figure.period.empty()) {
            ImGui::SameLine(0, 6);
            ImGui::TextColored(ui::quiet(), "%s", figure.period.c_str());
        }
        const float shown = ImGui::CalcTextSize(figure.shown.c_str()).x;
        // A long value takes a line of its own.
        if (ImGui::GetItemRectMax().x + 8 + shown < at.x + width) ImGui::SameLine();
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + at.x + width - shown - ImGui::GetCursorScreenPos().x);
        ImGui::TextUnformatted(figure.shown.c_str());
        const ImVec2 low = ImGui::GetCursorScreenPos();
        const auto draw = [&](float share, ImU32 paint) {
            ImGui::GetWindowDrawList()->AddRectFilled(low, ImVec2(low.x + width * share, low.y + 3), paint);
        };
        if (figure.change && figure.value > -100) {
            // What is shown is what it is now; the pale part of it, or beyond it, what it was.
            const double now = 100 + figure.value;
            const double most = std::max(now, 100.0);
            draw(1, ground);
            draw(static_cast<float>(now / most), bar);
            draw(static_cast<float>(std::min(now, 100.0) / most), paleBar);
            ImGui::Dummy(ImVec2(width, 5));
            ImGui::TextColored(ui::quiet(), "%s", texts.tr("pale: a year before"));
        } else if (!figure.scale.empty() && count[figure.scale] > 1 && largest[figure.scale] > 0) {
            draw(1, ground);
            draw(static_cast<float>(std::abs(figure.value) / largest[figure.scale]), bar);
            ImGui::Dummy(ImVec2(width, 5));
        }
        if (!figure.note.empty()) {
            ImGui::PushTextWrapPos(0);
            ImGui::TextColored(ui::quiet(), "%s", figure.note.c_str());
            ImGui::PopTextWrapPos();
        }
        ImGui::EndGroup();
        if (ImGui::IsItemHovered() && !figure.source.empty()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            ImGui::SetTooltip("%s: %s\n%s", texts.tr("Source"), figure.source.c_str(),
                              texts.tr("Open the source (copied as well)"));
            if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) ui::openSource(figure.source);
        }
        ImGui::PopID();
    }
}

}  // namespace atlas::layers
