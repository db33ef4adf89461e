#include "analysis/sight_octant.h"

#include <algorithm>
#include <array>
#include <boost/align/aligned_allocator.hpp>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "analysis/sight_lines.h"
#include "analysis/transpose.h"

namespace atlas::analysis {

namespace {

constexpr int kLines = 256;      // that are looked at together
constexpr int kRowCells = 2048;  // of a patch of rows: what the lines hand on stays in the near caches
constexpr int kCells = 256;      // of a patch of columns: turned it stays there, too

/// How an octant lies: whether its lines are columns, to which side they go, and to which their cells.
struct Lie {
    bool columns = false;
    int step = 1, side = 1;
};
constexpr std::array<Lie, 8> kLies{{{false, -1, 1},
                                    {true, 1, -1},
                                    {true, 1, 1},
                                    {false, 1, 1},
                                    {false, 1, -1},
                                    {true, -1, 1},
                                    {true, -1, -1},
                                    {false, -1, -1}}};

/// Lines j .. j + count - 1, cells begin .. begin + size - 1 from the axis.
struct Part {
    int j = 0, count = 0;
    int begin = 0, size = 0;
};

template <class T>
using Aligned = std::vector<T, boost::alignment::aligned_allocator<T, 64>>;

template <class T>
class Octant {
  public:
    Octant(const Sight& sight, const Lie& lie, T* results)
        : sight_(sight),
          lie_(lie),
          results_(results),
          width_(static_cast<std::size_t>(sight.surface.width)),
          along_(lie.columns ? sight.surface.cellX : sight.surface.cellY),
          across_(lie.columns ? sight.surface.cellY : sight.surface.cellX),
          bend_(static_cast<float>(sight.bend * across_ * across_)) {
        const int left = sight.eye.column - sight.left;
        const int right = sight.right - 1 - sight.eye.column;
        const int up = sight.eye.row - sight.top;
        const int down = sight.bottom - 1 - sight.eye.row;
        if (lie.columns) {
            lines_ = lie.step > 0 ? right : left;
            cells_ = lie.side > 0 ? down : up;
        } else {
            lines_ = lie.step > 0 ? down : up;
            cells_ = lie.side > 0 ? right : left;
        }
        // No cell asks one that lies further off to its side: what is not wanted there need not be known.
        cells_ = std::min(cells_, lines_);
    }

    // Strip after strip of cells, each along all lines: what lies side by side in memory is read then.
    Tally look(const Job& job) {
        if (lines_ == 0 || reach(1) < 0) return {};
        all_.reserve(static_cast<std::size_t>(lines_) + 1);
        for (int j = 0; j <= lines_ && (j == 0 || reach(j) >= 0); ++j) all_.push_back(line(std::max(j, 1)));
        lines_ = static_cast<int>(all_.size()) - 1;
        // Cell 1 begins a cache line where cells lie after the axis, and ends one where they lie before.
        numbers_.resize(kLead + static_cast<std::size_t>(cells_) / 16 * 16 + 17);
        for (std::size_t i = 0; i < numbers_.size(); ++i)
            numbers_[i] =
                lie_.side > 0 ? static_cast<float>(i) - kLead : static_cast<float>(numbers_.size() - 1 - i);
        lookNext();
        lookStraightAhead();
        handed_.resize(std::size_t{2} * kHanded);
        if (lie_.columns) {
            heights_.resize(std::size_t{kLines} * kPitch);
            found_.resize(std::size_t{kLines} * kPitch);
            turned_.resize(std::size_t{kLines} * kCells);
        }
        Part part = band(2, 1);
        while (part.count > 0 && !job.cancelled()) {
            if (lie_.columns)
                lookAtColumns(part);
            else
                lookAtRows(part);
            part = partAfter(part);
        }
        return counter_.tally();
    }

  private:
    static constexpr int kLead = 15;                // what cell 1 follows, where it begins a cache line
    static constexpr int kHanded = kRowCells + 32;  // places for a line and one at each end
    // An odd number of cache lines: the lines of a patch then do not take each other's place in the cache.
    static constexpr std::size_t kPitch = kCells + 16;

