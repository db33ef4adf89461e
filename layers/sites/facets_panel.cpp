#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "layers/sites/panel_parts.h"
#include "layers/sites/site_card.h"
#include "ui/histogram.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

struct Choice {
    std::string value, label;
    std::size_t under = 0, all = 0;
};

// Values as small buttons that stay pressed, with their count under the other conditions.
void choices(const SitesPanelContext& context, const std::vector<Choice>& list,
             std::set<std::string>& chosen) {
    ImGui::PushFont(context.fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, 4));
    const float left = ImGui::GetCursorPosX();
    bool first = true;
    for (const Choice& choice : list) {
        const bool on = chosen.contains(choice.value);
        if (choice.all == 0 && !on) continue;
        const std::string label = fmt::format("{} {}", choice.label, choice.under);
        if (!first) flow(ImGui::CalcTextSize(label.c_str()).x + ImGui::GetStyle().FramePadding.x * 2, left);
        first = false;
        ImGui::PushID(choice.value.c_str());
        if (pick(label.c_str(), on)) {
            if (ImGui::GetIO().KeyAlt)
                chosen = {choice.value};
            else if (on)
                chosen.erase(choice.value);
            else
                chosen.insert(choice.value);
        }
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
}

std::vector<Choice> coded(const SitesPanelContext& context, const CodedField& field, Facet facet) {
    std::vector<Choice> list;
    const FacetChart& chart = context.engine().chart(facet);
    for (std::uint32_t code = 0; code <= field.none(); ++code) {
        const bool none = code == field.none();
        list.push_back({none ? std::string() : field.values[code],
                        none ? std::string(context.tr("not given")) : field.label(code, context.texts.code()),
                        chart.under[code].sites(), chart.all[code].sites()});
    }
    return list;
}

// Cells that name two sub-districts count for both.
std::vector<Choice> subdistricts(const SitesPanelContext& context) {
    const CodedField& field = context.sites().subdistrict();
    const FacetChart& chart = context.engine().chart(Facet::Subdistrict);
    std::map<std::string, Choice> byName;
    for (std::uint32_t code = 0; code < field.none(); ++code)
        for (const auto name : splitNames(field.values[code])) {
            Choice& choice = byName[std::string(name)];
            choice.value = choice.label = name;
            choice.under += chart.under[code].sites();
            choice.all += chart.all[code].sites();
        }
    std::vector<Choice> list;
    list.reserve(byName.size());
    for (auto& [name, choice] : byName) list.push_back(std::move(choice));
    std::stable_sort(list.begin(), list.end(),
                     [](const Choice& a, const Choice& b) { return a.all > b.all; });
    list.push_back({"", context.tr("not given"), chart.under.back().sites(), chart.all.back().sites()});
    return list;
}

std::vector<Choice> districts(const SitesPanelContext& context) {
    const AreaField& field = context.sites().places().districts;
    const FacetChart& chart = context.engine().chart(Facet::District);
    std::vector<Choice> list;
    for (const AreaField::Area& area : field.areas)
        list.push_back({area.name, area.label(context.texts.code()), 0, 0});
    for (std::size_t set = 1; set < field.sets.size(); ++set)
        for (const std::uint32_t area : field.sets[set]) {
            list[area].under += chart.under[set].sites();
            list[area].all += chart.all[set].sites();
        }
    std::stable_sort(list.begin(), list.end(),
                     [](const Choice& a, const Choice& b) { return a.all > b.all; });
    return list;
}

void drawYears(const SitesPanelContext& context, SiteFilter& filter) {
    const FacetChart& chart = context.engine().chart(Facet::Year);
    const std::size_t years = chart.under.size() - 1;
    if (years < 2) return;
    const int first = context.engine().firstYear();
    const int last = first + static_cast<int>(years) - 1;
    std::vector<std::size_t> front(years), back(years);
    for (std::size_t i = 0; i < years; ++i) {
        front[i] = chart.under[i].sites();
        back[i] = chart.all[i].sites();
    }
    const int low = filter.year.low.value_or(first);
    const int high = filter.year.high.value_or(last);
    heading(context, context.tr("Year"),
            low == high ? fmt::format("{}", low) : fmt::format("{} – {}", low, high));
    ui::HistogramLook look;
    look.front = front;
    look.back = back;
    look.height = ImGui::GetFontSize() * 1.8F;
    look.steps = static_cast<int>(years);
    const auto count = static_cast<float>(years);
    ui::Brush brush;
    if (filter.year.low) brush.from = std::clamp(static_cast<float>(low - first) / count, 0.0F, 1.0F);
    if (filter.year.high) brush.to = std::clamp(static_cast<float>(high - first + 1) / count, 0.0F, 1.0F);
    if (ui::histogramBrush("years", brush, look)) {
        filter.year = {};
        if (brush.from)
            filter.year.low = std::min(last, first + static_cast<int>(std::lround(*brush.from * count)));
        if (brush.to)
            filter.year.high = std::max(filter.year.low.value_or(first),
                                        first + static_cast<int>(std::lround(*brush.to * count)) - 1);
    }
}

