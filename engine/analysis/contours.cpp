#include "analysis/contours.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

namespace {

constexpr double kMostLevels = 10000;
constexpr int kStrip = 128;  // rows that are marched together

/// A piece of a line across one square, from edge to edge. An edge is named by the cell it begins at: 2 × its
/// index when it goes east, one more when it goes south.
struct Piece {
    std::uint64_t from, to;
};

struct Band {
    std::vector<std::vector<Piece>> pieces;  ///< by level
};

// Which edges a line joins when corners are above the level, so that what is above lies to the right. Bits:
// 1 north-west, 2 north-east, 4 south-east, 8 south-west. Edges 0 north, 1 east, 2 south, 3 west; -1: none.
// 5 and 10, whose diagonals disagree, have two lines each.
constexpr int kJoins[16][4] = {{-1, -1, -1, -1}, {0, 3, -1, -1}, {1, 0, -1, -1}, {1, 3, -1, -1},
                               {2, 1, -1, -1},   {0, 1, 2, 3},   {2, 0, -1, -1}, {2, 3, -1, -1},
                               {3, 2, -1, -1},   {0, 2, -1, -1}, {1, 0, 3, 2},   {1, 2, -1, -1},
                               {3, 1, -1, -1},   {0, 1, -1, -1}, {3, 0, -1, -1}, {-1, -1, -1, -1}};

void march(const Raster& heights, int begin, int end, const std::vector<double>& levels, Band& strip) {
    strip.pieces.resize(levels.size());
    const auto width = static_cast<std::uint64_t>(heights.width);
    for (int r = begin; r < end; ++r)
        for (int c = 0; c + 1 < heights.width; ++c) {
            const double z[4] = {heights.at(c, r), heights.at(c + 1, r), heights.at(c + 1, r + 1),
                                 heights.at(c, r + 1)};
            if (std::isnan(z[0] + z[1] + z[2] + z[3])) continue;
            const double low = std::min(std::min(z[0], z[1]), std::min(z[2], z[3]));
            const double high = std::max(std::max(z[0], z[1]), std::max(z[2], z[3]));
            // Levels with a corner below and a corner at or above.
            const auto first = std::upper_bound(levels.begin(), levels.end(), low);
            if (first == levels.end() || *first > high) continue;
            const std::uint64_t cell = static_cast<std::uint64_t>(r) * width + static_cast<std::uint64_t>(c);
            const std::uint64_t edge[4] = {cell * 2, (cell + 1) * 2 + 1, (cell + width) * 2, cell * 2 + 1};
            for (auto level = first; level != levels.end() && *level <= high; ++level) {
                int corners = 0;
                for (int k = 0; k < 4; ++k) corners |= (z[k] >= *level ? 1 : 0) << k;
                const int* joins = kJoins[corners];
                auto& pieces = strip.pieces[static_cast<std::size_t>(level - levels.begin())];
                for (int k = 0; k < 4 && joins[k] >= 0; k += 2)
                    pieces.push_back({edge[joins[k]], edge[joins[k + 1]]});
            }
        }
}

Point2 placeOn(const Raster& heights, std::uint64_t edge, double level) {
    const auto width = static_cast<std::uint64_t>(heights.width);
    const std::uint64_t cell = edge / 2;
    const auto c = static_cast<int>(cell % width);
    const auto r = static_cast<int>(cell / width);
    const bool south = edge % 2 != 0;
    const double a = heights.at(c, r);
    const double b = south ? heights.at(c, r + 1) : heights.at(c + 1, r);
    const double t = (level - a) / (b - a);
    return {heights.originX + (c + 0.5 + (south ? 0 : t)) * heights.cellX,
            heights.originY - (r + 0.5 + (south ? t : 0)) * heights.cellY};
}

/// The lines of one level. Each edge is left by at most one piece and reached by at most one.
struct JoinedLines {
    std::vector<std::uint32_t> lengths;
    std::vector<Point2> vertices;
};

JoinedLines join(const Raster& heights, double level, std::vector<Piece> pieces) {
    JoinedLines lines;
    std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.from < b.from; });
    const auto leaving = [&](std::uint64_t edge) {
        const auto found =
            std::lower_bound(pieces.begin(), pieces.end(), edge,
                             [](const Piece& p, std::uint64_t value) { return p.from < value; });
        return found != pieces.end() && found->from == edge ? static_cast<std::size_t>(found - pieces.begin())
                                                            : pieces.size();
    };
    std::vector<std::size_t> next(pieces.size());
    std::vector<char> reached(pieces.size(), 0);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        next[i] = leaving(pieces[i].to);
        if (next[i] < pieces.size()) reached[next[i]] = 1;
    }
    std::vector<char> used(pieces.size(), 0);
    const auto follow = [&](std::size_t first) {
        const std::size_t before = lines.vertices.size();
        const auto add = [&](std::uint64_t edge) {
            const Point2 place = placeOn(heights, edge, level);
            // Where the line runs through a cell's centre, several edges meet in one place.
            if (lines.vertices.size() > before && lines.vertices.back().x == place.x &&
                lines.vertices.back().y == place.y)
                return;
            lines.vertices.push_back(place);
        };
        add(pieces[first].from);
        for (std::size_t i = first; i < pieces.size() && used[i] == 0; i = next[i]) {
            used[i] = 1;
            add(pieces[i].to);
        }
        const std::size_t count = lines.vertices.size() - before;
        if (count < 2)
            lines.vertices.resize(before);
        else
            lines.lengths.push_back(static_cast<std::uint32_t>(count));
    };
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (reached[i] == 0) follow(i);  // lines that end at the raster's edge
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (used[i] == 0) follow(i);  // and those that close
    return lines;
}

}  // namespace

