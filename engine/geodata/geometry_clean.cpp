#include "geodata/geometry_clean.h"

#include <cmath>

namespace atlas::geodata {
namespace {

bool isArea(GeometryType type) {
    return type == GeometryType::Polygon || type == GeometryType::MultiPolygon;
}

std::uint32_t fewestVertices(GeometryType type) {
    if (isArea(type)) return 4;
    return type == GeometryType::Line || type == GeometryType::MultiLine ? 2 : 1;
}

bool finite(Point2 p) {
    return std::isfinite(p.x) && std::isfinite(p.y);
}

/// One pass with a read and a write position in each array; writing never overtakes reading.
class Cleaner {
  public:
    explicit Cleaner(GeometryColumn& column) : c_(column) {}

    void run(const std::function<void(std::size_t, CleanOutcome)>& changed) {
        for (std::size_t row = 0; row < c_.types.size(); ++row) {
            dropped_ = false;
            shortened_ = false;
            const bool had = c_.types[row] != GeometryType::None;
            const std::uint32_t before = partsOut_;
            const std::uint32_t partEnd = c_.partOffsets[row + 1];
            for (; partIn_ < partEnd; ++partIn_) part(c_.types[row]);
            c_.partOffsets[row + 1] = partsOut_;
            const bool lost = had && partsOut_ == before;
            if (lost) c_.types[row] = GeometryType::None;
            if (lost) {
                changed(row, dropped_ ? CleanOutcome::LostNotFinite : CleanOutcome::LostTooShort);
            } else if (dropped_) {
                changed(row, CleanOutcome::VerticesDropped);
            } else if (shortened_) {
                changed(row, CleanOutcome::PartsDropped);
            }
        }
        c_.ringOffsets.resize(partsOut_ + std::size_t{1});
        c_.vertexOffsets.resize(ringsOut_ + std::size_t{1});
        c_.vertices.resize(verticesOut_);
        if (!c_.z.empty()) c_.z.resize(verticesOut_);
    }

  private:
    void part(GeometryType type) {
        const std::uint32_t ringsBefore = ringsOut_;
        const std::uint32_t ringEnd = c_.ringOffsets[partIn_ + std::size_t{1}];
        bool shellGone = false;
        for (bool first = true; ringIn_ < ringEnd; ++ringIn_, first = false) {
            const bool kept = ring(type, shellGone);
            // Holes of a polygon whose shell is gone are holes in nothing.
            if (first && !kept) shellGone = true;
        }
        if (ringsOut_ > ringsBefore) c_.ringOffsets[++partsOut_] = ringsOut_;
    }

    bool ring(GeometryType type, bool skip) {
        const std::uint32_t begin = verticesOut_;
        const std::uint32_t vertexEnd = c_.vertexOffsets[ringIn_ + std::size_t{1}];
        const std::uint32_t from = vertexIn_;
        for (; vertexIn_ < vertexEnd; ++vertexIn_) {
            if (finite(c_.vertices[vertexIn_])) {
                move(vertexIn_, verticesOut_++);
            } else {
                dropped_ = true;
            }
        }
        // The closing vertex falls together with the first, so there is room for a new one.
        if (isArea(type) && verticesOut_ > begin && verticesOut_ - begin < vertexEnd - from) {
            const Point2 head = c_.vertices[begin];
            const Point2 tail = c_.vertices[verticesOut_ - 1];
            if (head.x != tail.x || head.y != tail.y) move(begin, verticesOut_++);
        }
        const bool enough = verticesOut_ - begin >= fewestVertices(type);
        if (skip || !enough) {
            shortened_ = true;
            verticesOut_ = begin;
            return false;
        }
        c_.vertexOffsets[++ringsOut_] = verticesOut_;
        return true;
    }

    void move(std::uint32_t from, std::uint32_t to) {
        c_.vertices[to] = c_.vertices[from];
        if (!c_.z.empty()) c_.z[to] = c_.z[from];
    }

    GeometryColumn& c_;
    std::uint32_t partIn_ = 0;
    std::uint32_t ringIn_ = 0;
    std::uint32_t vertexIn_ = 0;
    std::uint32_t partsOut_ = 0;
    std::uint32_t ringsOut_ = 0;
    std::uint32_t verticesOut_ = 0;
    bool dropped_ = false;
    bool shortened_ = false;
};

}  // namespace

void cleanGeometry(GeometryColumn& column, const std::function<void(std::size_t, CleanOutcome)>& changed) {
    Cleaner(column).run(changed);
}

}  // namespace atlas::geodata
