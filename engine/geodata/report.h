#pragma once
// What a loader says beside its value. Loaders never throw and never abort on bad data, however broken:
// they return a Loaded<T>, whose report names file, layer, field and feature, and what was expected.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace atlas::geodata {

enum class Severity { Warning, Error };

/// Gives an English text in a person's language; empty: English stays.
using Tongue = std::function<const char*(const char*)>;

/// English whose varying words stand apart, so that it can be said in another language. Value type.
class Sentence {
  public:
    Sentence() = default;
    /// As it stands, in every language: a name, a number, what GDAL or PROJ said.
    Sentence(std::string said) : text_(std::move(said)) {}
    Sentence(const char* said) : text_(said) {}
    /// `pattern`: a literal that the catalogue of translations knows, with {} for each word in turn.
    Sentence(const char* pattern, std::vector<Sentence> words);
    /// One after the other.
    static Sentence joined(std::vector<Sentence> parts) { return {"", std::move(parts)}; }

    const std::string& text() const { return text_; }  ///< English
    std::string in(const Tongue& tongue) const;

  private:
    std::string text_;
    const char* pattern_ = nullptr;
    std::vector<Sentence> words_;
};

/// A sentence to be translated: said("it does not lie where {} is defined", name). Words made by said() are
/// translated, too.
template <class... Words>
Sentence said(const char* pattern, Words&&... words) {
    return {pattern, std::vector<Sentence>{Sentence(std::forward<Words>(words))...}};
}

/// One thing that is wrong with a source. Empty members mean "does not apply".
struct Problem {
    Severity severity = Severity::Error;
    std::string file;   ///< as the caller named it (path, URL, connection string)
    std::string layer;  ///< sub-layer inside the file
    std::string field;  ///< field, or key of a catalogue
    std::int64_t feature =
        -1;                  ///< feature id as the source numbers it; -1 when it concerns no single feature
    std::int64_t line = -1;  ///< 1-based line of a text file; -1 unknown
    std::string message;     ///< what is wrong and what was expected, one sentence, English
    std::int64_t count = 1;  ///< how many features show the same problem; `feature` is the first
    Sentence sentence;       ///< `message` for translation, where say() gave it

    /// Sets `message` and `sentence`.
    void say(Sentence what);
};

/// Problems in the order found. Value type; one thread at a time.
class Report {
  public:
    void add(Problem problem) { problems_.push_back(std::move(problem)); }
    void append(const Report& other);
    const std::vector<Problem>& problems() const { return problems_; }
    bool hasErrors() const;
    bool empty() const { return problems_.empty(); }
    /// One problem a line: "error: FILE: layer L: field F: feature N: message".
    std::string text(const Tongue& tongue = {}) const { return sentence().in(tongue); }
    Sentence sentence() const;  ///< what text() says

  private:
    std::vector<Problem> problems_;
};

/// The line text() writes for one problem.
std::string toText(const Problem& problem, const Tongue& tongue = {});

/// A value if there is one, with what was noticed on the way. `value` is empty exactly when the report has an
/// error that made it impossible to give one; warnings may accompany a value.
template <class T>
struct Loaded {
    std::optional<T> value;
    Report report;
    explicit operator bool() const { return value.has_value(); }
    T& operator*() { return *value; }
    const T& operator*() const { return *value; }
    T* operator->() { return &*value; }
    const T* operator->() const { return &*value; }
};

}  // namespace atlas::geodata
