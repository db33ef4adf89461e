#include "layers/sites/sites_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "ui/range_slider.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

constexpr double kSliderLow = 0.1;  // 亿元: ends of the slider; typed bounds may lie beyond
constexpr double kSliderHigh = 1000;

ImU32 colorOf(const Term* term, float alpha = 1) {
    if (term == nullptr) return ImGui::GetColorU32(ImVec4(0.5F, 0.5F, 0.5F, alpha));
    return ImGui::GetColorU32(ImVec4(term->color[0], term->color[1], term->color[2], alpha));
}

const Term* termAt(const CodedField& field, std::size_t row) {
    const std::uint32_t code = field.codes[row];
    return code < field.terms.size() ? field.terms[code] : nullptr;
}

void rightAligned(const std::string& text, float right) {
    ImGui::SameLine();
    ImGui::SetCursorPosX(right - ImGui::CalcTextSize(text.c_str()).x);
    ImGui::TextUnformatted(text.c_str());
}

// A disc as on the map: full with a known investment, hollow without.
void disc(ImVec2 middle, float radius, ImU32 color, bool hollow) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (hollow)
        draw->AddCircle(middle, radius - 0.75F, color, 0, 2.0F);
    else
        draw->AddCircleFilled(middle, radius, color);
}

std::string fitted(const std::string& text, float width) {
    if (ImGui::CalcTextSize(text.c_str()).x <= width) return text;
    std::string cut = text;
    while (!cut.empty()) {
        do cut.pop_back();
        while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0) == 0x80);
        if (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0x80) != 0) cut.pop_back();
        if (ImGui::CalcTextSize((cut + "…").c_str()).x <= width) break;
    }
    return cut + "…";
}

}  // namespace

SitesPanel::SitesPanel(SitesLayer& layer, const Catalog& catalog, const ui::Translations& texts,
                       const ui::Fonts& fonts)
    : layer_(layer), catalog_(catalog), texts_(texts), fonts_(fonts) {}

std::string SitesPanel::money(std::size_t row) const {
    const auto investment = layer_.sites().investment(row);
    return investment ? moneyText(*investment, texts_.code()) : std::string(tr("not disclosed"));
}

void SitesPanel::drawFilter(SiteFilter& filter, const std::optional<std::size_t>& selected,
                            SitesPanelResult& result) {
    drawIndustries(filter);
    ImGui::Spacing();
    drawInvestment(filter);
    ImGui::Spacing();
    ImGui::Separator();
    drawTotals();
    drawList(filter, selected, result);
}

void SitesPanel::drawIndustries(SiteFilter& filter) {
    const auto known = catalog_.vocabularies.find("industry");
    if (known == catalog_.vocabularies.end()) return;
    const std::vector<Term>& terms = known->second;
    const auto& groups = layer_.engine().chart(Facet::Industry).under;
    const float right = ImGui::GetContentRegionAvail().x + ImGui::GetCursorPosX();
    ImGui::PushFont(fonts_.small);
    ImGui::TextColored(ui::quiet(), "%s", tr("Industry"));
    const float textHeight = ImGui::GetTextLineHeight();
    if (!filter.industries.empty()) {
        ImGui::SameLine();
        ImGui::SetCursorPosX(right - ImGui::CalcTextSize(tr("all")).x - ImGui::GetStyle().FramePadding.x * 2);
        if (ImGui::SmallButton(tr("all"))) filter.industries.clear();
    }
    ImGui::PopFont();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, 2));
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const Term& term = terms[i];
        ImGui::PushID(static_cast<int>(i));
        // Nothing picked means everything: a click on one then leaves that one alone.
        const bool on = filter.industries.empty() || filter.industries.contains(term.value);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float line = ImGui::GetTextLineHeight() + 6;
        if (ImGui::Selectable("##industry", false, 0, ImVec2(0, line))) {
            if (filter.industries.contains(term.value))
                filter.industries.erase(term.value);
            else
                filter.industries.insert(term.value);
            if (filter.industries.size() == terms.size()) filter.industries.clear();
        }
        disc(ImVec2(at.x + line * 0.5F, at.y + line * 0.5F), line * 0.30F, colorOf(&term, on ? 1.0F : 0.35F),
             !on);
        const ImU32 ink = ImGui::GetColorU32(on ? ImGuiCol_Text : ImGuiCol_TextDisabled);
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddText(ImVec2(at.x + line * 1.15F, at.y + 3), ink, term.label.in(texts_.code()).c_str());
        if (i < groups.size()) {
            const SiteGroup& group = groups[i];
            ImGui::PushFont(fonts_.small);
            const std::string count = fmt::format("{}", group.sites());
            const std::string sum =
                group.yuan > 0 ? moneyText(group.investment(), texts_.code()) : std::string();
            const float x = ImGui::GetWindowPos().x - ImGui::GetScrollX() + right;
            const float y = at.y + 3 + (ImGui::GetFontSize() < textHeight ? 0.0F : 1.0F);
            draw->AddText(ImVec2(x - ImGui::CalcTextSize(count.c_str()).x, y), ink, count.c_str());
            draw->AddText(ImVec2(x - ImGui::CalcTextSize("000 ").x - ImGui::CalcTextSize(sum.c_str()).x, y),
                          ImGui::GetColorU32(ImGuiCol_TextDisabled), sum.c_str());
            ImGui::PopFont();
        }
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
}

