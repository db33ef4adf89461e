#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "layers/panels/bars_panel.h"
#include "layers/sites/panel_parts.h"
#include "layers/sites/site_card.h"
#include "ui/theme.h"

namespace atlas::layers {

void drawBatch(const SitesPanelContext& context, const BatchEntry& batch, const FigureBook& figures) {
    heading(context, batch.label.in(context.texts.code()).c_str());
    ImGui::PushFont(context.fonts.small);
    for (const FigureTopic& topic : figures.topics)
        for (const FigureChart& chart : topic.charts)
            if (std::find(batch.charts.begin(), batch.charts.end(), chart.id) != batch.charts.end()) {
                ImGui::PushID(chart.id.c_str());
                drawFigures(chart.figures, topic.color, context.texts);
                ImGui::PopID();
                ImGui::Spacing();
            }
    const SiteTable& sites = context.sites();
    std::size_t named = 0;
    double disclosed = 0;
    std::map<std::string, int> categories;
    std::string names;
    for (std::size_t row = 0; row < sites.rows(); ++row) {
        if (sites.text(batch.role, row) != batch.value) continue;
        ++named;
        disclosed += sites.counts(row) ? sites.investment(row).value_or(0) : 0;
        const auto category = sites.category().label(sites.category().codes[row], context.texts.code());
        ++categories[category.empty() ? std::string(context.tr("not given")) : category];
        names += (names.empty() ? "" : ", ") + sites.name(row, context.texts.code());
    }
    std::string split;
    for (const auto& [category, count] : categories)
        split += fmt::format("{}{} {}", split.empty() ? "" : ", ", category, count);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(fmt::format(fmt::runtime(context.tr("Named on this map: {} sites, {} ({})")),
                                       named, moneyText(disclosed, context.texts.code()), split)
                               .c_str());
    ImGui::TextUnformatted(names.c_str());
    ImGui::TextColored(ui::quiet(), "%s", batch.explain.in(context.texts.code()).c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    ImGui::Spacing();
}

}  // namespace atlas::layers
