#include "terrain/height_field.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::terrain {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double length(const Vec3& v) {
    return std::sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
}

Vec3 along(const Vec3& origin, const Vec3& unit, double distance) {
    return {origin.x + unit.x * distance, origin.y + unit.y * distance, origin.z + unit.z * distance};
}

// Even-odd rule over all rings of a feature, so holes are holes.
bool insideFeature(const geodata::GeometryColumn& geometry, std::size_t feature, double x, double y) {
    bool inside = false;
    for (std::uint32_t r = geometry.ringBegin(feature); r < geometry.ringEnd(feature); ++r) {
        const auto points = geometry.ring(r).points;
        for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
            const auto& a = points[i];
            const auto& b = points[j];
            if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) inside = !inside;
        }
    }
    return inside;
}

bool isExtrapolated(const HeightSource& source, double x, double y) {
    if (!source.coverage || !source.coverage->index) return false;
    const geodata::FeatureTable& table = *source.coverage;
    const geodata::Column* kind = table.column("kind");
    for (const std::uint32_t row : table.index->query({x, y, x, y})) {
        if (table.text(kind, row).value_or("") == "extrapolated" && insideFeature(table.geometry, row, x, y))
            return true;
    }
    return false;
}

}  // namespace

HeightField::HeightField(std::vector<HeightSource> sources) : sources_(std::move(sources)) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    double finest = low;
    for (const HeightSource& source : sources_) {
        const geodata::Extent box = source.raster.extent();
        extent_.expand(box.minX, box.minY);
        extent_.expand(box.maxX, box.maxY);
        finest = std::min({finest, source.raster.cellX, source.raster.cellY});
        for (const float value : source.raster.values) {
            if (std::isnan(value)) continue;
            low = std::min(low, static_cast<double>(value));
            high = std::max(high, static_cast<double>(value));
        }
    }
    if (low <= high) {
        minHeight_ = low;
        maxHeight_ = high;
        cell_ = finest;
    }
}

double HeightField::heightAt(double x, double y) const {
    for (const HeightSource& source : sources_) {
        const double height = source.raster.sample(x, y);
        if (!std::isnan(height)) return height;
    }
    return kNaN;
}

std::optional<HeightSample> HeightField::sampleAt(double x, double y) const {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        const double height = sources_[i].raster.sample(x, y);
        if (!std::isnan(height)) return HeightSample{height, i, isExtrapolated(sources_[i], x, y)};
    }
    return std::nullopt;
}

double HeightField::heightOr(double x, double y, double fallback) const {
    const double height = heightAt(x, y);
    return std::isnan(height) ? fallback : height;
}

std::optional<Vec3> HeightField::intersect(const Vec3& origin, const Vec3& direction,
                                           double maxDistance) const {
    const double norm = length(direction);
    if (!(norm > 0) || !std::isfinite(norm) || sources_.empty()) return std::nullopt;
    const Vec3 unit{direction.x / norm, direction.y / norm, direction.z / norm};
    const auto clearanceAt = [&](double t) {
        const Vec3 p = along(origin, unit, t);
        const double ground = heightAt(p.x, p.y);
        return std::isnan(ground) ? std::numeric_limits<double>::infinity() : p.z - ground;
    };

    double t = 0;
    if (origin.z > maxHeight_) {  // nothing to hit above the highest ground: skip to it
        if (unit.z >= 0) return std::nullopt;
        t = (origin.z - maxHeight_) / -unit.z;
    }
    double previous = t;
    while (t <= maxDistance) {
        const Vec3 p = along(origin, unit, t);
        if (unit.z < 0 && p.z < minHeight_ - 1) return std::nullopt;
        if (unit.z >= 0 && p.z > maxHeight_) return std::nullopt;
        if (clearanceAt(t) <= 0) {
            double low = previous;
            double high = t;
            while (high - low > 0.01) {
                const double middle = (low + high) / 2;
                (clearanceAt(middle) <= 0 ? high : low) = middle;
            }
            return along(origin, unit, high);
        }
        previous = t;
        t += cell_ / 2;
    }
    return std::nullopt;
}

bool HeightField::visible(const Vec3& from, const Vec3& to, double clearance) const {
    const Vec3 delta{to.x - from.x, to.y - from.y, to.z - from.z};
    const double distance = length(delta);
    const int steps = static_cast<int>(std::min(distance / cell_, 4000.0));
    for (int i = 1; i < steps; ++i) {
        const double f = static_cast<double>(i) / steps;
        const Vec3 p{from.x + delta.x * f, from.y + delta.y * f, from.z + delta.z * f};
        if (p.z > maxHeight_) continue;
        const double ground = heightAt(p.x, p.y);
        // The ground under the far end may rise above the line by the slack, so that a foot on a slope counts
        // as seen.
        if (!std::isnan(ground) && ground > p.z + clearance * f) return false;
    }
    return true;
}

}  // namespace atlas::terrain
