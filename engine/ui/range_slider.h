#pragma once
// Number controls that ImGui lacks.

#include <optional>
#include <span>

namespace atlas::ui {

/// A range on a logarithmic track with two handles; a bound at the track's end is none. The values'
/// distribution stands behind it as bars (not finite ones left out). True when a bound changed.
bool logRangeSlider(const char* id, std::optional<double>& low, std::optional<double>& high, double trackLow,
                    double trackHigh, std::span<const double> values);

/// A typed number that may be empty; `hint` stands in it then. Not a number: the value stays. True when it
/// changed.
bool optionalNumber(const char* id, const char* hint, std::optional<double>& value, float width);

}  // namespace atlas::ui
