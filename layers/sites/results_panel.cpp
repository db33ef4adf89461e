#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

#include "layers/sites/results_table.h"
#include "layers/sites/site_card.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

// Room above and below a row's letters. It belongs to the row: between two rows nothing is that a hand could
// miss them by.
float rowMargin() {
    return std::round(ImGui::GetStyle().FramePadding.y * 1.2F);
}

float headerHeight(const ui::Fonts& fonts) {
    return fonts.small->FontSize + rowMargin();
}

constexpr std::size_t kSortedAtOnce = 20000;  // rows

constexpr bool rightAligned(SiteColumn column) {
    return column == SiteColumn::Investment || column == SiteColumn::Year;
}

}  // namespace

const char* ResultsTable::title(SiteColumn column) const {
    const char* titles[kSiteColumns] = {tr("Project"), tr("Investment"), tr("Year"),        tr("Industry"),
                                        tr("Status"),  tr("Category"),   tr("Sub-district")};
    return titles[static_cast<int>(column)];
}

std::string ResultsTable::cell(SiteColumn column, std::size_t row) const {
    const SiteTable& sites = context_.sites();
    if (const CodedField* field = codedField(sites, column))
        return field->label(field->codes[row], context_.texts.code());
    if (column == SiteColumn::Name) return sites.name(row, context_.texts.code());
    if (column == SiteColumn::Investment) return context_.money(row);
    return sites.years()[row] == SiteTable::kNoYear ? "" : fmt::format("{}", sites.years()[row]);
}

void ResultsTable::collect() {
    wanted_.language = context_.texts.code();
    sortDue_ = sortDue_ || (wanted_ != sortedFor_ && wanted_.by == SiteColumn::Name);
    if (sorting_.valid() && sorting_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        ordered_ = sorting_.get();
        shownFor_ = 0;
    }
    if (sortDue_ && !sorting_.valid()) sort();
    if (shownFor_ == context_.layer.revision() + 1) return;
    shownFor_ = context_.layer.revision() + 1;
    shown_ = passingRows(ordered_, context_.engine().passing());
}

void ResultsTable::sort() {
    sortDue_ = false;
    sortedFor_ = wanted_;
    const SiteTable& sites = context_.sites();
    if (sites.rows() <= kSortedAtOnce) {
        ordered_ = orderRows(sites, wanted_);
        shownFor_ = 0;
        return;
    }
    if (ordered_.empty()) {  // something to look at meanwhile
        ordered_.resize(sites.rows());
        std::iota(ordered_.begin(), ordered_.end(), 0U);
    }
    sorting_ = std::async(std::launch::async, [&sites, order = wanted_] { return orderRows(sites, order); });
}

void ResultsTable::mark(std::size_t at) {
    if (ImGui::GetIO().KeyShift) {
        for (std::size_t i = std::min(at, lastMarked_); i <= std::max(at, lastMarked_) && i < shown_.size();
             ++i)
            marked_.insert(shown_[i]);
    } else if (!marked_.erase(shown_[at])) {
        marked_.insert(shown_[at]);
    }
    lastMarked_ = at;
}