void drawNear(const SitesPanelContext& context, SiteFilter& filter, std::size_t measure) {
    const NearEntry& entry = *context.sites().places().near[measure].entry;
    const FacetChart& chart = context.engine().chart(nearFacet(measure));
    ImGui::PushID(entry.id.c_str());
    heading(context,
            fmt::format(fmt::runtime(context.tr("Distance to: {}")), entry.label.in(context.texts.code()))
                .c_str());
    ImGui::PushFont(context.fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, 4));
    const auto now = filter.near.find(entry.id);
    bool first = true;
    const float left = ImGui::GetCursorPosX();
    for (const double metres : {200.0, 500.0, 1000.0}) {
        std::size_t sites = 0;
        for (std::size_t bin = 0; bin < static_cast<std::size_t>(metres / SiteEngine::kNearStep); ++bin)
            sites += chart.under[bin].sites();
        const Range<double> range{std::nullopt, metres};
        const bool on = now != filter.near.end() && now->second == range;
        const std::string label = fmt::format("≤ {:g} m  {}", metres, sites);
        if (!first) flow(ImGui::CalcTextSize(label.c_str()).x + ImGui::GetStyle().FramePadding.x * 2, left);
        first = false;
        if (!pick(label.c_str(), on)) continue;
        if (on)
            filter.near.erase(entry.id);
        else
            filter.near[entry.id] = range;
        break;
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
    ImGui::PopID();
}

void section(const SitesPanelContext& context, const char* title, std::vector<Choice> list,
             std::set<std::string>& chosen) {
    if (std::none_of(list.begin(), list.end(),
                     [](const Choice& choice) { return choice.all > 0 && !choice.value.empty(); }))
        return;
    heading(context, title);
    ImGui::PushID(title);
    choices(context, list, chosen);
    ImGui::PopID();
    ImGui::Spacing();
}

}  // namespace

void drawMoreFacets(const SitesPanelContext& context, SiteFilter& filter) {
    section(context, context.tr("Status"), coded(context, context.sites().status(), Facet::Status),
            filter.statuses);
    section(context, context.tr("Category"), coded(context, context.sites().category(), Facet::Category),
            filter.categories);
    drawYears(context, filter);
    section(context, context.tr("Sub-district"), subdistricts(context), filter.subdistricts);
    section(context, context.tr("In the district"), districts(context), filter.districts);
    for (std::size_t i = 0; i < context.sites().places().near.size(); ++i) drawNear(context, filter, i);
    heading(context, context.tr("Position"));
    ImGui::PushFont(context.fonts.small);
    const FacetChart& located = context.engine().chart(Facet::Located);
    const std::pair<Located, std::string> kinds[] = {
        {Located::Only, fmt::format("{} {}", context.tr("located"), located.under[1].sites())},
        {Located::Not, fmt::format("{} {}", context.tr("not located"), located.under[0].sites())}};
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, 4));
    for (std::size_t i = 0; i < 2; ++i) {
        if (i > 0) ImGui::SameLine();
        if (pick(kinds[i].second.c_str(), filter.located == kinds[i].first))
            filter.located = filter.located == kinds[i].first ? Located::Any : kinds[i].first;
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
    heading(context, context.tr("Words in name or description"));
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##text", context.tr("such as 步道"), &filter.text);
}

