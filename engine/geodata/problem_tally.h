#pragma once
// Gathers problems of single features while a layer is read: a million bad rows become one line with a count.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geodata/report.h"

namespace atlas::geodata {

class ProblemTally {
  public:
    ProblemTally(std::string file, std::string layer) : file_(std::move(file)), layer_(std::move(layer)) {}

    /// `kind` tells problems apart that count together; `message` is kept of the first of a kind.
    void note(std::string_view kind, const Sentence& message, std::int64_t feature = -1,
              std::string_view field = {}) {
        for (auto& [known, problem] : entries_) {
            if (known == kind && problem.field == field) {
                ++problem.count;
                return;
            }
        }
        Problem problem;
        problem.severity = Severity::Warning;
        problem.file = file_;
        problem.layer = layer_;
        problem.field = field;
        problem.feature = feature;
        problem.say(message);
        entries_.emplace_back(kind, std::move(problem));
    }
    void note(const Sentence& message, std::int64_t feature) { note(message.text(), message, feature); }

    void moveTo(Report& report) {
        for (auto& [kind, problem] : entries_) report.add(std::move(problem));
        entries_.clear();
    }

  private:
    std::string file_;
    std::string layer_;
    std::vector<std::pair<std::string, Problem>> entries_;
};

}  // namespace atlas::geodata
