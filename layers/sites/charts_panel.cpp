#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "layers/sites/panel_parts.h"
#include "layers/sites/site_card.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

struct Bar {
    std::string label;
    SiteGroup group;
    ImU32 color = 0;
};

std::vector<Bar> bars(const SitesPanelContext& context, const CodedField& field, Facet facet) {
    std::vector<Bar> bars;
    const auto groups = context.engine().passingBy(facet);
    for (std::uint32_t code = 0; code < groups.size(); ++code) {
        if (groups[code].sites() == 0) continue;
        const Term* term = code < field.terms.size() ? field.terms[code] : nullptr;
        const bool colored = facet == Facet::Industry && term != nullptr;
        bars.push_back(
            {code == field.none() ? context.tr("not given") : field.label(code, context.texts.code()),
             groups[code], colored ? colorOf(term) : ImGui::GetColorU32(ui::ink(0.45F))});
    }
    return bars;
}

std::vector<Bar> barsOf(const SitesPanelContext& context, int dimension) {
    const ImU32 grey = ImGui::GetColorU32(ui::ink(0.45F));
    if (dimension == 0) return bars(context, context.sites().industry(), Facet::Industry);
    if (dimension == 1) return bars(context, context.sites().category(), Facet::Category);
    std::vector<Bar> bars;
    if (dimension == 2) {
        const auto groups = context.engine().passingBy(Facet::Year);
        for (std::size_t i = 0; i < groups.size(); ++i)
            if (groups[i].sites() > 0)
                bars.push_back({i + 1 == groups.size()
                                    ? std::string(context.tr("not given"))
                                    : fmt::format("{}", context.engine().firstYear() + static_cast<int>(i)),
                                groups[i], grey});
        return bars;
    }
    const CodedField& field = context.sites().subdistrict();
    const auto groups = context.engine().passingBy(Facet::Subdistrict);
    std::map<std::string, SiteGroup> byName;
    for (std::uint32_t code = 0; code < field.none(); ++code)
        for (const auto name : splitNames(field.values[code])) byName[std::string(name)] += groups[code];
    for (const auto& [name, group] : byName)
        if (group.sites() > 0) bars.push_back({name, group, grey});
    if (groups.back().sites() > 0) bars.push_back({context.tr("not given"), groups.back(), grey});
    return bars;
}

}  // namespace

void drawSiteCharts(const SitesPanelContext& context, int& dimension, bool& byInvestment) {
    ImGui::PushFont(context.fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, 4));
    const char* names[] = {context.tr("Industry"), context.tr("Category"), context.tr("Year"),
                           context.tr("Sub-district")};
    const float left = ImGui::GetCursorPosX();
    for (int i = 0; i < 4; ++i) {
        if (i > 0) flow(ImGui::CalcTextSize(names[i]).x + ImGui::GetStyle().FramePadding.x * 2, left);
        ImGui::PushID(i);
        if (pick(names[i], dimension == i)) dimension = i;
        ImGui::PopID();
    }
    if (pick(context.tr("Number of sites"), !byInvestment)) byInvestment = false;
    ImGui::SameLine();
    if (pick(context.tr("Disclosed investment"), byInvestment)) byInvestment = true;
    ImGui::PopStyleVar();
    const std::vector<Bar> bars = barsOf(context, dimension);
    double most = 0;
    for (const Bar& bar : bars)
        most = std::max(most, byInvestment ? bar.group.investment() : static_cast<double>(bar.group.sites()));
    const float width = ImGui::GetContentRegionAvail().x;
    const float line = ImGui::GetTextLineHeight() + 7;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (const Bar& bar : bars) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::Dummy(ImVec2(width, line));
        if (ImGui::IsItemHovered())
            ImGui::SetTooltip(
                "%s", fmt::format(fmt::runtime(context.tr("{} sites; {} not disclosed, {} not added up")),
                                  bar.group.sites(), bar.group.undisclosed(), bar.group.notCounted())
                          .c_str());
        const double value = byInvestment ? bar.group.investment() : static_cast<double>(bar.group.sites());
        const std::string shown = !byInvestment ? fmt::format("{}", bar.group.sites())
                                  : bar.group.yuan > 0
                                      ? moneyText(bar.group.investment(), context.texts.code())
                                      : std::string(context.tr("not disclosed"));
        const float shownWidth = ImGui::CalcTextSize(shown.c_str()).x;
        draw->AddText(ImVec2(at.x, at.y), ImGui::GetColorU32(ImGuiCol_Text),
                      ui::fitted(bar.label, width - shownWidth - 10).c_str());
        draw->AddText(ImVec2(at.x + width - shownWidth, at.y), ImGui::GetColorU32(ui::quiet()),
                      shown.c_str());
        if (most > 0 && value > 0) {
            const float y = at.y + ImGui::GetTextLineHeight() + 1;
            draw->AddRectFilled(ImVec2(at.x, y),
                                ImVec2(at.x + width * static_cast<float>(value / most), y + 3), bar.color, 1);
        }
    }
    ImGui::PopFont();
}

}  // namespace atlas::layers