Answer<std::vector<double>> contourLevels(const Raster& heights, double interval, double base) {
    using Levels = Answer<std::vector<double>>;
    if (!(interval > 0) || !std::isfinite(interval))
        return Levels::refuse("the interval between contours must be a number greater than 0 m");
    if (!std::isfinite(base)) return Levels::refuse("the height that has a contour must be a number");
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const float value : heights.values) {
        low = std::min(low, static_cast<double>(std::isnan(value) ? INFINITY : value));
        high = std::max(high, static_cast<double>(std::isnan(value) ? -INFINITY : value));
    }
    if (!(low <= high))
        return Levels::refuse("the heights have no value: there is nothing to draw contours of");
    const double first = std::ceil((low - base) / interval);
    const double last = std::floor((high - base) / interval);
    if (last - first >= kMostLevels)
        return Levels::refuse("an interval of {} m makes {} levels between {} and {} m; at most {} are drawn",
                              interval, last - first + 1, low, high, kMostLevels);
    std::vector<double> levels;
    for (double n = first; n <= last; ++n) levels.push_back(base + n * interval);
    Levels result;
    result.value = std::move(levels);
    return result;
}

std::optional<Contours> contours(const Raster& heights, const std::vector<double>& levels, const Job& job) {
    Contours result;
    const int squares = heights.height - 1;
    if (squares < 1 || heights.width < 2 || levels.empty()) return result;
    const int count = (squares + kStrip - 1) / kStrip;
    std::vector<Band> strips(static_cast<std::size_t>(count));
    const bool marched = forRows(
        count, job.part(0, 0.6),
        [&](int first, int last) {
            for (int s = first; s < last; ++s)
                march(heights, s * kStrip, std::min((s + 1) * kStrip, squares), levels,
                      strips[static_cast<std::size_t>(s)]);
        },
        1);
    if (!marched) return std::nullopt;
    std::vector<JoinedLines> lines(levels.size());
    const bool joined = forRows(
        static_cast<int>(levels.size()), job.part(0.6, 1),
        [&](int first, int last) {
            for (int i = first; i < last; ++i) {
                const auto level = static_cast<std::size_t>(i);
                std::size_t total = 0;
                for (const Band& strip : strips) total += strip.pieces[level].size();
                std::vector<Piece> pieces;
                pieces.reserve(total);
                for (Band& strip : strips) {
                    pieces.insert(pieces.end(), strip.pieces[level].begin(), strip.pieces[level].end());
                    std::vector<Piece>().swap(strip.pieces[level]);
                }
                lines[level] = join(heights, levels[level], std::move(pieces));
            }
        },
        1);
    if (!joined) return std::nullopt;
    std::size_t vertices = 0;
    for (const JoinedLines& one : lines) vertices += one.vertices.size();
    result.vertices.reserve(vertices);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        result.vertices.insert(result.vertices.end(), lines[i].vertices.begin(), lines[i].vertices.end());
        for (const std::uint32_t length : lines[i].lengths) {
            result.levels.push_back(levels[i]);
            result.offsets.push_back(result.offsets.back() + length);
        }
    }
    return result;
}

}  // namespace atlas::analysis
