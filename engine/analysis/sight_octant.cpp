#include "analysis/sight_octant.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "analysis/sight_lines.h"
#include "analysis/transpose.h"

namespace atlas::analysis {

namespace {

constexpr int kLines = 128;  // that are looked at together: two cache lines of results where they are columns
constexpr int kRowCells = 2048;  // of a patch of rows: what the lines hand on stays in the near caches
constexpr int kCells = 128;      // of a patch of columns: turned it stays there, too
constexpr int kFew = 4;          // lines after which some rows of the next patch are turned
constexpr int kAhead = 16;  // rows that are asked for before they are turned; more would push each other out

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

/// Lines j .. j + count - 1, cells begin .. begin + size - 1 from the axis of at most `most` in these lines.
struct Part {
    int j = 0, count = 0, most = 0;
    int begin = 0, size = 0;
};

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

    Tally look(const Job& job) {
        if (lines_ == 0 || reach(1) < 0) return {};
        lookNext();
        handed_.resize(2 * (std::size_t{kRowCells} + 2));
        if (lie_.columns) {
            for (auto* room : {&heights_, &nextHeights_}) room->resize(std::size_t{kLines} * kPitch);
            found_.resize(std::size_t{kLines} * kPitch);
            turned_.resize(std::size_t{kLines} * kCells);
        }
        Part part = band(2);
        if (lie_.columns) turnRows(part, 0, part.size);
        while (part.count > 0 && !job.cancelled()) {
            if (part.begin == 1) lookStraightAhead(part);
            const Part next = partAfter(part);
            if (lie_.columns)
                lookAtColumns(part, next);
            else
                lookAtRows(part);
            part = next;
        }
        return counter_.tally();
    }

  private:
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

    /// The first part of the lines from j on that are looked at together. Columns begin and end with cache
    /// lines where those of the raster do. count 0: all are out of range.
    Part band(int j) const {
        int count = kLines;
        if (lie_.columns) {
            const int column = sight_.eye.column + lie_.step * j;
            count = lie_.step > 0 ? kLines - column % kLines : column % kLines + 1;
        }
        count = std::min(count, lines_ - j + 1);
        Part part{j};
        while (part.count < count && reach(j + part.count) >= 0)
            part.most = std::max(part.most, reach(j + part.count++));
        part.begin = 1;
        part.size = std::min(patchCells(), part.most);
        return part;
    }
    int patchCells() const { return lie_.columns ? kCells : kRowCells; }
    Part partAfter(Part part) const {
        part.begin += part.size;
        if (part.begin > part.most) return band(part.j + part.count);
        part.size = std::min(patchCells(), part.most - part.begin + 1);
        return part;
    }

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
    void keep(std::size_t at, T answer) {
        results_[at] = answer;
        if constexpr (!std::is_same_v<T, float>) counter_.add(&answer, 1);
    }

