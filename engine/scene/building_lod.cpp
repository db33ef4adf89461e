#include "scene/building_lod.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace atlas::scene {

namespace {

constexpr int kHalvings = 9;      // of the interval in which the smallest size is sought
constexpr double kCoarsest = 64;  // times `smallest`, that interval's upper end

// Whether the box lies wholly beyond one side of what is seen.
bool unseen(const BuildingTile& tile, const BuildingView& view) {
    std::array<int, 6> beyond{};
    for (int corner = 0; corner < 8; ++corner) {
        const osg::Vec3d at((corner & 1) != 0 ? tile.high.x() : tile.low.x(),
                            (corner & 2) != 0 ? tile.high.y() : tile.low.y(),
                            ((corner & 4) != 0 ? tile.high.z() : tile.low.z()) * view.exaggeration);
        const osg::Vec4d clip = osg::Vec4d(at, 1) * view.clip;
        const std::array values{clip.x(), clip.y(), clip.z()};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (values[axis] > clip.w()) ++beyond[axis * 2];
            if (values[axis] < -clip.w()) ++beyond[axis * 2 + 1];
        }
    }
    return std::any_of(beyond.begin(), beyond.end(), [](int corners) { return corners == 8; });
}

double distanceTo(const BuildingTile& tile, const BuildingView& view) {
    const auto outside = [](double at, double low, double high) {
        return std::max({low - at, at - high, 0.0});
    };
    const double x = outside(view.eye.x(), tile.low.x(), tile.high.x());
    const double y = outside(view.eye.y(), tile.low.y(), tile.high.y());
    const double z =
        outside(view.eye.z(), tile.low.z() * view.exaggeration, tile.high.z() * view.exaggeration);
    return std::sqrt(x * x + y * y + z * z);
}

struct Seen {
    const BuildingTile* tile;
    double distance;
    bool coarse;
};

std::size_t bodies(const Seen& seen, double smallest, double pixels) {
    const auto least = static_cast<float>(smallest * seen.distance / pixels);
    const auto& size = seen.tile->size;
    return static_cast<std::size_t>(
        std::partition_point(size.begin(), size.end(), [&](float s) { return s >= least; }) - size.begin());
}

std::size_t indices(const Seen& seen, std::size_t bodies) {
    if (bodies == 0) return 0;
    return (seen.coarse ? seen.tile->coarseEnd : seen.tile->fineEnd)[bodies - 1];
}

}  // namespace

double buildingSize(double height, double area) {
    return std::max(height, 0.6 * std::sqrt(std::max(area, 0.0)));
}

BuildingChoice chooseBuildings(const std::vector<BuildingTile>& tiles, const BuildingView& view) {
    std::vector<Seen> seen;
    for (const BuildingTile& tile : tiles) {
        const double distance = distanceTo(tile, view);
        if (distance > view.farthest || unseen(tile, view)) continue;
        // Simplified footprints where the difference is less than a pixel.
        seen.push_back({&tile, distance, view.coarseOnly || kCoarseBuildings * view.pixels < distance});
    }
    const auto triangles = [&](double smallest) {
        std::size_t sum = 0;
        for (const Seen& tile : seen) sum += indices(tile, bodies(tile, smallest, view.pixels)) / 3;
        return sum;
    };
    BuildingChoice choice;
    choice.smallest = view.smallest;
    choice.triangles = triangles(view.smallest);
    if (choice.triangles > view.budget) {
        double low = std::log(view.smallest);
        double high = low + std::log(kCoarsest);
        for (int i = 0; i < kHalvings; ++i) {
            const double middle = (low + high) / 2;
            (triangles(std::exp(middle)) > view.budget ? low : high) = middle;
        }
        choice.smallest = std::exp(high);
        choice.triangles = triangles(choice.smallest);
    }
    for (const Seen& tile : seen) {
        const std::size_t count = indices(tile, bodies(tile, choice.smallest, view.pixels));
        if (count == 0) continue;
        (tile.coarse ? choice.coarse : choice.fine)
            .push_back({tile.coarse ? tile.tile->coarseBegin : tile.tile->fineBegin,
                        static_cast<std::uint32_t>(count)});
    }
    return choice;
}

}  // namespace atlas::scene
