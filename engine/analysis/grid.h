#pragma once
// Grids that the other functions work on: the ground as one raster, parts of it, coarser ones, and sets of
// cells. All pure, any thread.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "analysis/job.h"
#include "geodata/feature_table.h"
#include "geodata/geometry.h"
#include "geodata/raster.h"
#include "terrain/height_field.h"

namespace atlas::analysis {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();  ///< a cell without a value

/// Position of a cell; row 0 northernmost.
struct Cell {
    int column = 0, row = 0;
    bool operator==(const Cell&) const = default;
};

/// Where the cells of a raster lie, without values (`values` empty).
geodata::Raster shapeOf(const geodata::Raster& raster);
/// A raster without values (NaN everywhere) of the shape and CRS of another.
geodata::Raster emptyLike(const geodata::Raster& shape);

/// The cell a place lies in; nullopt outside (or NaN).
std::optional<Cell> cellAt(const geodata::Raster& raster, geodata::Point2 place);
geodata::Point2 centerOf(const geodata::Raster& raster, Cell cell);

/// Cells of groundRaster() where a source is too large for memory.
constexpr double kMostPagedCells = 4e6;

/// The ground in `box` (map CRS; clipped to the field) as one raster. A single source is copied cell by cell;
/// several are resampled (bilinear, by priority) at the finest source's cell. Ground that stays in its files
/// is resampled to at most kMostPagedCells: the cell is then larger than the source's, and it blocks while it
/// reads. Empty raster (width 0) when
/// there is no ground. `crs` is written into the raster.
geodata::Raster groundRaster(const terrain::HeightField& ground, const geodata::Extent& box,
                             const std::string& crs);

/// The cells whose centres lie in `box`. May be empty (width 0).
geodata::Raster cropped(const geodata::Raster& raster, const geodata::Extent& box);

/// Means of `stride` x `stride` cells (of those with data), for an answer at once. Cells of the last row and
/// column may be means of fewer. stride 1: a copy.
geodata::Raster coarsened(const geodata::Raster& raster, int stride);

/// A set of cells: one bit each, rows begin on a word.
class CellSet {
  public:
    CellSet() = default;
    CellSet(int width, int height)
        : width_(width),
          height_(height),
          words_((width + 63) / 64),
          bits_(static_cast<std::size_t>(words_) * static_cast<std::size_t>(height), 0) {}

    int width() const { return width_; }
    int height() const { return height_; }
    int wordsARow() const { return words_; }
    bool has(int column, int row) const { return (this->row(row)[column / 64] >> (column % 64)) & 1U; }
    void add(int column, int row) { this->row(row)[column / 64] |= std::uint64_t{1} << (column % 64); }
    void addRun(int first, int last, int row);  ///< columns first..last, both included
    std::uint64_t* row(int r) { return bits_.data() + static_cast<std::size_t>(r) * words_; }
    const std::uint64_t* row(int r) const { return bits_.data() + static_cast<std::size_t>(r) * words_; }
    std::size_t count() const;
    bool empty() const { return count() == 0; }

  private:
    int width_ = 0, height_ = 0, words_ = 0;
    std::vector<std::uint64_t> bits_;
};

/// Cells whose centre lies inside the polygons (even-odd rule) of the rows that `wanted` names (empty: all),
/// in the shape of `raster`. The table is in the raster's CRS.
CellSet cellsInside(const geodata::Raster& raster, const geodata::FeatureTable& table,
                    const std::function<bool(std::size_t row)>& wanted = {});
/// The same for rings.
CellSet cellsInside(const geodata::Raster& raster, const std::vector<std::vector<geodata::Point2>>& rings);

/// Buildings put on the ground, as upright boxes: each cell whose centre is inside a footprint is raised to
/// `top`, if that is higher. Returns how many cells were raised.
struct Footprint {
    std::vector<std::vector<geodata::Point2>> rings;  ///< even-odd
    double top = 0;                                   ///< metres, same datum as the raster
};
std::size_t raise(geodata::Raster& heights, const std::vector<Footprint>& footprints);

}  // namespace atlas::analysis
