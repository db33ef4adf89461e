#pragma once
// How a command gives up: with a sentence for the person and, by its type, the exit status. Caught in
// runCommandLine and where the window lives on.

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "ui/translations.h"

namespace atlas::app {

/// A sentence that can be said in the person's language. what() is the English one.
class Failure : public std::runtime_error {
  public:
    /// `said`: in whatever language it is, as it stands.
    explicit Failure(const std::string& said) : std::runtime_error(said) {}
    /// `message`: English, a literal that the catalogue of translations knows, with {} for each word.
    template <typename... Words>
    explicit Failure(const char* message, const Words&... words)
        : Failure(Parts{message, {fmt::format("{}", words)...}}) {}

    std::string in(const ui::Translations& texts) const {
        return message_ == nullptr ? what() : filled(texts.tr(message_), words_);
    }

  private:
    struct Parts {
        const char* message;
        std::vector<std::string> words;
    };
    explicit Failure(Parts parts)
        : std::runtime_error(filled(parts.message, parts.words)),
          message_(parts.message),
          words_(std::move(parts.words)) {}
    static std::string filled(const char* message, const std::vector<std::string>& words);

    const char* message_ = nullptr;
    std::vector<std::string> words_;
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
