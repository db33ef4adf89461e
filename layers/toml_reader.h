#pragma once
// Reading a TOML table key by key, with file, line and key in every complaint. Inside the catalogue reader
// only.

#include <toml++/toml.h>

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "geodata/report.h"
#include "layers/catalog.h"

namespace atlas::layers {

/// What all tables of one file share. One thread.
struct TomlContext {
    std::string file;              ///< as the caller named it
    std::filesystem::path folder;  ///< relative paths are resolved against it
    geodata::Report report;

    void complain(geodata::Severity severity, const std::string& key, const toml::node* where,
                  geodata::Sentence message);
};

/// One table. Each getter notes the key as known, reports a wrong type as an error and then returns the
/// fallback; finish() warns about the keys nobody asked for. Never throws.
class TomlReader {
  public:
    /// `path` is the table's own name in messages, "" for the root.
    TomlReader(const toml::table& table, std::string path, TomlContext& context)
        : table_(table), path_(std::move(path)), context_(context) {}

    enum class Need { Optional, Required };

    std::string text(std::string_view key, Need need = Need::Optional);
    std::vector<std::string> texts(std::string_view key);  ///< the strings of an array
    std::string textOrNumber(std::string_view key);        ///< a string, or a whole number as one
    std::optional<bool> boolean(std::string_view key);
    bool boolean(std::string_view key, bool fallback) { return boolean(key).value_or(fallback); }
    /// Finite numbers only; out of [low, high] is an error.
    std::optional<double> number(std::string_view key, double low, double high);
    Localized localized(std::string_view key, Need need = Need::Optional);
    /// A string or a TOML date-time; ISO 8601 with an offset.
    std::string time(std::string_view key);
    std::string path(std::string_view key, Need need = Need::Optional);  ///< resolved, see resolveSource
    std::vector<std::string> paths(std::string_view key);  ///< a list of them; other elements are errors
    const toml::table* table(std::string_view key, Need need = Need::Optional);
    /// An array of tables ([[key]]); elements of another type are errors and left out.
    std::vector<const toml::table*> tables(std::string_view key);
    const toml::array* array(std::string_view key);
    void finish();

    void error(std::string_view key, geodata::Sentence message);
    void warning(std::string_view key, geodata::Sentence message);
    std::string keyPath(std::string_view key) const;
    int line() const { return static_cast<int>(table_.source().begin.line); }

  private:
    const toml::node* find(std::string_view key, Need need, const geodata::Sentence& expected);
    void wrongType(std::string_view key, const toml::node& node, const geodata::Sentence& expected);

    const toml::table& table_;
    std::string path_;
    TomlContext& context_;
    std::set<std::string, std::less<>> known_;
};

/// Relative file names are resolved against `folder`; absolute ones and what GDAL reads as a connection
/// ("/vsicurl/…", "PG:…", "https://…", inline XML or JSON) stay as they are.
std::string resolveSource(const std::string& source, const std::filesystem::path& folder);

}  // namespace atlas::layers
