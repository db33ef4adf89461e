#pragma once
// How a command gives up: with a sentence for the person and, by its type, the exit status. Caught in
// runCommandLine and where the window lives on.

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "geodata/report.h"
#include "ui/translations.h"

namespace atlas::app {

/// A sentence that can be said in the person's language. what() is the English one.
class Failure : public std::runtime_error {
  public:
    /// `said`: in whatever language it is, as it stands.
    explicit Failure(const std::string& said) : std::runtime_error(said) {}
    /// All of a report, a line each.
    explicit Failure(const geodata::Report& report) : Failure(Parts{"{}", {report.sentence()}}) {}
    /// `message`: English, a literal that the catalogue of translations knows, with {} for each word. Reports
    /// and geodata::Sentence are said in the person's language, too.
    template <typename... Words>
    explicit Failure(const char* message, const Words&... words)
        : Failure(Parts{message, {sentence(words)...}}) {}

    std::string in(const ui::Translations& texts) const {
        return message_ == nullptr ? what() : filled(texts.tr(message_), words_, texts.tongue());
    }

  private:
    struct Parts {
        const char* message;
        std::vector<geodata::Sentence> words;
    };
    explicit Failure(Parts parts)
        : std::runtime_error(filled(parts.message, parts.words, {})),
          message_(parts.message),
          words_(std::move(parts.words)) {}
    template <typename Word>
    static geodata::Sentence sentence(const Word& word) {
        if constexpr (std::is_same_v<Word, geodata::Report>)
            return word.sentence();
        else if constexpr (std::is_same_v<Word, geodata::Sentence>)
            return word;
        else
            return fmt::format("{}", word);
    }
    static std::string filled(const char* message, const std::vector<geodata::Sentence>& words,
                              const geodata::Tongue& tongue);

    const char* message_ = nullptr;
    std::vector<geodata::Sentence> words_;
};

/// Data or work failed: exit status 1.
class WorkError : public Failure {
  public:
    using Failure::Failure;
};

/// Wrong usage: exit status 2.
class UsageError : public Failure {
  public:
    using Failure::Failure;
};

}  // namespace atlas::app
