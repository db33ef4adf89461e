#include "layers/figures/figures_panel.h"

#include <imgui.h>

#include <set>

#include "layers/panels/bars_panel.h"
#include "ui/link.h"
#include "ui/theme.h"

namespace atlas::layers {

void FiguresPanel::draw() {
    if (language_ != texts_.language()) {
        language_ = texts_.language();
        book_ = layer_.book(texts_.code());
    }
    for (const FigureTopic& topic : book_.topics) {
        ImGui::PushID(topic.value.c_str());
        if (ImGui::CollapsingHeader(topic.label.c_str(), ImGuiTreeNodeFlags_DefaultOpen)) {
            ImGui::PushFont(fonts_.small);
            std::set<const FigureConflict*> told;
            for (std::size_t i = 0; i < topic.charts.size(); ++i) {
                const FigureChart& chart = topic.charts[i];
                ImGui::PushID(static_cast<int>(i));
                drawFigures(chart.figures, topic.color, texts_);
                for (const FigureConflict* conflict : chart.conflicts) {
                    if (!told.insert(conflict).second) continue;
                    ImGui::TextColored(ui::kAccent, "≠");
                    ImGui::SameLine();
                    ImGui::PushTextWrapPos(0);
                    ImGui::TextColored(ui::quiet(), "%s: %s / %s", tr("Sources disagree"),
                                       conflict->first.c_str(), conflict->second.c_str());
                    ImGui::PopTextWrapPos();
                }
                ImGui::PopID();
                ImGui::Spacing();
            }
            ImGui::PopFont();
        }
        ImGui::PopID();
    }
    if (!book_.conflicts.empty() &&
        ImGui::CollapsingHeader(tr("Where sources disagree"), ImGuiTreeNodeFlags_DefaultOpen)) {
        ImGui::PushFont(fonts_.small);
        for (const FigureConflict& conflict : book_.conflicts) drawConflict(conflict);
        ImGui::PopFont();
    }
    if (!layer_.entry().about.empty()) {
        ImGui::PushFont(fonts_.small);
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(ui::quiet(), "%s", layer_.entry().about.in(texts_.code()).c_str());
        ImGui::PopTextWrapPos();
        ImGui::PopFont();
    }
}

void FiguresPanel::drawConflict(const FigureConflict& conflict) const {
    ImGui::PushID(conflict.key.c_str());
    ImGui::TextUnformatted(conflict.name.c_str());
    const float indent = ImGui::GetFontSize();
    ImGui::Indent(indent);
    const auto side = [&](const std::string& figure, const std::string& source) {
        if (figure.empty()) return;
        ImGui::PushTextWrapPos(0);
        ImGui::TextUnformatted(figure.c_str());
        ImGui::PopTextWrapPos();
        if (!source.empty()) ui::link(source, tr("Open the source (copied as well)"));
    };
    side(conflict.first, conflict.firstSource);
    side(conflict.second, conflict.secondSource);
    if (!conflict.advice.empty()) {
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(ui::quiet(), "→ %s", conflict.advice.c_str());
        ImGui::PopTextWrapPos();
    }
    ImGui::Unindent(indent);
    ImGui::Spacing();
    ImGui::PopID();
}

}  // namespace atlas::layers
