#pragma once
// A distribution with a brush over it.

#include <imgui.h>

#include <optional>
#include <span>
#include <vector>

namespace atlas::ui {

/// What is brushed, as shares of the track from its left end; an end that stands at the track's is none.
struct Brush {
    std::optional<float> from, to;  ///< 0..1
    bool operator==(const Brush&) const = default;
};

struct HistogramLook {
    std::span<const std::size_t> front;  ///< what is there under the other conditions
    std::span<const std::size_t> back;   ///< everything, as long as `front`
    float height = 0;                    ///< pixels
    bool inverted = false;               ///< what is outside of the brush counts
    int steps = 0;                       ///< the brush's ends fall on so many equal steps; 0: anywhere
};

/// Pull an end to move it, the middle to move both, elsewhere to brush anew; a double click clears. Heights
/// of bars grow with the square root, so that single ones are seen beside hundreds. True when the brush
/// changed.
bool histogramBrush(const char* id, Brush& brush, const HistogramLook& look);

}  // namespace atlas::ui
