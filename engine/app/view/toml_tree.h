#pragma once
// TOML as a tree of nlohmann::json values, so that one reader serves new files and old JSON ones.

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace atlas::app {

/// What could be read of a text. Lines are counted from 1.
struct TomlText {
    bool whole = false;  ///< without a mistake
    int line = -1;       ///< of the mistake
    std::string reason;  ///< what is wrong there
};

/// Reads TOML into an object. Dates and times become binary values that hold their text, so that
/// treeToToml() gives them back as they were. Of a text with a mistake the lines before it are used as far as
/// they make sense by themselves; null when there are none. Pure, any thread, never throws.
nlohmann::json treeFromToml(const std::string& text, TomlText& told);

/// The object as TOML, keys sorted, tables after plain values. Nulls are left out, and so are keys that are
/// empty or hold a tab, a line break or an apostrophe; bytes that are not UTF-8 become U+FFFD. Pure, any
/// thread.
std::string treeToToml(const nlohmann::json& object);

/// Adds to `into` what it lacks of `extra`, table by table; what is there stays. Both are objects.
void mergeMissing(nlohmann::json& into, const nlohmann::json& extra);

}  // namespace atlas::app
