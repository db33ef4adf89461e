#pragma once
// The sweeps that viewshed() and visibleFrom() are made of. Inside engine/analysis only.

#include <cstddef>
#include <cstdint>
#include <utility>

#include "analysis/grid.h"
#include "analysis/job.h"
#include "analysis/viewshed.h"
#include "geodata/raster.h"

namespace atlas::analysis {

/// A direction's part of a circle: degrees clockwise from grid north.
class Sector {
  public:
    Sector() = default;
    /// From one direction clockwise to another; equal, or 360 apart: the whole circle.
    Sector(double from, double to);
    bool whole() const { return width_ >= 360; }
    bool narrow() const { return width_ <= 180; }
    /// Whether any direction clockwise from `a` to `b` (a <= b) lies in it.
    bool touches(double a, double b) const;
    double from() const { return from_; }
    double to() const { return from_ + width_; }

  private:
    double from_ = 0, width_ = 360;
};

/// From where, and what part of the raster is looked at: a box of cells, a circle in it, a sector of that.
struct Sight {
    const geodata::Raster& surface;
    Cell eye;
    double altitude = 0;  ///< of the eye
    double ground = 0;    ///< of its cell
    double bend = 0;      ///< curvature / diameter, per metre
    double target = 0;
    double range = 0;  ///< metres; 0: no end
    bool ownCellHides = false;
    Sector sector;
    int left = 0, right = 0, top = 0, bottom = 0;  ///< the box, right and bottom not included

    /// The eye's cell lies in the raster and has data.
    Sight(const geodata::Raster& surface, Cell eye, const ViewshedOptions& options);
    bool everything() const { return range == 0 && sector.whole(); }
    /// Columns looked at in a row, the last not included: at least those in range and sector.
    std::pair<int, int> columns(int row) const;
    /// The octants of cells, clockwise from north, that the sector touches.
    bool octant(int index) const;
};

/// Cells counted.
struct Tally {
    std::size_t visible = 0, looked = 0;
    Tally& operator+=(const Tally& more) {
        visible += more.visible;
        looked += more.looked;
        return *this;
    }
};
/// Counts results, many at a time.
class Counter {
  public:
    static constexpr int kLanes = 64;
    void add(const std::uint8_t* cells, int count);
    Tally tally();

  private:
    static constexpr int kMostRounds = 255;  // that a byte counts
    void gather();
    alignas(64) std::uint8_t seen_[kLanes] = {};
    alignas(64) std::uint8_t odd_[kLanes] = {};  ///< seen, or not looked at
    int rounds_ = 0;
    std::size_t visible_ = 0, odds_ = 0, count_ = 0;
};

/// Where the results go, as large as the raster; one of the two. Cells out of range, and in octants that the
/// sector does not touch, are left as they are.
struct SightResults {
    std::uint8_t* seen = nullptr;
    float* needed = nullptr;
    Tally tally = {};  ///< of what was written to `seen`, each cell once; without the eye's own
};

/// All but the eye's own cell. false: cancelled.
bool sweepSight(const Sight& sight, SightResults& results, const Job& job);

/// Takes out of a row what lies outside the sector.
void keepSector(const Sight& sight, int row, std::uint8_t* seen);
void keepSector(const Sight& sight, int row, float* needed);

}  // namespace atlas::analysis
