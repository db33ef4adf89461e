#include "layers/sites/site_card.h"

#include <fmt/format.h>

#include "layers/figures/figure_words.h"

namespace atlas::layers {

std::string moneyText(double yi, std::string_view language) {
    // Never as 2.4e+05: ten thousand 亿 are a word of their own.
    const bool huge = yi >= 9999.5;
    if (language != "en") return huge ? fmt::format("{:.4g} 万亿", yi / 1e4) : fmt::format("{:.4g} 亿", yi);
    if (huge) return fmt::format("CNY {:.4g} tn", yi / 1e4);
    return yi >= 10 ? fmt::format("CNY {:.4g} bn", yi / 10) : fmt::format("CNY {:.4g} m", yi * 100);
}

std::string siteWords(const SiteTable& sites, const Catalog& catalog, std::string_view vocabulary,
                      std::string_view role, std::size_t row, std::string_view language) {
    return catalog.words(vocabulary, sites.text(role, row), language);
}

Card siteCard(const SiteTable& sites, const Catalog& catalog, std::size_t row,
              const ui::Translations& texts) {
    const std::string_view language = texts.code();
    const auto tr = [&](const char* id) { return texts.tr(id); };
    const auto basis = [&](std::string_view role) {
        return siteWords(sites, catalog, "basis", role, row, language);
    };
    const auto text = [&](std::string_view role) { return catalog.phrase(sites.text(role, row), language); };
    Card card;
    card.title = sites.name(row, language);
    card.subtitle = sites.name(row, language == "en" ? "zh" : "en");
    if (card.subtitle == card.title) card.subtitle.clear();
    const std::uint32_t industry = sites.industry().codes[row];
    if (industry < sites.industry().terms.size() && sites.industry().terms[industry] != nullptr)
        card.color = sites.industry().terms[industry]->color;
    card.hollow = !sites.investment(row).has_value();
    const std::string& industryName = sites.industry().label(industry, language);
    const std::string& status = sites.status().label(sites.status().codes[row], language);
    card.kind = fmt::format("{} · {}", industryName.empty() ? tr("Industry not known") : industryName,
                            status.empty() ? tr("Status not known") : status);
    if (const auto investment = sites.investment(row)) {
        const std::string how = basis("investment_basis");
        card.headline = moneyText(*investment, language);
        card.headlineNote = (how.empty() ? tr("Whole investment") : how) +
                            (sites.counts(row) ? "" : tr(" · not part of sums"));
    } else {
        card.headline = tr("not disclosed");
        card.headlineNote = tr("No source gives this project's investment.");
    }

    struct Line {
        const char *label, *role, *basis, *unit;
    };
    const Line lines[] = {{tr("What it is"), "what", "", ""},
                          {tr("Investment this year"), "investment_annual", "", tr("CNY {*100000000}")},
                          {tr("Floor area"), "floor_area", "", tr("{*1} m²")},
                          {tr("Start"), "start_date", "", ""},
                          {tr("Reported status"), "status_reported", "", ""},
                          {tr("Year"), "year", "", ""},
                          {tr("Category"), "category", "category_basis", ""},
                          {tr("Industry"), "industry", "industry_basis", ""},
                          {tr("Sub-district"), "subdistrict", "subdistrict_basis", ""},
                          {tr("Address"), "address", "", ""},
                          {tr("Note"), "note", "", ""}};
    for (const Line& l : lines) {
        std::string value = siteWords(sites, catalog, l.role, l.role, row, language);
        if (value.empty()) continue;
        if (*l.unit != '\0') value = withUnit(value, l.unit);
        card.lines.push_back({l.label, std::move(value), *l.basis != '\0' ? basis(l.basis) : std::string()});
    }
    if (sites.located(row)) {
        const std::string error = sites.text("coord_error", row);
        card.lines.push_back({tr("Position"),
                              error.empty() ? std::string(tr("error not known"))
                                            : fmt::format(fmt::runtime(tr("within about {} m")), error),
                              text("matched_to")});
    } else {
        card.lines.push_back({tr("Position"), tr("not located: it has no pin on the map"), {}});
    }
    std::string source = tr("Source");
    if (const std::string date = text("source_date"); !date.empty()) source += " · " + date;
    card.sources = {{source, text("source")},
                    {tr("Other source"), text("source_alt")},
                    {tr("Position from"), text("coord_source")}};
    card.licence = catalog.phrase(sites.entry().licence, language);
    return card;
}

}  // namespace atlas::layers