void SitesPanel::drawScheme(SiteFilter& filter) const {
    const auto known = catalog_.vocabularies.find("industry");
    if (known == catalog_.vocabularies.end()) return;
    const std::vector<Term>& terms = known->second;
    const auto groupEnd = [&](std::size_t first) {
        std::size_t end = first + 1;
        while (end < terms.size() && terms[end].group.zh == terms[first].group.zh) ++end;
        return end;
    };
    std::string scheme;  // the groups' sizes are the scheme's name
    for (std::size_t i = 0; i < terms.size(); i = groupEnd(i)) scheme += std::to_string(groupEnd(i) - i);
    ImGui::TextUnformatted(fmt::format("{} · {}", tr("Industry"), scheme).c_str());
    const auto& all = layer_.engine().chart(Facet::Industry).all;
    double most = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) most = std::max(most, all[i].investment());

    ImDrawList* draw = ImGui::GetWindowDrawList();
    ImGui::PushFont(fonts_.small);
    const float text = ImGui::GetTextLineHeight();
    const float line = text + 9;
    const float width = ImGui::GetContentRegionAvail().x;
    const ImU32 quiet = ImGui::GetColorU32(ui::quiet());
    const ImU32 hair = ImGui::GetColorU32(ImGuiCol_Separator);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    for (std::size_t first = 0; first < terms.size();) {
        const std::size_t end = groupEnd(first);
        const ImVec2 top = ImGui::GetCursorScreenPos();
        const float bottom = top.y + line * static_cast<float>(end - first);
        const std::string digit = std::to_string(end - first);
        const float size = fonts_.title->FontSize;
        draw->AddText(fonts_.title, size, ImVec2(top.x + 2, (top.y + bottom - size) / 2),
                      ImGui::GetColorU32(ImGuiCol_Text), digit.c_str());
        draw->AddLine(ImVec2(top.x + line, top.y + line / 2), ImVec2(top.x + line, bottom - line / 2), hair,
                      1.5F);
        for (std::size_t i = first; i < end; ++i) {
            const Term& term = terms[i];
            const SiteGroup& group = all[i];
            const bool on = filter.industries.empty() || filter.industries.contains(term.value);
            const ImVec2 at = ImGui::GetCursorScreenPos();
            ImGui::PushID(static_cast<int>(i));
            if (ImGui::Selectable("##industry", false, 0, ImVec2(width, line))) {
                if (filter.industries == std::set<std::string>{term.value})
                    filter.industries.clear();
                else
                    filter.industries = {term.value};
            }
            if (group.notCounted() + group.undisclosed() > 0 && ImGui::IsItemHovered())
                ImGui::SetTooltip("%s",
                                  fmt::format(fmt::runtime(tr("{} of {} not disclosed or not in the sum")),
                                              group.notCounted() + group.undisclosed(), group.sites())
                                      .c_str());
            ImGui::PopID();
            const float middle = at.y + line / 2;
            const float left = at.x + line * 1.9F;
            draw->AddLine(ImVec2(at.x + line, middle), ImVec2(left - 8, middle), hair, 1.5F);
            disc(ImVec2(left, middle), text * 0.34F, colorOf(&term, on ? 1.0F : 0.35F), !on);
            draw->AddText(ImVec2(left + text * 0.7F, at.y + 4),
                          ImGui::GetColorU32(on ? ImGuiCol_Text : ImGuiCol_TextDisabled),
                          term.label.in(texts_.code()).c_str());
            const std::string sum = group.yuan > 0 ? moneyText(group.investment(), texts_.code())
                                                   : std::string(tr("not disclosed"));
            const std::string count = fmt::format("{}", group.sites());
            const float right = at.x + width - 2;
            draw->AddText(ImVec2(right - ImGui::CalcTextSize(count.c_str()).x, at.y + 4),
                          ImGui::GetColorU32(ImGuiCol_Text), count.c_str());
            draw->AddText(ImVec2(right - text * 2 - ImGui::CalcTextSize(sum.c_str()).x, at.y + 4), quiet,
                          sum.c_str());
            if (group.yuan > 0) {  // the bar under the line, all on one scale
                const float from = left + text * 0.7F;
                const auto share = static_cast<float>(group.investment() / most);
                draw->AddRectFilled(ImVec2(from, at.y + line - 2.5F),
                                    ImVec2(from + (right - from) * share, at.y + line - 0.5F),
                                    colorOf(&term));
            }
        }
        ImGui::Dummy(ImVec2(0, 5));
        first = end;
    }
    ImGui::PopStyleVar();
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(ui::quiet(), "%s",
                       tr("Sites of this map: how many, and the sum of disclosed investment. A click shows "
                          "one industry alone."));
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
}

