#pragma once
// What a loader says beside its value. Loaders never throw and never abort on bad data, however broken:
// they return a Loaded<T>, whose report names file, layer, field and feature, and what was expected.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace atlas::geodata {

enum class Severity { Warning, Error };

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
    std::string text() const;

  private:
    std::vector<Problem> problems_;
};

/// The line text() writes for one problem.
std::string toText(const Problem& problem);

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
