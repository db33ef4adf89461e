#include "app/refusals.h"

#include <fmt/args.h>
#include <fmt/format.h>

namespace atlas::app {

std::string said(const ui::Translations& texts, const analysis::Refusal& refusal) {
    if (refusal.sentence == nullptr) return {};
    fmt::dynamic_format_arg_store<fmt::format_context> words;
    for (const std::string& word : refusal.words) words.push_back(word);
    return fmt::vformat(texts.tr(refusal.sentence), words);
}

}  // namespace atlas::app