void SitesPanel::drawInvestment(SiteFilter& filter) {
    const float right = ImGui::GetContentRegionAvail().x + ImGui::GetCursorPosX();
    ImGui::PushFont(fonts_.small);
    ImGui::TextColored(ui::quiet(), "%s", tr("Investment (100 million yuan)"));
    if (!filter.investment.any()) {  // "any" = bounds nothing
        ImGui::SameLine();
        ImGui::SetCursorPosX(right - ImGui::CalcTextSize(tr("any")).x - ImGui::GetStyle().FramePadding.x * 2);
        if (ImGui::SmallButton(tr("any"))) filter.investment = {};
    }
    ImGui::PopFont();
    ui::logRangeSlider("investment", filter.investment.low, filter.investment.high, kSliderLow, kSliderHigh,
                       layer_.sites().investments());
    const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    ui::optionalNumber("low", tr("from"), filter.investment.low, width);
    ImGui::SameLine();
    ui::optionalNumber("high", tr("to"), filter.investment.high, width);
    if (filter.investment.low && filter.investment.high && *filter.investment.low > *filter.investment.high)
        std::swap(filter.investment.low, filter.investment.high);

    const auto& investments = layer_.sites().investments();
    const auto unknown =
        std::count_if(investments.begin(), investments.end(), [](double v) { return std::isnan(v); });
    ImGui::PushFont(fonts_.small);
    ImGui::TextColored(ui::quiet(), "%s",
                       fmt::format(fmt::runtime(tr("Investment not disclosed: {} sites")), unknown).c_str());
    ImGui::PopFont();
    const Undisclosed now = filter.effectiveUndisclosed();
    const std::pair<Undisclosed, const char*> choices[] = {{Undisclosed::Include, tr("show")},
                                                           {Undisclosed::Exclude, tr("hide")},
                                                           {Undisclosed::Only, tr("only these")}};
    for (std::size_t i = 0; i < 3; ++i) {
        if (i > 0) ImGui::SameLine();
        if (ImGui::RadioButton(choices[i].second, now == choices[i].first))
            filter.undisclosed = choices[i].first;
    }
}