namespace {

std::string listed(const SitesPanelContext& context, const std::set<std::string>& values,
                   std::string_view vocabulary) {
    std::string text;
    for (const std::string& value : values) {
        std::string word = context.catalog.words(vocabulary, value, context.texts.code());
        if (value.empty()) word = context.tr("not given");
        if (vocabulary == "district")
            for (const auto& area : context.sites().places().districts.areas)
                if (area.is(value)) word = area.label(context.texts.code());
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

template <class T, class Words>
std::string ranged(const Range<T>& range, const Words& words) {
    if (range.low && range.high)
        return *range.low == *range.high ? words(*range.low) : words(*range.low) + " – " + words(*range.high);
    return range.low ? "≥ " + words(*range.low) : "≤ " + words(*range.high);
}

std::string chipText(const SitesPanelContext& context, const SiteFilter& f, Facet facet) {
    switch (facet) {
        case Facet::Industry:
            return listed(context, f.industries, "industry");
        case Facet::Status:
            return listed(context, f.statuses, "status");
        case Facet::Category:
            return listed(context, f.categories, "category");
        case Facet::Subdistrict:
            return listed(context, f.subdistricts, "subdistrict");
        case Facet::District:
            return listed(context, f.districts, "district");
        case Facet::Investment: {
            std::string text;
            if (!f.investment.any())
                text = (f.outside ? std::string(context.tr("outside")) + " " : "") +
                       ranged(f.investment, [&](double yi) { return moneyText(yi, context.texts.code()); });
            const char* undisclosed = f.undisclosed == Undisclosed::Include ? context.tr("with undisclosed")
                                      : f.undisclosed == Undisclosed::Exclude
                                          ? context.tr("without undisclosed")
                                      : f.undisclosed == Undisclosed::Only ? context.tr("undisclosed only")
                                                                           : "";
            return text + (text.empty() || *undisclosed == '\0' ? "" : ", ") + undisclosed;
        }
        case Facet::Year:
            return f.year.any() ? "" : ranged(f.year, [](int year) { return fmt::format("{}", year); });
        case Facet::Located:
            return f.located == Located::Any
                       ? ""
                       : context.tr(f.located == Located::Only ? "located" : "not located");
        case Facet::Area:
            return f.area.empty() ? "" : context.tr("drawn area");
        case Facet::View:
            return f.view.empty() ? "" : context.tr("in view");
        case Facet::Text:
            return f.text.empty() ? "" : "“" + f.text + "”";
        default:
            break;
    }
    const auto measure = static_cast<std::size_t>(facet) - static_cast<std::size_t>(Facet::FirstNear);
    const NearEntry& entry = *context.sites().places().near[measure].entry;
    const auto range = f.near.find(entry.id);
    if (range == f.near.end() || range->second.any()) return "";
    return entry.label.in(context.texts.code()) + " " +
           ranged(range->second, [](double metres) { return fmt::format("{:g} m", metres); });
}

}  // namespace

bool drawChips(const SitesPanelContext& context, SiteFilter& filter) {
    if (filter.any()) return false;
    bool taken = false;
    ImGui::PushFont(context.fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, ImGui::GetFrameHeight() / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, 4));
    const float left = ImGui::GetCursorPosX();
    const float room = ImGui::GetContentRegionAvail().x;
    bool first = true;
    int chips = 0;
    for (std::size_t i = 0; i < facetCount(context.sites()); ++i) {
        const auto facet = static_cast<Facet>(i);
        std::string text = chipText(context, filter, facet);
        if (text.empty()) continue;
        ++chips;
        const float extra = ImGui::CalcTextSize("  ×").x + ImGui::GetStyle().FramePadding.x * 2;
        const std::string whole = text;
        text = ui::fitted(text, room - extra);
        if (!first) flow(ImGui::CalcTextSize(text.c_str()).x + extra, left);
        first = false;
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::Button((text + "  ×").c_str())) {
            clearFacet(context.sites(), filter, facet);
            taken = true;
        }
        if (text != whole && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", whole.c_str());
        ImGui::PopID();
    }
    if (chips > 1) {
        flow(ImGui::CalcTextSize(context.tr("Clear all")).x + ImGui::GetStyle().FramePadding.x * 2, left);
        ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0, 0, 0, 0));
        if (ImGui::Button(context.tr("Clear all"))) {
            filter = {};
            taken = true;
        }
        ImGui::PopStyleColor();
    }
    ImGui::PopStyleVar(2);
    ImGui::PopFont();
    return taken;
}

}  // namespace atlas::layers
