#include "app/site_report.h"

#include <fmt/format.h>

#include <cmath>

#include "app/output_file.h"
#include "app/text_table.h"

namespace atlas::app {

using layers::SiteSummary;
using layers::SiteTable;
using Align = TextTable::Align;

std::string formatInvestment(double value) {
    auto text = fmt::format(
        "{:.4f}", value);  // to 10,000 yuan; sums of decimal fractions get rid of their binary tails
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string SiteReport::table(const std::vector<std::uint32_t>& rows, const SiteSummary& summary) const {
    const auto language = texts_.code();
    TextTable table;
    table.addColumn(texts_.tr("Id"));
    table.addColumn(texts_.tr("Name"));
    table.addColumn(texts_.tr("Industry"));
    table.addColumn(texts_.tr("Status"));
    table.addColumn(texts_.tr("Year"), Align::Right);
    table.addColumn(texts_.tr("Investment (10^8 yuan)"), Align::Right);
    table.addColumn(texts_.tr("Subdistrict"));
    table.addColumn(texts_.tr("Position error (m)"), Align::Right);
    for (const auto row : rows) {
        const auto investment = sites_.investment(row);
        const auto year = sites_.years()[row];
        table.addRow({sites_.id(row), sites_.name(row, language),
                      sites_.industry().label(sites_.industry().codes[row], language),
                      sites_.status().label(sites_.status().codes[row], language),
                      year == SiteTable::kNoYear ? "" : fmt::format("{}", year),
                      investment ? formatInvestment(*investment) : texts_.tr("not disclosed"),
                      sites_.text("subdistrict", row),
                      sites_.located(row) ? sites_.text("coord_error", row) : texts_.tr("not located")});
    }
    return bare_ ? table.text() : table.text() + "\n" + totals(summary) + sourceLine();
}

std::string SiteReport::totals(const SiteSummary& summary) const {
    const auto& all = summary.all;
    auto text = fmt::format(
        fmt::runtime(texts_.tr("{} of {} sites; disclosed investment {} × 10^8 yuan; {} not disclosed")),
        all.sites, summary.rows, formatInvestment(all.investment), all.undisclosed);
    if (all.notCounted > 0)
        text += fmt::format(fmt::runtime(texts_.tr("; {} disclosed but not added (see investment_basis)")),
                            all.notCounted);
    return text + "\n";
}

std::string SiteReport::sourceLine() const {
    const auto& entry = sites_.entry();
    std::string parts = entry.attribution;
    if (!entry.licence.empty()) parts += (parts.empty() ? "" : " · ") + entry.licence;
    return parts.empty() ? "" : fmt::format(fmt::runtime(texts_.tr("Source: {}")), parts) + "\n";
}

std::string SiteReport::industryLabel(std::size_t code) const {
    const auto& industry = sites_.industry();
    if (code == industry.none()) return texts_.tr("no industry given");
    return industry.label(static_cast<std::uint32_t>(code), texts_.code());
}

std::string SiteReport::summaryTable(const SiteSummary& summary) const {
    TextTable table;
    table.addColumn(texts_.tr("Industry"));
    table.addColumn(texts_.tr("Sites"), Align::Right);
    table.addColumn(texts_.tr("Investment (10^8 yuan)"), Align::Right);
    table.addColumn(texts_.tr("Not disclosed"), Align::Right);
    for (std::size_t code = 0; code < summary.industries.size(); ++code) {
        const auto& group = summary.industries[code];
        if (group.sites == 0) continue;
        table.addRow({industryLabel(code), fmt::format("{}", group.sites), formatInvestment(group.investment),
                      fmt::format("{}", group.undisclosed)});
    }
    return bare_ ? table.text() : table.text() + "\n" + totals(summary) + sourceLine();
}

std::string SiteReport::summaryCsv(const SiteSummary& summary) const {
    std::string text = "industry,label,sites,investment,undisclosed,not_counted,attribution,licence\n";
    const auto add = [&](const std::string& value, const std::string& label,
                         const SiteSummary::Group& group) {
        text += fmt::format("{},{},{},{},{},{},{},{}\n", csvCell(value), csvCell(label), group.sites,
                            formatInvestment(group.investment), group.undisclosed, group.notCounted,
                            csvCell(sites_.entry().attribution), csvCell(sites_.entry().licence));
    };
    for (std::size_t code = 0; code < summary.industries.size(); ++code) {
        if (summary.industries[code].sites == 0) continue;
        const bool none = code == sites_.industry().none();
        add(none ? "" : sites_.industry().values[code], industryLabel(code), summary.industries[code]);
    }
    add("*", texts_.tr("all"), summary.all);
    return text;
}

}  // namespace atlas::app