void SitesPanel::drawTotals() const {
    const SiteGroup& s = layer_.engine().totals();
    ImGui::PushFont(fonts_.title);
    ImGui::Text("%s", fmt::format("{} / {}", s.sites(), layer_.rows()).c_str());
    ImGui::SameLine();
    ImGui::PopFont();
    ImGui::PushFont(fonts_.small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(ui::quiet(), "%s", tr("sites"));
    ImGui::PopFont();
    const std::string sum = moneyText(s.investment(), texts_.code());
    rightAligned(sum, ImGui::GetContentRegionAvail().x + ImGui::GetCursorPosX());
    if (ImGui::IsItemHovered())
        ImGui::SetTooltip("%s", tr("Sum of disclosed project costs. Left out: figures that are no cost of "
                                   "the project, and money that "
                                   "another row holds already."));
    ImGui::PushFont(fonts_.small);
    ImGui::TextColored(ui::quiet(), "%s",
                       fmt::format(fmt::runtime(tr("disclosed in sum; {} not disclosed, {} not added up")),
                                   s.undisclosed(), s.notCounted())
                           .c_str());
    ImGui::PopFont();
}

void SitesPanel::drawList(SiteFilter& filter, const std::optional<std::size_t>& selected,
                          SitesPanelResult& result) {
    const SiteTable& sites = layer_.sites();
    if (shownFor_ != layer_.revision()) {
        shownFor_ = layer_.revision();
        shown_.clear();
        for (std::size_t row = 0; row < layer_.rows(); ++row)
            if (layer_.engine().passes(row)) shown_.push_back(row);
        std::stable_sort(shown_.begin(), shown_.end(), [&](std::size_t a, std::size_t b) {
            return sites.investment(a).value_or(-1) > sites.investment(b).value_or(-1);
        });
    }
    if (shown_.empty()) {
        ImGui::Spacing();
        ImGui::TextWrapped("%s", tr("No site matches. Widen the range or pick more industries."));
        if (ImGui::Button(tr("Clear the filter"))) filter = {};
        return;
    }
    ImGui::BeginChild("list", ImVec2(0, 0), false, ImGuiWindowFlags_NoBackground);
    ImGuiListClipper clipper;
    const float line = ImGui::GetTextLineHeight() + 8;
    clipper.Begin(static_cast<int>(shown_.size()), line);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, 0));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const std::size_t row = shown_[static_cast<std::size_t>(i)];
            ImGui::PushID(static_cast<int>(row));
            const ImVec2 at = ImGui::GetCursorScreenPos();
            if (ImGui::Selectable("##site", selected == row, 0, ImVec2(0, line))) result.chosen = row;
            if (ImGui::IsItemHovered()) result.hovered = row;
            const float width = ImGui::GetContentRegionAvail().x;
            const bool known = sites.investment(row).has_value();
            disc(ImVec2(at.x + line * 0.4F, at.y + line * 0.5F), line * 0.22F,
                 colorOf(termAt(sites.industry(), row)), !known);
            ImDrawList* draw = ImGui::GetWindowDrawList();
            ImGui::PushFont(fonts_.small);
            const std::string sum = money(row);
            const float sumWidth = ImGui::CalcTextSize(sum.c_str()).x;
            draw->AddText(ImVec2(at.x + width - sumWidth, at.y + 5),
                          ImGui::GetColorU32(known ? ImGuiCol_Text : ImGuiCol_TextDisabled), sum.c_str());
            ImGui::PopFont();
            const std::string name = fitted(sites.name(row, texts_.code()), width - sumWidth - line * 1.2F);
            if (selected == row)
                draw->AddRectFilled(ImVec2(at.x, at.y + 4), ImVec2(at.x + 3, at.y + line - 4),
                                    ImGui::GetColorU32(ui::kAccent));
            draw->AddText(ImVec2(at.x + line * 0.95F, at.y + 4),
                          ImGui::GetColorU32(sites.located(row) ? ImGuiCol_Text : ImGuiCol_TextDisabled),
                          name.c_str());
            ImGui::PopID();
        }
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

}  // namespace atlas::layers