    /// The last cell of line j in the octant and in range; below 0: the line is out of range.
    int reach(int j) const {
        const int most = std::min(j, cells_);
        if (sight_.range <= 0) return most;
        const double metres = j * along_;
        const double rest = sight_.range * sight_.range - metres * metres;
        if (rest < 0) return -1;
        return std::min(most, static_cast<int>(std::min(std::sqrt(rest) / across_ + 1e-9, 1e9)));
    }
    Line line(int j) const {
        const double metres = j * along_;
        const auto inverse = static_cast<float>(1.0 / j);
        return {inverse, static_cast<float>(sight_.altitude + sight_.bend * metres * metres),
                static_cast<float>(sight_.target) * inverse, static_cast<float>(j), reach(j)};
    }

    /// Of the cells from `begin` on, the first part of the lines from j on that are looked at together.
    /// Columns begin and end with cache lines where those of the raster do. count 0: all are out of range.
    Part band(int j, int begin) const {
        int count = kLines;
        if (lie_.columns) {
            const int column = sight_.eye.column + lie_.step * j;
            count = lie_.step > 0 ? kLines - column % kLines : column % kLines + 1;
        }
        count = std::min(count, lines_ - j + 1);
        Part part{j, 0, begin};
        int most = 0;
        while (part.count < count && of(j + part.count).reach >= begin)
            most = std::max(most, of(j + part.count++).reach);
        part.size = std::clamp(most - begin + 1, 0, lie_.columns ? kCells : kRowCells);
        return part;
    }
    Part partAfter(const Part& part) const {
        const Part along = band(part.j + part.count, part.begin);
        if (along.count > 0) return along;
        const int begin = part.begin + (lie_.columns ? kCells : kRowCells);
        return band(std::max(begin, 2), begin);
    }
    const Line& of(int j) const { return all_[static_cast<std::size_t>(j)]; }

    /// In the raster: cell i of line j.
    std::size_t at(int j, int i) const {
        const int row = sight_.eye.row + (lie_.columns ? lie_.side * i : lie_.step * j);
        const int column = sight_.eye.column + (lie_.columns ? lie_.step * j : lie_.side * i);
        return static_cast<std::size_t>(row) * width_ + static_cast<std::size_t>(column);
    }
    /// The northernmost, westernmost cell of a part.
    std::size_t corner(const Part& part) const {
        const bool backward = lie_.columns && lie_.step < 0;
        return at(backward ? part.j + part.count - 1 : part.j,
                  lie_.side > 0 ? part.begin : part.begin + part.size - 1);
    }
    /// The steepness of cells begin .. begin + size - 1 of the last line, in the raster's order.
    float* steepness(int begin, int size) {
        return steepness_.data() + (lie_.side > 0 ? begin : cells_ - (begin + size - 1));
    }
    /// How far from the axis the cells of a part lie, in the raster's order.
    const float* numbers(const Part& part) const {
        const auto far = static_cast<std::ptrdiff_t>(numbers_.size()) - 1;
        return numbers_.data() + (lie_.side > 0 ? kLead + part.begin : far - (part.begin + part.size - 1));
    }
    void keep(std::size_t at, T answer) {
        results_[at] = answer;
        if constexpr (!std::is_same_v<T, float>) counter_.add(&answer, 1);
    }

    /// Line 1: the cell straight ahead and that on the diagonal.
    void lookNext() {
        steepness_.assign(static_cast<std::size_t>(cells_) + 1, 0);
        const float own = sight_.ownCellHides ? static_cast<float>(sight_.ground - sight_.altitude) : kOpen;
        const Line& first = of(1);
        for (int i = 0; i <= first.reach; ++i) {
            // gdal_viewshed always sees the cells to the left and right of the observer's.
            const float hides = i == 0 && lie_.columns ? kOpen : own;
            const float z = sight_.surface.values[at(1, i)];
            const float steep = z - first.eye - static_cast<float>(i * i) * bend_;
            (i == 0 ? ahead_ : *steepness(1, 1)) = steep > hides ? steep : hides;
            if (i == 0 ? lie_.side > 0 : !lie_.columns)
                keep(at(1, i), answerOf<T>(z, steep, hides, first.gain, first.number));
        }
    }
    /// The cells on the axis: each hides the next.
    void lookStraightAhead() {
        edges_.resize(all_.size());
        for (int j = 2; j <= lines_; ++j) {
            const Line& here = of(j);
            const std::size_t cell = at(j, 0);
            const float z = sight_.surface.values[cell];
            const float steep = (z - here.eye) * here.inverse;
            const float hides = edges_[static_cast<std::size_t>(j)] = ahead_;
            ahead_ = steep > hides ? steep : hides;
            if (lie_.side > 0) keep(cell, answerOf<T>(z, steep, hides, here.gain, here.number));
        }
    }