// Titles stand over what they are the titles of, figures' at the right; ImGui's own are all at the left.
void ResultsTable::drawHeader() {
    const ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
    const bool descending = specs != nullptr && specs->SpecsCount > 0 &&
                            specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
    ImGui::PushFont(context_.fonts.small);
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers, headerHeight(context_.fonts));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float arrow = ImGui::GetFontSize() * 0.36F;
    for (int i = 0, at = 0; i < kSiteColumns; ++i) {
        if (!columns_[i]) continue;
        if (!ImGui::TableSetColumnIndex(at++)) continue;
        const auto column = static_cast<SiteColumn>(i);
        const bool sorted = (ImGui::TableGetColumnFlags() & ImGuiTableColumnFlags_IsSorted) != 0;
        ImVec2 start = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x;
        ImGui::PushID(i);
        ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(0, 0, 0, 0));  // ImGui's arrow: it is cut off here
        ImGui::TableHeader("##title");
        ImGui::PopStyleColor();
        ImGui::PopID();
        start.y += rowMargin() / 2;
        const float sign = sorted ? arrow * 2 + 4 : 0;
        const std::string text = ui::fitted(title(column), width - sign);
        const float wide = ImGui::CalcTextSize(text.c_str()).x;
        const float x = rightAligned(column) ? start.x + width - wide : start.x;
        draw->AddText(ImVec2(x, start.y), ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
        if (!sorted) continue;
        const ImVec2 middle(rightAligned(column) ? x - 4 - arrow : x + wide + 4 + arrow,
                            start.y + ImGui::GetTextLineHeight() / 2);
        const float tip = descending ? arrow * 0.6F : -arrow * 0.6F;
        draw->AddTriangleFilled(ImVec2(middle.x - arrow, middle.y - tip),
                                ImVec2(middle.x + arrow, middle.y - tip), ImVec2(middle.x, middle.y + tip),
                                ImGui::GetColorU32(ui::quiet()));
    }
    ImGui::PopFont();
}

// What is chosen or pointed at on the map comes into sight here, once: whoever then turns the wheel has it.
void ResultsTable::follow(const std::optional<std::size_t>& selected) {
    const std::optional<std::size_t> wanted[2] = {selected, context_.layer.hovered()};
    const float row = rowHeight();
    const float room = ImGui::GetWindowHeight() - headerHeight(context_.fonts);
    // A new table knows its length from its second frame on.
    if (ImGui::GetScrollMaxY() + room < row * static_cast<float>(shown_.size()) - row / 2) return;
    for (int i = 0; i < 2; ++i) {
        if (wanted[i] == followed_[i]) continue;
        followed_[i] = wanted[i];
        if (!wanted[i]) continue;
        const auto at = std::find(shown_.begin(), shown_.end(), *wanted[i]);
        if (at == shown_.end()) continue;
        const float top = row * static_cast<float>(at - shown_.begin());
        ImGui::SetScrollY(std::clamp(ImGui::GetScrollY(), top + row - room, std::max(top, top + row - room)));
    }
}

float ResultsTable::rowHeight() {
    return ImGui::GetTextLineHeight() + 2 * rowMargin();
}

float ResultsTable::wholeRows(float room) const {
    const float row = rowHeight();
    const float header = headerHeight(context_.fonts);
    return header + row * std::max(std::floor((room - header) / row), 1.0F);
}

void ResultsTable::draw(SiteFilter& filter, const std::optional<std::size_t>& selected,
                        SitesPanelResult& result) {
    collect();
    top_ = ImGui::GetCursorPosY();
    if (shown_.empty()) {
        ImGui::Spacing();
        ImGui::TextWrapped("%s", tr("No site matches. Widen the range or pick more industries."));
        if (ImGui::Button(tr("Clear the filter"))) filter = {};
        return;
    }
    // What is done with marked rows stands below them: marking one must not move the next away from the hand.
    const float row = rowHeight();
    const float below = ImGui::GetFrameHeightWithSpacing();
    const bool anyMarked = !marked_.empty();  // room was made for them
    const float table = ImGui::GetContentRegionAvail().y - (anyMarked ? std::ceil(below / row) * row : 0);
    int count = 0;
    int mask = 0;  // a table with other columns is another table to ImGui
    for (int column = 0; column < kSiteColumns; ++column) {
        count += columns_[column];
        mask |= columns_[column] ? 1 << column : 0;
    }
    const float em = ImGui::GetFontSize();
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(ImGui::GetStyle().CellPadding.x, 0));
    ImGui::PushStyleColor(ImGuiCol_TableHeaderBg, ImVec4(0, 0, 0, 0));
    if (ImGui::BeginTable(fmt::format("results{}", mask).c_str(), count,
                          ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY |
                              ImGuiTableFlags_NoBordersInBody | ImGuiTableFlags_SizingStretchProp,
                          ImVec2(0, std::max(table, wholeRows(0))))) {
        ImGui::TableSetupScrollFreeze(0, 1);
        const float widths[] = {0, 6.2F, 3.2F, 5.5F, 4.5F, 5.5F, 6};
        for (int i = 0; i < kSiteColumns; ++i) {
            const auto column = static_cast<SiteColumn>(i);
            if (!columns_[i]) continue;
            ImGuiTableColumnFlags flags = column == SiteColumn::Name ? ImGuiTableColumnFlags_WidthStretch
                                                                     : ImGuiTableColumnFlags_WidthFixed;
            if (column == SiteColumn::Investment)
                flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending;
            ImGui::TableSetupColumn(title(column), flags, widths[i] * em, static_cast<ImGuiID>(i));
        }
        drawHeader();
        if (ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
            specs != nullptr && specs->SpecsDirty && specs->SpecsCount > 0) {
            wanted_.by = static_cast<SiteColumn>(specs->Specs[0].ColumnUserID);
            wanted_.descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
            specs->SpecsDirty = false;
            sortDue_ = sortDue_ || wanted_ != sortedFor_;
            collect();
        }
        follow(selected);
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(shown_.size()));
        while (clipper.Step())
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
                drawRow(static_cast<std::size_t>(i), selected, result);
        ImGui::EndTable();
    }
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    if (anyMarked) drawMarked(result);
}

