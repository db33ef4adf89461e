#pragma once
// Whose heights the map's ground is made of, for files that are handed on.

#include <string>
#include <string_view>

#include "app/district.h"

namespace atlas::app {

/// Name, origin and licence of every terrain that was read, in "zh" or "en". Any thread.
std::string groundSource(const District& district, std::string_view language);

}  // namespace atlas::app
