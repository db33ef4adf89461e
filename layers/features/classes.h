#pragma once
// An automatic style for data nobody has styled: which field tells features apart, into which classes its
// values fall, and in which colours.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/feature_table.h"

namespace atlas::layers {

/// A set of features that look alike.
struct FeatureClass {
    enum class Meaning { Value, Others, NoValue };
    Meaning meaning = Meaning::Value;
    std::string label;                             ///< the value or "low – high"; empty unless a Value
    std::array<float, 3> color{0.5F, 0.5F, 0.5F};  ///< sRGB 0..1
    std::size_t features = 0;                      ///< at least 1
    /// What switches it in a session: stable as long as the data is the same.
    std::string key() const;
};

struct Classes {
    enum class Kind { One, Categories, Ranges };
    Kind kind = Kind::One;
    std::string field;  ///< "" = all features alike
    std::vector<FeatureClass> classes;
    std::vector<std::uint8_t> ofRow;  ///< index into classes, one a row
};

constexpr std::size_t kMostCategories = 12;  ///< the most frequent; all others are one class
constexpr std::size_t kRanges = 6;

/// Texts, and whole numbers of few values: a class a value, the most frequent first, in colours that people
/// who see colours differently tell apart (Okabe and Ito 2008, continued from Tol 2021). Numbers, texts that
/// are all numbers, and dates: quantile ranges from dark to light (cividis, Nuñez et al. 2018), named by the
/// least and greatest value that fall into them; equal values are never split. An empty or unknown field: one
/// class. Pure, any thread.
Classes classify(const geodata::FeatureTable& table, std::string_view field);

/// The fields that classify() tells something about: more than one value, and not one value a feature for
/// texts. In the table's order.
std::vector<std::string> fieldsForColor(const geodata::FeatureTable& table);

/// The field most people would want to see first: a text with a few values, else a number that is no id;
/// "" = none.
std::string suggestedField(const geodata::FeatureTable& table);

/// Roles that well-known field names play: name, name_en, height, levels. By role.
std::map<std::string, std::string> guessedRoles(const geodata::FeatureTable& table);

}  // namespace atlas::layers
