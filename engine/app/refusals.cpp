#include "app/refusals.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace atlas::app {

std::string said(const ui::Translations& texts, const analysis::Refusal& refusal) {
    if (refusal.sentence == nullptr) return {};
    fmt::dynamic_format_arg_store<fmt::format_context> words;
    for (const std::string& word : refusal.words) words.push_back(word);
    return fmt::vformat(texts.tr(refusal.sentence), words);
}

WorkError refused(const analysis::Refusal& refusal) {
    // As many words as any refusal has; those that its sentence does not ask for are not said.
    std::array<std::string, 6> words;
    std::copy_n(refusal.words.begin(), std::min(words.size(), refusal.words.size()), words.begin());
    return WorkError(refusal.sentence, words[0], words[1], words[2], words[3], words[4], words[5]);
}

}  // namespace atlas::app
