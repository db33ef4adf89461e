#include <fmt/format.h>

#include <algorithm>

#include "layers/sites/panel_parts.h"
#include "layers/sites/site_card.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

void pickOne(SiteFilter& filter, const std::vector<Term>& terms, const std::string& value) {
    if (ImGui::GetIO().KeyAlt) {  // it alone; once more: all
        if (filter.industries == std::set<std::string>{value})
            filter.industries.clear();
        else
            filter.industries = {value};
        return;
    }
    if (filter.industries.contains(value))
        filter.industries.erase(value);
    else
        filter.industries.insert(value);
    if (filter.industries.size() == terms.size()) filter.industries.clear();
}

// Empty, half or full: how many of a group are picked.
void tristate(ImVec2 middle, float half, int state) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 low(middle.x - half, middle.y - half);
    const ImVec2 high(middle.x + half, middle.y + half);
    draw->AddRect(low, high, ImGui::GetColorU32(ui::ink(0.45F)), 2);
    const float in = half * 0.4F;
    if (state == 2)
        draw->AddRectFilled(ImVec2(low.x + in, low.y + in), ImVec2(high.x - in, high.y - in),
                            ImGui::GetColorU32(ui::ink(0.85F)), 1);
    if (state == 1)
        draw->AddRectFilled(ImVec2(low.x + in, middle.y - half * 0.15F),
                            ImVec2(high.x - in, middle.y + half * 0.2F), ImGui::GetColorU32(ui::ink(0.85F)));
}

struct Line {
    ImVec2 at;
    float height, right;
};

// Count and sum at the right end of a line.
void figures(const SitesPanelContext& context, const Line& line, const SiteGroup& group, bool on) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    ImGui::PushFont(context.fonts.small);
    const float y = line.at.y + (line.height - ImGui::GetTextLineHeight()) / 2;
    const std::string count = fmt::format("{}", group.sites());
    draw->AddText(ImVec2(line.right - ImGui::CalcTextSize(count.c_str()).x, y),
                  ImGui::GetColorU32(on ? ImGuiCol_Text : ImGuiCol_TextDisabled), count.c_str());
    if (group.yuan > 0) {
        const std::string sum = moneyText(group.investment(), context.texts.code());
        // A column as wide as the count of all: sums stand under one another whatever passes the filter.
        const std::string widest =
            context.layer.rows() > 9999 ? fmt::format("{} ", context.layer.rows()) : std::string("0000 ");
        draw->AddText(
            ImVec2(line.right - ImGui::CalcTextSize(widest.c_str()).x - ImGui::CalcTextSize(sum.c_str()).x,
                   y),
            ImGui::GetColorU32(ui::quiet()), sum.c_str());
    }
    ImGui::PopFont();
}

}  // namespace

void drawIndustryTree(const SitesPanelContext& context, SiteFilter& filter) {
    const auto known = context.catalog.vocabularies.find("industry");
    if (known == context.catalog.vocabularies.end()) return;
    const std::vector<Term>& terms = known->second;
    const auto& groups = context.engine().chart(Facet::Industry).under;
    heading(context, context.tr("Industry"),
            filter.industries.empty() ? std::string()
                                      : fmt::format("{} / {}", filter.industries.size(), terms.size()));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, 0));
    const float height = ImGui::GetTextLineHeight() + ImGui::GetStyle().FramePadding.y;
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    for (std::size_t first = 0; first < terms.size();) {
        std::size_t end = first + 1;
        while (end < terms.size() && !terms[first].group.empty() &&
               terms[end].group.zh == terms[first].group.zh)
            ++end;
        const bool nested = end - first > 1;
        if (nested) {
            std::size_t picked = 0;
            SiteGroup sum;
            for (std::size_t i = first; i < end; ++i) {
                picked += filter.industries.empty() || filter.industries.contains(terms[i].value);
                if (i < groups.size()) sum += groups[i];
            }
            const Line line{ImGui::GetCursorScreenPos(), height, right};
            ImGui::PushID(static_cast<int>(first) + 1000);
            if (ImGui::Selectable("##group", false, 0, ImVec2(0, height))) {
                const bool all = !filter.industries.empty() && picked == end - first;
                if (ImGui::GetIO().KeyAlt) filter.industries.clear();
                for (std::size_t i = first; i < end; ++i) {
                    if (all && !ImGui::GetIO().KeyAlt)
                        filter.industries.erase(terms[i].value);
                    else
                        filter.industries.insert(terms[i].value);
                }
                if (filter.industries.size() == terms.size()) filter.industries.clear();
            }
            ImGui::PopID();
            tristate(ImVec2(line.at.x + height * 0.42F, line.at.y + height * 0.5F), height * 0.24F,
                     picked == 0             ? 0
                     : picked == end - first ? 2
                                             : 1);
            ImGui::PushFont(context.fonts.small);
            ImGui::GetWindowDrawList()->AddText(
                ImVec2(line.at.x + height, line.at.y + (height - ImGui::GetTextLineHeight()) / 2),
                ImGui::GetColorU32(ui::quiet()), terms[first].group.in(context.texts.code()).c_str());
            ImGui::PopFont();
            figures(context, line, sum, picked > 0);
        }
        for (std::size_t i = first; i < end; ++i) {
            const Term& term = terms[i];
            const bool on = filter.industries.empty() || filter.industries.contains(term.value);
            Line line{ImGui::GetCursorScreenPos(), height, right};
            ImGui::PushID(static_cast<int>(i));
            if (ImGui::Selectable("##industry", false, 0, ImVec2(0, height)))
                pickOne(filter, terms, term.value);
            ImGui::PopID();
            if (nested) line.at.x += height * 0.75F;
            disc(ImVec2(line.at.x + height * 0.42F, line.at.y + height * 0.5F), height * 0.28F,
                 colorOf(&term, on ? 1.0F : 0.35F), !on);
            ImGui::GetWindowDrawList()->AddText(
                ImVec2(line.at.x + height, line.at.y + (height - ImGui::GetTextLineHeight()) / 2),
                ImGui::GetColorU32(on ? ImGuiCol_Text : ImGuiCol_TextDisabled),
                ui::fitted(term.label.in(context.texts.code()),
                           line.right - line.at.x - height - 8 * ImGui::GetFontSize())
                    .c_str());
            if (i < groups.size()) figures(context, line, groups[i], on);
        }
        first = end;
    }
    ImGui::PopStyleVar();
}

}  // namespace atlas::layers