void ResultsTable::drawRow(std::size_t at, const std::optional<std::size_t>& selected,
                           SitesPanelResult& result) {
    const std::uint32_t row = shown_[at];
    const SiteTable& sites = context_.sites();
    ImGui::TableNextRow();
    ImGui::PushID(static_cast<int>(row));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (int i = 0; i < kSiteColumns; ++i) {
        const auto column = static_cast<SiteColumn>(i);
        if (!columns_[i]) continue;
        ImGui::TableNextColumn();
        const float line = rowHeight();
        const ImVec2 start = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x;
        if (column == SiteColumn::Name) {
            const bool marked = marked_.contains(row) || context_.layer.pointedAt(row);
            ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing,
                                ImVec2(0, 0));  // or it would reach over its neighbours
            const bool clicked = ImGui::Selectable("##site", selected == row || marked,
                                                   ImGuiSelectableFlags_SpanAllColumns, ImVec2(0, line));
            ImGui::PopStyleVar();
            if (clicked) {
                if (ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyShift)
                    mark(at);
                else
                    result.chosen = row;
            }
            if (ImGui::IsItemHovered()) result.hovered = row;
            if (selected == row)
                draw->AddRectFilled(ImVec2(start.x, start.y + 3), ImVec2(start.x + 3, start.y + line - 3),
                                    ImGui::GetColorU32(ui::kAccent));
            const float em = ImGui::GetTextLineHeight() + 6;
            const float radius = em * 0.22F;
            const ImVec2 middle(start.x + em * 0.42F, start.y + line * 0.5F);
            disc(middle, radius, colorOf(termAt(sites.industry(), row)),
                 std::isnan(sites.investments()[row]));
            if (marked_.contains(row))
                draw->AddCircle(middle, radius + 3, ImGui::GetColorU32(ui::ink(0.8F)), 0, 1.2F);
            draw->AddText(ImVec2(start.x + em * 0.95F, start.y + rowMargin()),
                          ImGui::GetColorU32(sites.located(row) ? ImGuiCol_Text : ImGuiCol_TextDisabled),
                          ui::fitted(cell(column, row), width - em * 1.05F).c_str());
            continue;
        }
        ImGui::PushFont(context_.fonts.small);
        const std::string text = ui::fitted(cell(column, row), width);
        const float x =
            rightAligned(column) ? start.x + width - ImGui::CalcTextSize(text.c_str()).x : start.x;
        const bool quiet = column == SiteColumn::Investment && std::isnan(sites.investments()[row]);
        draw->AddText(ImVec2(x, start.y + (line - ImGui::GetTextLineHeight()) / 2),
                      ImGui::GetColorU32(quiet ? ImGuiCol_TextDisabled : ImGuiCol_Text), text.c_str());
        ImGui::PopFont();
    }
    ImGui::PopID();
}

