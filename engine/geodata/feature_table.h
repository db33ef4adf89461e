#pragma once
// FeatureTable: a vector layer in memory, by columns. Attributes are one contiguous array a field; geometry
// is one coordinate array with offsets (the GeoArrow layout); an R-tree answers "what is here". No row
// objects, no per-feature allocation.

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "geodata/geometry.h"

namespace atlas::geodata {

/// One bit a row; set = the row is null.
class NullMask {
  public:
    void push(bool null) {
        if (size_ % 64 == 0) words_.push_back(0);
        if (null) {
            words_.back() |= std::uint64_t{1} << (size_ % 64);
            ++nulls_;
        }
        ++size_;
    }
    bool isNull(std::size_t row) const { return (words_[row / 64] >> (row % 64)) & 1U; }
    std::size_t nullCount() const { return nulls_; }
    std::size_t size() const { return size_; }
    std::size_t bytes() const { return words_.capacity() * sizeof(std::uint64_t); }
    void reserve(std::size_t rows) { words_.reserve((rows + 63) / 64); }

  private:
    std::vector<std::uint64_t> words_;
    std::size_t size_ = 0;
    std::size_t nulls_ = 0;
};

enum class FieldType { Integer, Real, Date, Text };

/// Dictionary-coded strings: `codes[row]` indexes `values`. Code of a null row is 0 and meaningless. UTF-8.
struct TextValues {
    std::vector<std::uint32_t> codes;
    std::vector<std::string> values;
};

/// Microseconds since 1970-01-01T00:00:00Z; sources without a time zone are taken as UTC.
struct DateValues {
    std::vector<std::int64_t> micros;
};

struct Column {
    std::string name;
    std::variant<std::vector<std::int64_t>, std::vector<double>, DateValues, TextValues> values;
    NullMask nulls;

    FieldType type() const { return static_cast<FieldType>(values.index()); }
    std::size_t size() const { return nulls.size(); }
};

enum class GeometryType : std::uint8_t {
    None = 0,
    Point,
    MultiPoint,
    Line,
    MultiLine,
    Polygon,
    MultiPolygon
};

/// A sequence of vertices inside a GeometryColumn: a point, a line, or one ring of a polygon (closed: last
/// equals first).
struct Ring {
    std::span<const Point2> points;
    std::span<const float> z;  ///< metres, same length as points; empty when the layer has no Z
};

/// Geometry of all rows. feature -> parts (polygons of a multipolygon, lines of a multiline, points of a
/// multipoint)
/// -> rings (ring 0 of a polygon is its shell, the others holes; exactly 1 for points and lines) -> vertices.
/// Each offsets array has one entry more than there are things; entry i .. i+1 is the range of thing i.
struct GeometryColumn {
    std::vector<GeometryType> types;              ///< one a feature; None = empty or null geometry
    std::vector<std::uint32_t> partOffsets{0};    ///< features + 1, into parts
    std::vector<std::uint32_t> ringOffsets{0};    ///< parts + 1, into rings
    std::vector<std::uint32_t> vertexOffsets{0};  ///< rings + 1, into vertices
    std::vector<Point2> vertices;                 ///< in the table's CRS
    std::vector<float> z;  ///< metres, finite; empty, or one a vertex (0 for features without Z)

    std::uint32_t ringBegin(std::size_t feature) const { return ringOffsets[partOffsets[feature]]; }
    std::uint32_t ringEnd(std::size_t feature) const { return ringOffsets[partOffsets[feature + 1]]; }
    Ring ring(std::uint32_t ring) const;
    Extent extent(std::size_t feature) const;
    /// Whether a point lies inside the rings of a feature by the even-odd rule; false for lines and points.
    bool contains(std::size_t feature, Point2 point) const;
    std::size_t bytes() const;
};

/// Static R-tree over feature extents (Boost.Geometry, bulk-loaded). Immutable: any number of threads may
/// query.
class SpatialIndex {
  public:
    explicit SpatialIndex(const GeometryColumn& geometry);
    SpatialIndex(SpatialIndex&&) noexcept;
    SpatialIndex& operator=(SpatialIndex&&) noexcept;
    ~SpatialIndex();
    /// Rows whose extent meets the box, ascending.
    std::vector<std::uint32_t> query(const Extent& box) const;
    /// Up to k rows nearest to the point by distance to their extent, nearest first. Table's CRS units.
    std::vector<std::uint32_t> nearest(Point2 point, std::size_t k) const;
    std::size_t bytes() const;  ///< estimate

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Immutable once loaded: any number of threads may read.
struct FeatureTable {
    std::string source;  ///< file or connection, as the caller named it
    std::string layer;   ///< sub-layer
    std::string crs;     ///< definition of the CRS the vertices are in
    std::vector<Column> columns;
    std::vector<std::int64_t> fids;  ///< the source's feature id of each row
    GeometryColumn geometry;
    std::optional<SpatialIndex> index;  ///< present when any row has a geometry

    std::size_t rows() const { return fids.size(); }
    const Column* column(std::string_view name) const;  ///< nullptr when there is none; exact match
    Extent extent() const;                              ///< of all geometry
    std::size_t bytes() const;                          ///< memory held by the arrays and the index

    /// Cell access for cards, lists and tests; loops go over the arrays. Null, missing column or other type:
    /// nullopt.
    std::optional<std::string_view> text(const Column* column, std::size_t row) const;
    std::optional<double> number(const Column* column, std::size_t row) const;  ///< Integer or Real
    std::optional<std::int64_t> integer(const Column* column, std::size_t row) const;
    /// Any type in words: numbers in shortest round-trip form, dates as ISO 8601 (date only when the time is
    /// midnight); empty when null.
    std::string display(const Column* column, std::size_t row) const;
    /// A point that stands for the feature: the (first) point itself, the point half way along the longest
    /// line, or a point on the surface of the largest polygon (GEOS point-on-surface is not needed: the
    /// centroid if inside, else the middle of the widest horizontal chord). nullopt without geometry. Table's
    /// CRS.
    std::optional<Point2> anchor(std::size_t row) const;
};

}  // namespace atlas::geodata
