#include "geodata/report.h"

#include <algorithm>
#include <string_view>

namespace atlas::geodata {

void Report::append(const Report& other) {
    problems_.insert(problems_.end(), other.problems_.begin(), other.problems_.end());
}

bool Report::hasErrors() const {
    return std::any_of(problems_.begin(), problems_.end(),
                       [](const Problem& p) { return p.severity == Severity::Error; });
}

namespace {

std::string filled(const char* pattern, const std::vector<std::string>& words) {
    std::string text;
    if (*pattern == '\0')
        for (const std::string& word : words) text += word;
    std::size_t word = 0;
    for (std::string_view left = pattern; !left.empty();) {
        const std::size_t at = left.find("{}");
        text += left.substr(0, at);
        if (at == std::string_view::npos) break;
        if (word < words.size()) text += words[word++];
        left.remove_prefix(at + 2);
    }
    return text;
}

}  // namespace

Sentence::Sentence(const char* pattern, std::vector<Sentence> words)
    : pattern_(pattern), words_(std::move(words)) {
    std::vector<std::string> english;
    english.reserve(words_.size());
    for (const Sentence& word : words_) english.push_back(word.text());
    text_ = filled(pattern_, english);
}

std::string Sentence::in(const Tongue& tongue) const {
    if (pattern_ == nullptr || !tongue) return text_;
    std::vector<std::string> spoken;
    spoken.reserve(words_.size());
    for (const Sentence& word : words_) spoken.push_back(word.in(tongue));
    return filled(*pattern_ == '\0' ? pattern_ : tongue(pattern_), spoken);
}

void Problem::say(Sentence what) {
    message = what.text();
    sentence = std::move(what);
}

namespace {

Sentence lineOf(const Problem& problem) {
    std::vector<Sentence> parts{problem.severity == Severity::Error ? said("error: ") : said("warning: ")};
    if (!problem.file.empty()) parts.emplace_back(problem.file + ": ");
    if (problem.line >= 0) parts.push_back(said("line {}: ", std::to_string(problem.line)));
    if (!problem.layer.empty()) parts.push_back(said("layer {}: ", problem.layer));
    if (!problem.field.empty()) parts.push_back(said("field {}: ", problem.field));
    if (problem.feature >= 0) parts.push_back(said("feature {}: ", std::to_string(problem.feature)));
    // A message that was set or changed by itself is what counts.
    parts.push_back(problem.sentence.text() == problem.message ? problem.sentence
                                                               : Sentence(problem.message));
    if (problem.count > 1)
        parts.push_back(said(" ({} times; this is the first)", std::to_string(problem.count)));
    return Sentence::joined(std::move(parts));
}

}  // namespace

Sentence Report::sentence() const {
    std::vector<Sentence> lines;
    lines.reserve(2 * problems_.size());
    for (const Problem& problem : problems_) {
        lines.push_back(lineOf(problem));
        lines.emplace_back("\n");
    }
    return Sentence::joined(std::move(lines));
}

std::string toText(const Problem& problem, const Tongue& tongue) {
    return lineOf(problem).in(tongue);
}

}  // namespace atlas::geodata
