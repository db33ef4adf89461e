#include "layers/sites/sites_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "layers/sites/site_card.h"
#include "ui/scroll_fade.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

constexpr float kResultsShare = 0.30F;  // of the panel's height, for totals and table
constexpr float kResultsLeast = 8;      // lines

void rightAligned(const std::string& text, float right) {
    ImGui::SameLine();
    ImGui::SetCursorPosX(right - ImGui::CalcTextSize(text.c_str()).x);
    ImGui::TextUnformatted(text.c_str());
}

// Stays open when the language changes.
bool section(const char* id, const char* title) {
    ImGui::PushStyleColor(ImGuiCol_Header, ImVec4(0, 0, 0, 0));
    const bool open =
        ImGui::TreeNodeEx(id,
                          ImGuiTreeNodeFlags_NoTreePushOnOpen | ImGuiTreeNodeFlags_SpanAvailWidth |
                              ImGuiTreeNodeFlags_FramePadding,
                          "%s", title);
    ImGui::PopStyleColor();
    return open;
}

}  // namespace

SitesPanel::SitesPanel(SitesLayer& layer, const Catalog& catalog, const ui::Translations& texts,
                       const ui::Fonts& fonts)
    : context_{layer, catalog, texts, fonts}, investment_(context_), results_(context_) {}

void SitesPanel::drawFilter(SiteFilter& filter, const std::optional<std::size_t>& selected, FilteredOut look,
                            SitesPanelResult& result, const std::function<void()>& keeping) {
    // Chips stand under the conditions: what a hand is at must not move away from under it. The table takes
    // what the conditions do not need, in whole rows.
    const float line = ImGui::GetTextLineHeightWithSpacing();
    const float room = ImGui::GetContentRegionAvail().y;
    float least = std::min(std::max(room * kResultsShare, kResultsLeast * line), room * 0.6F);
    // Rows for fingers are high: a list of one of them is none.
    if (ResultsTable::rowHeight() > 2.2F * ImGui::GetFontSize())
        least = std::min(std::max(least, totalsHeight_ + 4 * ResultsTable::rowHeight()), room * 0.66F);
    const float below = ImGui::GetStyle().ItemSpacing.y + chipsHeight_ + totalsHeight_;
    float table = results_.wholeRows(std::max(least - totalsHeight_, room - below - conditionsHeight_));
    // What the conditions go on with is read as a whole, not as half a line in the fade: one row less, then.
    const float cut = room - below - table;
    if (cut < conditionsHeight_ && cut > moreTop_ && cut < moreTop_ + ImGui::GetFrameHeight() + line / 2)
        table = results_.wholeRows(room - below - moreTop_ - ImGui::GetFrameHeight() - line / 2);
    const float conditions = std::max(room - below - table, line);
    ImGui::BeginChild("conditions", ImVec2(0, conditions), false, ImGuiWindowFlags_NoBackground);
    drawIndustryTree(context_, filter);
    ImGui::Spacing();
    investment_.draw(filter);
    moreTop_ = ImGui::GetCursorPosY();
    if (section("more", tr("More conditions"))) {
        drawMoreFacets(context_, filter);
        drawPlace(filter, look, result);
    }
    if (section("charts", tr("Charts"))) {
        drawSiteCharts(context_, dimension_, byInvestment_);
        drawBatches();
    }
    if (keeping && section("keep", tr("Keep, copy and paste"))) keeping();
    conditionsHeight_ = ImGui::GetCursorPosY();
    ui::fadeBelow(line);
    ImGui::EndChild();
    const float before = ImGui::GetCursorPosY();
    drawChips(context_, filter);
    chipsHeight_ = ImGui::GetCursorPosY() - before;
    ImGui::Separator();
    drawTotals();
    drawTableTools(result);
    results_.draw(filter, selected, result);
    totalsHeight_ = results_.top() - before - chipsHeight_;
}

void SitesPanel::drawBatches() {
    if (figures_ == nullptr) return;
    if (bookLanguage_ != context_.texts.language()) {
        bookLanguage_ = context_.texts.language();
        book_ = figures_->book(context_.texts.code());
    }
    ImGui::Spacing();
    for (const BatchEntry& batch : context_.sites().entry().batches) drawBatch(context_, batch, book_);
}

