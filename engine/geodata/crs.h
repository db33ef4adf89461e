#pragma once
// Coordinate reference systems: everything PROJ knows, plus GCJ-02 and BD-09, the offset systems of Chinese
// web maps.

#include <cstddef>
#include <memory>
#include <string>

#include "geodata/report.h"

namespace atlas::geodata {

enum class CrsKind { Proj, Gcj02, Bd09 };

struct OperationMemo;

/// A coordinate reference system by its definition. Value type; any thread. It and its copies remember the
/// operations that were found to and from it.
class Crs {
  public:
    Crs();  ///< none: nothing can be brought to it

    /// Accepts what PROJ's proj_create accepts ("EPSG:4545", WKT, PROJJSON, "+proj=…"), and "GCJ02"/"GCJ-02",
    /// "BD09"/"BD-09" in any case. Errors: not a CRS. Never throws.
    static Loaded<Crs> parse(const std::string& definition);

    CrsKind kind() const { return kind_; }
    const std::string& definition() const { return definition_; }
    const std::string& name() const {
        return name_;
    }  ///< human-readable, e.g. "CGCS2000 / 3-degree Gauss-Kruger CM 108E"
    bool isGeographic() const { return geographic_; }  ///< coordinates are degrees
    bool sameAs(const Crs& other) const;  ///< equivalent horizontal coordinates, axis order ignored
    std::string wkt() const;              ///< WKT 2:2019; "" for GCJ-02 and BD-09, which WKT cannot express

  private:
    friend class Transform;
    CrsKind kind_ = CrsKind::Proj;
    std::shared_ptr<OperationMemo> memo_;
    std::string definition_;
    std::string name_;
    bool geographic_ = false;
};

/// Moves coordinates from one CRS to another. Axis order is always easting/longitude first, northing/latitude
/// second (PROJ's "normalised for visualisation"); geographic coordinates are degrees. Holds its own PROJ
/// context: one thread at a time, movable, cheap to move. Dear to make the first time between two Crs values
/// (tens of milliseconds: PROJ searches its database), a hundredth of that from then on.
class Transform {
  public:
    /// Errors: PROJ finds no operation between the two.
    static Loaded<Transform> create(const Crs& from, const Crs& to);

    /// The way back, by the same operation. Independent of this one: for another thread as well.
    Transform inverse() const;
    /// The same once more, for another thread.
    Transform copy() const;

    Transform(Transform&&) noexcept;
    Transform& operator=(Transform&&) noexcept;
    ~Transform();

    /// Transforms `count` points in place. x and y are `stride` doubles apart (2 for interleaved xy). A point
    /// that cannot be transformed (not finite, outside the projection) becomes NaN in both. Returns how many
    /// failed.
    std::size_t apply(double* x, double* y, std::size_t count, std::size_t stride = 1) const;
    /// Single point. false when it cannot be transformed; x, y are NaN then.
    bool apply(double& x, double& y) const { return apply(&x, &y, 1) == 0; }
    bool isIdentity() const;

  private:
    Transform();
    static Loaded<Transform> search(const Crs& from, const Crs& to);
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace atlas::geodata
