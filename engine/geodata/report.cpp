#include "geodata/report.h"

#include <algorithm>

namespace atlas::geodata {

void Report::append(const Report& other) {
    problems_.insert(problems_.end(), other.problems_.begin(), other.problems_.end());
}

bool Report::hasErrors() const {
    return std::any_of(problems_.begin(), problems_.end(),
                       [](const Problem& p) { return p.severity == Severity::Error; });
}

std::string Report::text() const {
    std::string lines;
    for (const Problem& problem : problems_) lines += toText(problem) + "\n";
    return lines;
}

std::string toText(const Problem& problem) {
    std::string line = problem.severity == Severity::Error ? "error: " : "warning: ";
    if (!problem.file.empty()) line += problem.file + ": ";
    if (problem.line >= 0) line += "line " + std::to_string(problem.line) + ": ";
    if (!problem.layer.empty()) line += "layer " + problem.layer + ": ";
    if (!problem.field.empty()) line += "field " + problem.field + ": ";
    if (problem.feature >= 0) line += "feature " + std::to_string(problem.feature) + ": ";
    line += problem.message;
    if (problem.count > 1) line += " (" + std::to_string(problem.count) + " times; this is the first)";
    return line;
}

}  // namespace atlas::geodata
