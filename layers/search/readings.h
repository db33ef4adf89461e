#pragma once
// Characters that names of places read otherwise than ICU does when it sees them alone.

#include <span>
#include <string_view>

namespace atlas::layers {

/// The readings of a simplified character in names, pinyin without tones; empty for most. Not a dictionary:
/// only what a place's own Latin name shows, of the bundled map or of a large city; the comments in the table
/// name it. Any thread.
std::span<const std::string_view> otherReadings(char32_t character);

}  // namespace atlas::layers
