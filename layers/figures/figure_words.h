#pragma once
// A reported figure in words.

#include <string>
#include <string_view>

namespace atlas::layers {

/// "1500" with "{} 亿元以上" is "1500 亿元以上"; a unit without a place for the number follows it. "{*10000}"
/// is that many times the number, in English: "1191" with "{*10000} visits" is "11.91 million visits". A
/// value that is no number stays as it is. Pure.
std::string withUnit(std::string_view value, std::string_view unit);

/// Whether figures of this unit (as the source tables write it) are changes against a year before. Pure.
bool isChange(std::string_view unit);

}  // namespace atlas::layers
