#pragma once
// How a layer is drawn, as data: a TOML file that is read again while the program runs.

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "geodata/report.h"

namespace atlas::layers {

/// A colour with opacity, sRGB 0..1 and 0..1.
using StyleColor = std::array<float, 4>;

/// Values by dotted key ("border.width", "night.glow"). A layer asks with its default: what the file leaves
/// out stays as the layer draws it. On a dark theme "dark.KEY" goes before KEY. One thread.
class Style {
  public:
    using Value = std::variant<double, bool, std::string, StyleColor>;

    Style() = default;
    Style(std::string file, std::map<std::string, Value, std::less<>> values)
        : file_(std::move(file)), values_(std::move(values)) {}

    /// Whether the values of the table `dark` are in force.
    void setDark(bool dark) { dark_ = dark; }

    /// Finite; outside [low, high] or of another type: the default, and a warning in report().
    double number(std::string_view key, double fallback, double low = -1e9, double high = 1e9) const;
    bool flag(std::string_view key, bool fallback) const;
    std::string text(std::string_view key, std::string_view fallback) const;
    /// "#RRGGBB" or "#RRGGBBAA" in the file.
    StyleColor color(std::string_view key, StyleColor fallback) const;

    /// What was of a wrong type or out of range when asked for, and, with `unknown`, the keys nobody asked
    /// for.
    geodata::Report report(bool unknown = true) const;
    const std::string& file() const { return file_; }

  private:
    template <class Wanted>
    const Wanted* find(std::string_view key, const char* expected) const;
    void warn(std::string_view key, const geodata::Sentence& message) const;

    std::string file_;
    bool dark_ = false;
    std::map<std::string, Value, std::less<>> values_;
    mutable std::set<std::string, std::less<>> asked_;
    mutable std::map<std::string, geodata::Sentence, std::less<>> wrong_;  ///< by key
};

/// Reads a style. TOML errors name file and line; a string that starts with '#' and is no colour is an error
/// with its key. An error means that the last good style is to be kept. Blocks, any thread, never throws.
geodata::Loaded<Style> loadStyle(const std::string& file);

}  // namespace atlas::layers
