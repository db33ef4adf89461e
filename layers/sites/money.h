#pragma once
// Investments as people type them.

#include <optional>
#include <string_view>

namespace atlas::layers {

constexpr double kMostYi = 9e10;  ///< 亿元 (10^8 yuan): the most that a sum in yuan holds of one row

/// "1.2亿", "5000 万", "1.2" (亿), "300 million", "1.5bn", with separators of thousands and full-width
/// digits: 亿元 (10^8 yuan), not below 0. nullopt: no such amount. Pure.
std::optional<double> parseMoney(std::string_view text);

}  // namespace atlas::layers
