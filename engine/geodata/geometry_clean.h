#pragma once
// Takes what cannot be drawn out of a GeometryColumn.

#include <cstdint>
#include <functional>

#include "geodata/feature_table.h"

namespace atlas::geodata {

enum class CleanOutcome {
    VerticesDropped,  ///< vertices were not finite; the rest is drawn
    PartsDropped,     ///< parts or holes had too few points; the rest is drawn
    LostNotFinite,    ///< nothing is left, for vertices were not finite: the row has GeometryType::None
    LostTooShort      ///< nothing is left, for parts had too few points: likewise
};

/// Removes vertices that are not finite, lines of fewer than 2 points and rings of fewer than 4 (closing
/// point included); in place, in one pass. Calls changed(row, what) for each row it had to change.
void cleanGeometry(GeometryColumn& column, const std::function<void(std::size_t, CleanOutcome)>& changed);

}  // namespace atlas::geodata
