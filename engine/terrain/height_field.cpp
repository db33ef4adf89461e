#include "terrain/height_field.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::terrain {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kWidestBand = 0.05;  // of a source's extent
// What an overview may have smoothed away.
constexpr double kSlackMetres = 50;
constexpr double kSlackShare = 0.1;  // of the range of heights
// Half a pixel of a picture 2,000 pixels wide in a right angle of view.
constexpr double kLineSteps = 1000;  // of a line of sight over paged sources
constexpr double kRayDetail = 0.0005;

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
        const geodata::Extent box = source.extent();
        extents_.push_back(box);
        extent_.expand(box.minX, box.minY);
        extent_.expand(box.maxX, box.maxY);
        finest = std::min(finest, source.cell());
        paged_ = paged_ || source.paged != nullptr;
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
        if (paged_) slack_ = kSlackMetres + kSlackShare * (high - low);
    }
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        double below = 0;
        for (std::size_t k = i + 1; k < sources_.size(); ++k) {
            const geodata::Extent& a = extents_[i];
            const geodata::Extent& b = extents_[k];
            if (a.minX < b.maxX && b.minX < a.maxX && a.minY < b.maxY && b.minY < a.maxY)
                below = std::max(below, sources_[k].cell());
        }
        const double widest = std::min(extents_[i].width(), extents_[i].height()) * kWidestBand;
        bands_.push_back(std::min(below, widest));
    }
}

void HeightField::forgetBlocks() const {
    for (const HeightSource& source : sources_)
        if (source.paged) source.paged->forgetBlocks();
}

std::size_t HeightField::bytes() const {
    std::size_t sum = 0;
    for (const HeightSource& source : sources_)
        if (source.paged) sum += source.paged->bytes();
    return sum;
}

// Height of source `first` at a place near its edge, passed over into what lies below.
double HeightField::blended(std::size_t first, double x, double y, double height, double detail) const {
    const geodata::Extent& box = extents_[first];
    const double edge = std::min({x - box.minX, box.maxX - x, y - box.minY, box.maxY - y});
    if (edge >= bands_[first]) return height;
    for (std::size_t i = first + 1; i < sources_.size(); ++i) {
        const double below = sources_[i].sample(x, y, detail);
        if (std::isnan(below)) continue;
        const double share = std::clamp(edge / bands_[first], 0.0, 1.0);
        return below + (height - below) * share;
    }
    return height;
}

double HeightField::heightAt(double x, double y, double detail) const {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        const double height = sources_[i].sample(x, y, detail);
        if (!std::isnan(height)) return bands_[i] > 0 ? blended(i, x, y, height, detail) : height;
    }
    return kNaN;
}

void HeightField::heights(const geodata::SampleGrid& grid, double detail, float* values) const {
    const std::size_t count = static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows);
    std::fill(values, values + count, std::numeric_limits<float>::quiet_NaN());
    const geodata::Extent box{grid.originX, grid.originY, grid.originX + (grid.columns - 1) * grid.step,
                              grid.originY + (grid.rows - 1) * grid.step};
    // From the last to the first: a source that has data replaces what is below it.
    std::vector<float> own;
    for (std::size_t i = sources_.size(); i-- > 0;) {
        const geodata::Extent& reach = extents_[i];
        if (reach.minX > box.maxX || reach.maxX < box.minX || reach.minY > box.maxY || reach.maxY < box.minY)
            continue;
        const HeightSource& source = sources_[i];
        const bool alone = i + 1 == sources_.size();
        if (!alone) own.resize(count);
        float* to = alone ? values : own.data();
        if (source.paged) {
            source.paged->sample(grid, detail, to);
        } else {
            for (int row = 0; row < grid.rows; ++row)
                for (int column = 0; column < grid.columns; ++column)
                    to[static_cast<std::size_t>(row) * grid.columns + column] =
                        static_cast<float>(source.raster.sample(grid.originX + column * grid.step,
                                                                grid.originY + row * grid.step));
        }
        if (alone) continue;
        for (int row = 0; row < grid.rows; ++row) {
            const double y = grid.originY + row * grid.step;
            for (int column = 0; column < grid.columns; ++column) {
                const std::size_t at = static_cast<std::size_t>(row) * grid.columns + column;
                const float height = own[at];
                if (std::isnan(height)) continue;
                const double x = grid.originX + column * grid.step;
                const double edge =
                    std::min({x - reach.minX, reach.maxX - x, y - reach.minY, reach.maxY - y});
                const bool pure = edge >= bands_[i] || std::isnan(values[at]);
                const auto share = pure ? 1.0F : static_cast<float>(std::max(edge / bands_[i], 0.0));
                values[at] = pure ? height : values[at] + (height - values[at]) * share;
            }
        }
    }
}

std::vector<double> HeightField::heights(const std::vector<geodata::Point2>& places, double detail) const {
    std::vector<double> result;
    result.reserve(places.size());
    for (const geodata::Point2& place : places) result.push_back(heightAt(place.x, place.y, detail));
    return result;
}

std::optional<HeightSample> HeightField::sampleAt(double x, double y) const {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        const double height = sources_[i].sample(x, y, 0);
        if (!std::isnan(height))
            return HeightSample{bands_[i] > 0 ? blended(i, x, y, height, 0) : height, i,
                                isExtrapolated(sources_[i], x, y)};
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
    const double highest = maxHeight_ + slack_;
    const double lowest = minHeight_ - slack_;
    const auto detailAt = [&](double t) { return paged_ ? t * kRayDetail : 0; };
    const auto clearanceAt = [&](double t) {
        const Vec3 p = along(origin, unit, t);
        const double ground = heightAt(p.x, p.y, detailAt(t));
        return std::isnan(ground) ? std::numeric_limits<double>::infinity() : p.z - ground;
    };

    double t = 0;
    if (origin.z > highest) {  // nothing to hit above the highest ground: skip to it
        if (unit.z >= 0) return std::nullopt;
        t = (origin.z - highest) / -unit.z;
    }
    double previous = t;
    while (t <= maxDistance) {
        const Vec3 p = along(origin, unit, t);
        if (unit.z < 0 && p.z < lowest - 1) return std::nullopt;
        if (unit.z >= 0 && p.z > highest) return std::nullopt;
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
        t += std::max(cell_ / 2, detailAt(t));
    }
    return std::nullopt;
}

bool HeightField::visible(const Vec3& from, const Vec3& to, double clearance) const {
    const Vec3 delta{to.x - from.x, to.y - from.y, to.z - from.z};
    const double distance = length(delta);
    const int steps = static_cast<int>(std::min(distance / cell_, paged_ ? kLineSteps : 4000.0));
    const double step = steps > 0 ? distance / steps : 0;
    for (int i = 1; i < steps; ++i) {
        const double f = static_cast<double>(i) / steps;
        const Vec3 p{from.x + delta.x * f, from.y + delta.y * f, from.z + delta.z * f};
        if (p.z > maxHeight_ + slack_) continue;
        const double ground = heightAt(p.x, p.y, paged_ ? step : 0);
        // The ground under the far end may rise above the line by the slack, so that a foot on a slope counts
        // as seen.
        if (!std::isnan(ground) && ground > p.z + clearance * f) return false;
    }
    return true;
}

}  // namespace atlas::terrain
