#pragma once
// Why a function gives no answer, in words that can be looked up in a catalogue of translations.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "geodata/report.h"

namespace atlas::analysis {

struct Refusal {
    const char* sentence = nullptr;  ///< English, with {} for each of the words; nullptr: none
    std::vector<std::string> words;
};

/// An answer with warnings, or, in its report and in `refusal`, why there is none.
template <class T>
struct Answer : geodata::Loaded<T> {
    Refusal refusal;

    /// `sentence`: a literal that assets/locale knows; the words, made to text as {} does.
    template <class... Words>
    static Answer refuse(const char* sentence, const Words&... words) {
        Answer answer;
        answer.refusal = {sentence, {fmt::format("{}", words)...}};
        geodata::Problem problem;
        problem.message = fmt::format(fmt::runtime(sentence), words...);
        answer.report.add(std::move(problem));
        return answer;
    }
};

}  // namespace atlas::analysis
