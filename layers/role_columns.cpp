#include "layers/role_columns.h"

namespace atlas::layers {

RoleColumns roleColumns(const LayerEntry& entry, const geodata::FeatureTable& table) {
    RoleColumns result;
    for (const auto& [role, field] : entry.fields) {
        if (field.empty()) continue;
        if (const auto* column = table.column(field)) {
            result.columns.emplace(role, column);
            continue;
        }
        geodata::Problem problem;
        problem.severity = geodata::Severity::Warning;
        problem.file = table.source;
        problem.layer = table.layer;
        problem.field = field;
        problem.say(geodata::said(
            "the source has no such field; the catalogue's layer \"{}\" names it as {} (line {})", entry.id,
            role, std::to_string(entry.line)));
        result.report.add(std::move(problem));
    }
    return result;
}

}  // namespace atlas::layers