void ResultsTable::drawMarked(SitesPanelResult& result) {
    ImGui::PushFont(context_.fonts.small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(ui::quiet(), "%s", fmt::format(fmt::runtime(tr("{} marked")), marked_.size()).c_str());
    ImGui::SameLine();
    if (ImGui::Button(tr("Compare"))) comparing_ = true;
    ImGui::SameLine();
    if (ImGui::Button(tr("Fly to them"))) {
        geodata::Extent box;
        double height = 0;
        for (const std::uint32_t row : marked_)
            if (const auto place = context_.layer.place(row)) {
                box.expand(place->middle.x(), place->middle.y());
                height = std::max(height, place->middle.z());
            }
        if (!box.empty())
            result.flyTo =
                Place{{box.center().x, box.center().y, height}, std::hypot(box.width(), box.height()) / 2};
    }
    ImGui::SameLine();
    if (ImGui::Button("×##unmark")) {
        marked_.clear();
        comparing_ = false;
    }
    ImGui::PopFont();
}

void ResultsTable::drawColumns() {
    for (int i = 1; i < kSiteColumns; ++i)  // the name stays
        ImGui::Checkbox(title(static_cast<SiteColumn>(i)), &columns_[i]);
}

void ResultsTable::drawCompare(float left, float top, float right, float bottom) {
    if (!comparing_ || marked_.empty()) return;
    std::vector<Card> cards;
    for (const std::uint32_t row : marked_) {
        if (cards.size() == kMostCompared) break;
        cards.push_back(siteCard(context_.sites(), context_.catalog, row, context_.texts));
    }
    const float em = ImGui::GetFontSize();
    const float width = std::min(right - left, em * (7 + 13 * static_cast<float>(cards.size())));
    ImGui::SetNextWindowPos(ImVec2(left, bottom), 0, ImVec2(0, 1));
    ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, bottom - top));
    ImGui::Begin("compare", nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoFocusOnAppearing);
    const std::string title =
        marked_.size() > kMostCompared
            ? fmt::format(fmt::runtime(tr("The first {} of {} marked sites")), kMostCompared, marked_.size())
            : std::string(tr("Side by side"));
    heading(context_, title.c_str());
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize("×").x -
                         ImGui::GetStyle().FramePadding.x * 2);
    if (ImGui::SmallButton("×##compare")) comparing_ = false;
    std::vector<std::string> labels;
    std::vector<std::map<std::string, std::string>> values(cards.size());
    for (std::size_t i = 0; i < cards.size(); ++i)
        for (const CardLine& line : cards[i].lines) {
            if (line.value.empty()) continue;
            if (std::find(labels.begin(), labels.end(), line.label) == labels.end())
                labels.push_back(line.label);
            values[i][line.label] = line.value;
        }
    if (ImGui::BeginTable("cards", static_cast<int>(cards.size()) + 1,
                          ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchSame)) {
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, em * 6);
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        for (const Card& card : cards) {
            ImGui::TableNextColumn();
            ImGui::TextWrapped("%s", card.title.c_str());
            ImGui::PushFont(context_.fonts.small);
            ImGui::TextColored(ui::quiet(), "%s", card.kind.c_str());
            ImGui::PopFont();
            ImGui::TextWrapped("%s", card.headline.c_str());
        }
        ImGui::PushFont(context_.fonts.small);
        for (const std::string& label : labels) {
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            ImGui::PushTextWrapPos(0);
            ImGui::TextColored(ui::quiet(), "%s", label.c_str());
            ImGui::PopTextWrapPos();
            for (const auto& of : values) {
                ImGui::TableNextColumn();
                const auto found = of.find(label);
                ImGui::TextWrapped("%s", found == of.end() ? "–" : found->second.c_str());
            }
        }
        ImGui::PopFont();
        ImGui::EndTable();
    }
    ImGui::End();
}

}  // namespace atlas::layers