    void lookAt(const Part& part, const Patch<T>& patch) {
        float* held = steepness(part.begin, part.size);
        float* before = handed_.data() + kLead;
        Handed handed{before, before + kHanded, edges_.data() + part.j};
        std::copy(held, held + part.size, handed.before + 1);
        std::copy(held, held + part.size, handed.after + 1);
        atlas::analysis::look(lie_.side, &of(part.j), part.count, patch, bend_, handed);
        std::copy(handed.before + 1, handed.before + 1 + part.size, held);
        if constexpr (!std::is_same_v<T, float>) count(part, patch);
    }
    void lookAtRows(const Part& part) {
        const std::size_t first = corner(part);
        const auto pitch = lie_.step * static_cast<std::ptrdiff_t>(width_);
        lookAt(part, {part.begin, part.size, numbers(part), sight_.surface.values.data() + first, pitch,
                      results_ + first, pitch});
    }

    // Columns lie far apart in memory: they are turned into lines, looked at, and turned back.
    void lookAtColumns(const Part& part) {
        const std::size_t corner = this->corner(part);
        transposePart(sight_.surface.values.data() + corner, width_, heights_.data(), kPitch, part.size,
                      part.count);
        const std::size_t first = lie_.step > 0 ? 0 : static_cast<std::size_t>(part.count - 1) * kPitch;
        const auto pitch = lie_.step * static_cast<std::ptrdiff_t>(kPitch);
        lookAt(part, {part.begin, part.size, numbers(part), heights_.data() + first, pitch,
                      found_.data() + first, pitch});
        T* to = results_ + corner;
        const int last = part.begin + part.size - 1;
        const auto reachesAll = [&](const Line& line) { return line.reach >= last; };
        if (last < part.j && std::all_of(&of(part.j), &of(part.j) + part.count, reachesAll)) {
            transposePart(found_.data(), kPitch, to, width_, part.count, part.size);
        } else {
            transposePart(found_.data(), kPitch, turned_.data(), kLines, part.count, part.size);
            putBack(part, to);
        }
    }
    /// What was found of the columns, without the diagonal; `to`: where the part's corner is.
    void putBack(const Part& part, T* to) const {
        int end = part.count;  // lines that reach a row, from its own place on the diagonal
        for (int i = part.begin; i < part.begin + part.size; ++i) {
            while (end > 0 && of(part.j + end - 1).reach < i) --end;
            const int start = std::max(0, i + 1 - part.j);
            if (start >= end) continue;
            const int row = lie_.side > 0 ? i - part.begin : part.begin + part.size - 1 - i;
            const int column = lie_.step > 0 ? start : part.count - end;
            const T* from = turned_.data() + static_cast<std::size_t>(row) * kLines + column;
            std::copy(from, from + (end - start), to + static_cast<std::size_t>(row) * width_ + column);
        }
    }
    void count(const Part& part, const Patch<T>& patch) {
        for (int k = 0; k < part.count; ++k) {
            const int most =
                lie_.columns ? std::min(of(part.j + k).reach, part.j + k - 1) : of(part.j + k).reach;
            const int cells = std::clamp(most - part.begin + 1, 0, part.size);
            const int first = lie_.side > 0 ? 0 : part.size - cells;
            counter_.add(patch.found + k * patch.foundPitch + first, cells);
        }
    }

    const Sight& sight_;
    const Lie& lie_;
    T* results_;
    std::size_t width_;
    double along_, across_;
    float bend_;
    int lines_ = 0, cells_ = 0;
    Counter counter_;
    std::vector<Line> all_;         ///< lines, by their number
    float ahead_ = 0;               ///< steepness of the last line's cell on the axis
    std::vector<float> steepness_;  ///< of its other cells
    std::vector<float> edges_;      ///< as Handed::edge, of all lines
    Aligned<float> numbers_;        ///< of cells from the axis, in the raster's order
    Aligned<float> handed_;
    Aligned<float> heights_;  ///< of a part, columns as lines
    Aligned<T> found_, turned_;
};

}  // namespace

Tally lookAtOctant(const Sight& sight, int index, std::uint8_t* seen, const Job& job) {
    return Octant<std::uint8_t>(sight, kLies[static_cast<std::size_t>(index)], seen).look(job);
}
void lookAtOctant(const Sight& sight, int index, float* needed, const Job& job) {
    Octant<float>(sight, kLies[static_cast<std::size_t>(index)], needed).look(job);
}

}  // namespace atlas::analysis
