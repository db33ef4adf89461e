#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "layers/sites/investment_control.h"
#include "layers/sites/money.h"
#include "layers/sites/site_card.h"
#include "ui/histogram.h"
#include "ui/theme.h"

namespace atlas::layers {

namespace {

const double kSpan = std::log(SiteEngine::kInvestmentHigh / SiteEngine::kInvestmentLow);

// Two figures are as exact as a hand on a slider is.
double rounded(double value) {
    const double scale = std::pow(10, std::floor(std::log10(value)) - 1);
    return std::round(value / scale) * scale;
}

std::optional<float> shareOf(const std::optional<double>& yi) {
    if (!yi) return std::nullopt;
    return static_cast<float>(
        std::clamp(std::log(std::max(*yi, 1e-9) / SiteEngine::kInvestmentLow) / kSpan, 0.0, 1.0));
}

std::optional<double> amountAt(const std::optional<float>& share) {
    if (!share) return std::nullopt;
    return rounded(SiteEngine::kInvestmentLow * std::exp(static_cast<double>(*share) * kSpan));
}

}  // namespace

// What was said of a bound is about the filter as it was then: undone or changed elsewhere it is past.
void InvestmentControl::forgetWhatIsPast(const SiteFilter& filter) {
    if (!wrongAbout_) return;
    wrongAbout_->view = filter.view;  // follows the camera by itself
    if (*wrongAbout_ == filter) return;
    wrong_.reset();
    wrongAbout_.reset();
    low_.editing = high_.editing = false;
}

void InvestmentControl::draw(SiteFilter& filter) {
    forgetWhatIsPast(filter);
    std::string range;
    if (!filter.investment.any()) {
        const auto words = [&](double yi) { return moneyText(yi, context_.texts.code()); };
        if (filter.investment.low)
            range += fmt::format("{} {}", filter.outside ? "<" : "≥", words(*filter.investment.low));
        if (filter.investment.high)
            range += fmt::format("{}{} {}", range.empty() ? "" : "  ", filter.outside ? ">" : "≤",
                                 words(*filter.investment.high));
    }
    heading(context_, tr("Investment"), range);
    drawBrush(filter);
    drawBounds(filter);
    drawUndisclosed(filter);
    if (wrong_)
        wrongAbout_ = filter;
    else
        wrongAbout_.reset();
}

void InvestmentControl::drawBrush(SiteFilter& filter) {
    const FacetChart& chart = context_.engine().chart(Facet::Investment);
    std::array<std::size_t, SiteEngine::kInvestmentBins> front{}, back{};
    for (std::size_t bin = 0; bin < front.size(); ++bin) {
        front[bin] = chart.under[bin].sites();
        back[bin] = chart.all[bin].sites();
    }
    ui::HistogramLook look;
    look.front = front;
    look.back = back;
    look.height = ImGui::GetFontSize() * 2.3F;
    look.inverted = filter.outside;
    ui::Brush brush{shareOf(filter.investment.low), shareOf(filter.investment.high)};
    const ui::Brush before = brush;
    if (ui::histogramBrush("investment", brush, look)) {
        if (brush.from != before.from) filter.investment.low = amountAt(brush.from);
        if (brush.to != before.to) filter.investment.high = amountAt(brush.to);
        if (filter.investment.any()) filter.outside = false;
        wrong_.reset();
    }
}

void InvestmentControl::drawBound(const char* id, const char* hint, Typed& typed,
                                  std::optional<double>& bound, float width) {
    if (!typed.editing) typed.text = bound ? moneyText(*bound, context_.texts.code()) : std::string();
    ImGui::SetNextItemWidth(width);
    ImGui::InputTextWithHint(id, hint, &typed.text, ImGuiInputTextFlags_AutoSelectAll);
    const bool done = ImGui::IsItemDeactivatedAfterEdit();
    typed.editing = ImGui::IsItemActive() || (typed.editing && !done && wrong_);
    if (!done) return;
    wrong_.reset();
    std::optional<double> next;
    if (typed.text.find_first_not_of(" \t") != std::string::npos) {
        next = parseMoney(typed.text);
        if (!next) {
            wrong_ = geodata::said("\"{}\" is no amount; such as 1.2亿, 5000万, 300 million", typed.text);
            typed.editing = true;  // stays as it was typed, to be mended
            return;
        }
    }
    bound = next;
    typed.editing = false;
}

void InvestmentControl::drawBounds(SiteFilter& filter) {
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float width = (ImGui::GetContentRegionAvail().x - gap) / 2;
    Range<double> wanted = filter.investment;
    drawBound("##low", tr("from, e.g. 150 million"), low_, wanted.low, width);
    ImGui::SameLine();
    drawBound("##high", tr("to, e.g. 1.5 bn"), high_, wanted.high, width);
    if (!(wanted == filter.investment)) {
        if (wanted.low && wanted.high && *wanted.low > *wanted.high) {
            wrong_ = geodata::said("The lower bound is above the upper one; nothing was changed.");
        } else {
            filter.investment = wanted;
            if (wanted.any()) filter.outside = false;
        }
    }
    if (wrong_) {
        ImGui::PushFont(context_.fonts.small);
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(ui::kAccent, "%s", wrong_->in(context_.texts.tongue()).c_str());
        ImGui::PopTextWrapPos();
        ImGui::PopFont();
    }
    ImGui::PushFont(context_.fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, ImGui::GetStyle().ItemSpacing.y));
    const bool en = context_.texts.code() == "en";
    const std::pair<Range<double>, std::string> picks[] = {{{std::nullopt, 1.0}, en ? "≤100m" : "≤1亿"},
                                                           {{1.0, 10.0}, en ? "0.1–1bn" : "1–10亿"},
                                                           {{10.0, 100.0}, en ? "1–10bn" : "10–100亿"},
                                                           {{100.0, std::nullopt}, en ? "≥10bn" : "≥100亿"}};
    const float left = ImGui::GetCursorPosX();
    bool first = true;
    const auto button = [&](const std::string& label, bool on) {
        if (!first) flow(ImGui::CalcTextSize(label.c_str()).x + ImGui::GetStyle().FramePadding.x * 2, left);
        first = false;
        return pick(label.c_str(), on);
    };
    for (const auto& [range, label] : picks)
        if (button(label, filter.investment == range && !filter.outside)) {
            const bool again = filter.investment == range && !filter.outside;
            filter.investment = again ? Range<double>{} : range;
            filter.outside = false;
            wrong_.reset();
            low_.editing = high_.editing = false;
        }
    if (!filter.investment.any() && button(tr("outside"), filter.outside)) filter.outside = !filter.outside;
    if (!filter.investment.any() && ImGui::IsItemHovered())
        ImGui::SetTooltip(
            "%s", tr("Sites below or above the range instead of those within; bounds belong to the range."));
    ImGui::PopStyleVar();
    ImGui::PopFont();
}