    /// Line 1: the cell straight ahead and that on the diagonal.
    void lookNext() {
        steepness_.assign(static_cast<std::size_t>(cells_) + 1, 0);
        const float own = sight_.ownCellHides ? static_cast<float>(sight_.ground - sight_.altitude) : kOpen;
        const Line first = line(1);
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
    void lookStraightAhead(const Part& part) {
        for (int k = 0; k < part.count; ++k) {
            const Line& here = band_[k] = line(part.j + k);
            const std::size_t cell = at(part.j + k, 0);
            const float z = sight_.surface.values[cell];
            const float steep = (z - here.eye) * here.inverse;
            const float hides = edge_[k] = ahead_;
            ahead_ = steep > hides ? steep : hides;
            if (lie_.side > 0) keep(cell, answerOf<T>(z, steep, hides, here.gain, here.number));
        }
    }

    /// Looks at a part; after every few lines does a share of something else: share(done, of all).
    template <class Share>
    void lookAt(const Part& part, const Patch<T>& patch, const Share& share) {
        float* held = steepness(part.begin, part.size);
        Handed handed{handed_.data(), handed_.data() + part.size + 2, nullptr};
        std::copy(held, held + part.size, handed.before + 1);
        std::copy(held, held + part.size, handed.after + 1);
        for (int k = 0; k < part.count; k += kFew) {
            Patch<T> few = patch;
            few.heights += k * patch.heightsPitch;
            few.found += k * patch.foundPitch;
            handed.edge = edge_ + k;
            atlas::analysis::look(lie_.side, band_ + k, std::min(kFew, part.count - k), few, bend_, handed);
            share(k / kFew + 1, (part.count + kFew - 1) / kFew);
        }
        std::copy(handed.before + 1, handed.before + 1 + part.size, held);
        if constexpr (!std::is_same_v<T, float>) count(part, patch);
    }
    void lookAtRows(const Part& part) {
        const std::size_t first = corner(part);
        const auto pitch = lie_.step * static_cast<std::ptrdiff_t>(width_);
        lookAt(part,
               {part.begin, part.size, sight_.surface.values.data() + first, pitch, results_ + first, pitch},
               [](int, int) {});
    }

    // Columns lie far apart in memory: they are turned into lines, looked at, and turned back. The rows of
    // the next part come in between, a few at a time, as fast as memory gives them.
    void lookAtColumns(const Part& part, const Part& next) {
        heights_.swap(nextHeights_);
        const std::size_t first = lie_.step > 0 ? 0 : static_cast<std::size_t>(part.count - 1) * kPitch;
        const auto pitch = lie_.step * static_cast<std::ptrdiff_t>(kPitch);
        int turned = 0;
        lookAt(part, {part.begin, part.size, heights_.data() + first, pitch, found_.data() + first, pitch},
               [&](int done, int all) {
                   const int rows =
                       std::min(next.size, (next.size * done / all + kAhead - 1) / kAhead * kAhead);
                   if (rows > turned) turnRows(next, turned, rows);
                   turned = rows;
                   askForResults(part, part.size * (done - 1) / all, part.size * done / all);
               });
        T* to = results_ + corner(part);
        const int last = part.begin + part.size - 1;
        const auto reachesAll = [&](const Line& line) { return line.reach >= last; };
        if (last < part.j && std::all_of(band_, band_ + part.count, reachesAll)) {
            transposePart(found_.data(), kPitch, to, width_, part.count, part.size);
        } else {
            transposePart(found_.data(), kPitch, turned_.data(), kLines, part.count, part.size);
            putBack(part, to);
        }
    }
    /// Rows of the results, which are written next.
    void askForResults(const Part& part, int from, int to) const {
#if defined(__GNUC__)
        const T* first = results_ + corner(part);
        for (int r = from; r < to; ++r)
            __builtin_prefetch(first + static_cast<std::size_t>(r) * width_, 1, 2);
#endif
    }
    /// Rows of heights, into `nextHeights_`; those that follow are asked for.
    void turnRows(const Part& part, int from, int to) {
        const float* rows = sight_.surface.values.data() + corner(part);
        const auto row = [&](int r) { return rows + static_cast<std::size_t>(r) * width_; };
#if defined(__GNUC__)
        for (int r = to; r < std::min(to + kAhead, part.size); ++r)
            for (int c = 0; c < part.count; c += 16) __builtin_prefetch(row(r) + c, 0, 2);
#endif
        transposePart(row(from), width_, nextHeights_.data() + from, kPitch, to - from, part.count);
    }
    /// What was found of the columns, without the diagonal; `to`: where the part's corner is.
    void putBack(const Part& part, T* to) const {
        int end = part.count;  // lines that reach a row, from its own place on the diagonal
        for (int i = part.begin; i < part.begin + part.size; ++i) {
            while (end > 0 && band_[end - 1].reach < i) --end;
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
            const int most = lie_.columns ? std::min(band_[k].reach, part.j + k - 1) : band_[k].reach;
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
    float ahead_ = 0;               ///< steepness of the last line's cell on the axis
    std::vector<float> steepness_;  ///< of its other cells
    Line band_[kLines];             ///< the lines that are looked at
    float edge_[kLines] = {};       ///< as Handed::edge
    std::vector<float> handed_;
    std::vector<float> heights_, nextHeights_;  ///< of a part and the next, columns as lines
    std::vector<T> found_, turned_;
};

}  // namespace

Tally lookAtOctant(const Sight& sight, int index, std::uint8_t* seen, const Job& job) {
    return Octant<std::uint8_t>(sight, kLies[static_cast<std::size_t>(index)], seen).look(job);
}
void lookAtOctant(const Sight& sight, int index, float* needed, const Job& job) {
    Octant<float>(sight, kLies[static_cast<std::size_t>(index)], needed).look(job);
}

}  // namespace atlas::analysis
