#include "layers/role_columns.h"

namespace atlas::layers {

namespace {

geodata::Problem missing(const LayerEntry& entry, const geodata::FeatureTable& table,
                         const std::string& field, const std::string& as) {
    geodata::Problem problem;
    problem.severity = geodata::Severity::Warning;
    problem.file = table.source;
    problem.layer = table.layer;
    problem.field = field;
    problem.say(
        geodata::said("the source has no such field; the catalogue's layer \"{}\" names it as {} (line {})",
                      entry.id, as, std::to_string(entry.line)));
    return problem;
}

}  // namespace

RoleColumns roleColumns(const LayerEntry& entry, const geodata::FeatureTable& table) {
    RoleColumns result;
    for (const auto& [role, field] : entry.fields) {
        if (field.empty()) continue;
        if (const auto* column = table.column(field)) {
            result.columns.emplace(role, column);
            continue;
        }
        result.report.add(missing(entry, table, field, role));
    }
    return result;
}

geodata::Report missingCardFields(const LayerEntry& entry, const geodata::FeatureTable& table) {
    geodata::Report report;
    for (const CardFieldEntry& line : entry.card)
        for (const std::string* field : {&line.field, &line.basis})
            if (!field->empty() && table.column(*field) == nullptr)
                report.add(missing(entry, table, *field, "card." + line.label.in("en")));
    return report;
}

}  // namespace atlas::layers