void SitesPanel::drawPlace(SiteFilter& filter, FilteredOut look, SitesPanelResult& result) {
    heading(context_, tr("On the map"));
    ImGui::PushFont(context_.fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, 4));
    if (pick(tr("in view"), !filter.view.empty())) result.viewToggled = true;
    ImGui::SameLine();
    if (pick(filter.area.empty() ? tr("draw an area") : tr("draw it anew"), !filter.area.empty()))
        result.draw = true;
    ImGui::PopStyleVar();
    ImGui::PopFont();
    heading(context_, tr("Sites that do not pass"));
    ImGui::PushFont(context_.fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, 4));
    const std::pair<FilteredOut, const char*> looks[] = {{FilteredOut::Vanish, tr("vanish")},
                                                         {FilteredOut::Fade, tr("fade")},
                                                         {FilteredOut::Ghost, tr("leave a ring")}};
    for (std::size_t i = 0; i < 3; ++i) {
        if (i > 0) ImGui::SameLine();
        if (pick(looks[i].second, look == looks[i].first)) result.filteredOut = looks[i].first;
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
    ImGui::Spacing();
}

void SitesPanel::drawTableTools(SitesPanelResult& result) {
    ImGui::PushFont(context_.fonts.small);
    const float padding = ImGui::GetStyle().FramePadding.x * 2;
    const float width = ImGui::CalcTextSize(tr("Columns")).x + padding +
                        (exports_ ? ImGui::CalcTextSize(tr("Export…")).x + padding + 4 : 0);
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < width) ImGui::NewLine();
    ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - width);
    if (ImGui::Button(tr("Columns"))) ImGui::OpenPopup("columns");
    if (exports_) {
        ImGui::SameLine(0, 4);
        if (ImGui::Button(tr("Export…"))) result.exportWanted = true;
    }
    ImGui::PopFont();
    if (ImGui::BeginPopup("columns")) {
        results_.drawColumns();
        ImGui::EndPopup();
    }
}

void SitesPanel::drawScheme(SiteFilter& filter) const {
    const auto known = context_.catalog.vocabularies.find("industry");
    if (known == context_.catalog.vocabularies.end()) return;
    const std::vector<Term>& terms = known->second;
    const auto groupEnd = [&](std::size_t first) {
        std::size_t end = first + 1;
        while (end < terms.size() && terms[end].group.zh == terms[first].group.zh) ++end;
        return end;
    };
    std::string scheme;  // the groups' sizes are the scheme's name
    for (std::size_t i = 0; i < terms.size(); i = groupEnd(i)) scheme += std::to_string(groupEnd(i) - i);
    ImGui::TextUnformatted(fmt::format("{} · {}", tr("Industry"), scheme).c_str());
    const auto& all = context_.engine().chart(Facet::Industry).all;
    double most = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) most = std::max(most, all[i].investment());

    ImDrawList* draw = ImGui::GetWindowDrawList();
    ImGui::PushFont(context_.fonts.small);
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
        const float size = context_.fonts.title->FontSize;
        draw->AddText(context_.fonts.title, size, ImVec2(top.x + 2, (top.y + bottom - size) / 2),
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
                          term.label.in(context_.texts.code()).c_str());
            const std::string sum = group.yuan > 0 ? moneyText(group.investment(), context_.texts.code())
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

void SitesPanel::drawTotals() const {
    const SiteGroup& s = context_.engine().totals();
    ImGui::PushFont(context_.fonts.title);
    ImGui::Text("%s", fmt::format("{} / {}", s.sites(), context_.sites().rows()).c_str());
    ImGui::SameLine();
    ImGui::PopFont();
    ImGui::PushFont(context_.fonts.small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(ui::quiet(), "%s", tr("sites"));
    ImGui::PopFont();
    const std::string sum = moneyText(s.investment(), context_.texts.code());
    rightAligned(sum, ImGui::GetContentRegionAvail().x + ImGui::GetCursorPosX());
    if (ImGui::IsItemHovered())
        ImGui::SetTooltip("%s", tr("Sum of disclosed project costs. Left out: figures that are no cost of "
                                   "the project, and money that "
                                   "another row holds already."));
    ImGui::PushFont(context_.fonts.small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(ui::quiet(), "%s",
                       fmt::format(fmt::runtime(tr("disclosed in sum; {} not disclosed, {} not added up")),
                                   s.undisclosed(), s.notCounted())
                           .c_str());
    ImGui::PopFont();
}

}  // namespace atlas::layers
