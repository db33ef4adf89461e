#pragma once
// The section of the ground along a line, as it is drawn and handed on. No GL; any thread.

#include <string>
#include <vector>

#include "analysis/profile.h"
#include "app/line_crossings.h"

namespace atlas::app {

struct Section {
    analysis::Profile profile;
    std::vector<geodata::Point2> degrees;    ///< of each point: longitude, latitude (WGS 84)
    std::vector<char> extrapolated;          ///< of each point: its height is no measured one
    std::vector<NamedCrossing> crossings;    ///< by distance
    std::vector<geodata::Point2> crossedAt;  ///< of each crossing: longitude, latitude
    std::string crs;                         ///< of the places

    /// Whether the piece from a point to the next has heights at both and one of them is extrapolated.
    bool isExtrapolated(std::size_t piece) const;
    double extrapolatedLength() const;  ///< metres on the flat
    /// Metres at a distance along the line; NaN where there is no data.
    double heightAt(double distance) const;
};

}  // namespace atlas::app
