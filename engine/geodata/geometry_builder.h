#pragma once
// OGR geometries into a GeometryColumn.

#include <cstdint>
#include <vector>

#include "geodata/feature_table.h"
#include "geodata/problem_tally.h"

class OGRGeometry;
class OGRSimpleCurve;
class OGRPolygon;

namespace atlas::geodata {

class GeometryBuilder {
  public:
    explicit GeometryBuilder(ProblemTally& tally) : tally_(tally) {}
    void reserve(std::size_t rows);
    /// One more row. Null and empty geometries become GeometryType::None; what is wrong goes to the tally
    /// under `fid`.
    void append(const OGRGeometry* geometry, std::int64_t fid);
    /// Nothing more can be appended without overflowing the 32-bit offsets.
    bool full() const;
    GeometryColumn take();

  private:
    void appendShapes(const OGRGeometry& geometry, std::int64_t fid);
    void appendPolygon(const OGRPolygon& polygon);
    void appendCurve(const OGRSimpleCurve& curve, bool close);
    void appendVertex(double x, double y, double z);
    void checkValid(const OGRGeometry& geometry, std::int64_t fid);

    GeometryColumn column_;
    ProblemTally& tally_;
    bool hasZ_ = false;
    bool rowHasZ_ = false;
    bool rowBadZ_ = false;
};

}  // namespace atlas::geodata