void InvestmentControl::drawUndisclosed(SiteFilter& filter) {
    const SiteGroup& unknown = context_.engine().chart(Facet::Investment).under[SiteEngine::kInvestmentBins];
    ImGui::PushFont(context_.fonts.small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(ui::quiet(), "%s",
                       fmt::format(fmt::runtime(tr("Not disclosed: {}")), unknown.sites()).c_str());
    const Undisclosed now = filter.effectiveUndisclosed();
    const std::pair<Undisclosed, const char*> choices[] = {{Undisclosed::Include, tr("show")},
                                                           {Undisclosed::Exclude, tr("hide")},
                                                           {Undisclosed::Only, tr("only these")}};
    float width = 0;
    for (const auto& [choice, label] : choices)
        width += ImGui::CalcTextSize(label).x + ImGui::GetStyle().FramePadding.x * 2 + 4;
    const float end = ImGui::GetWindowContentRegionMax().x;
    ImGui::SameLine(std::max(ImGui::GetCursorPosX(), end - width));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(4, ImGui::GetStyle().ItemSpacing.y));
    for (std::size_t i = 0; i < 3; ++i) {
        if (i > 0) ImGui::SameLine();
        if (pick(choices[i].second, now == choices[i].first)) filter.undisclosed = choices[i].first;
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
}

}  // namespace atlas::layers
