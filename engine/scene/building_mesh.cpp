#include "scene/building_mesh.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace atlas::scene {

namespace {

constexpr double kTile = 250;               // metres a side
constexpr double kMostTiles = 4096;         // over the whole extent; a wider one has larger tiles
constexpr double kWorthSimplifying = 0.75;  // of the triangles at most
constexpr double kLongestWall = 3200;       // metres that fit the decimetres of a short

short decimetres(double metres) {
    return static_cast<short>(std::lround(std::clamp(metres, -kLongestWall, kLongestWall) * 10));
}

class Mesher {
  public:
    Mesher(BuildingMesh& mesh, const LocalFrame& frame) : mesh_(mesh), frame_(frame) {}

    void add(const Body& body, const Footprint& footprint, std::uint32_t feature,
             std::vector<std::uint32_t>& indices) {
        for (const auto& loop : footprint.outline) {
            double along = 0;
            for (std::size_t i = 0; i < loop.size(); ++i) {
                const osg::Vec2d& a = footprint.points[loop[i]];
                const osg::Vec2d& b = footprint.points[loop[(i + 1) % loop.size()]];
                const osg::Vec2d d = b - a;
                const double length = d.length();
                if (length < 1e-6) continue;
                if (along + length > kLongestWall) along = 0;
                const auto nx = static_cast<short>(std::lround(d.y() / length * 32767));
                const auto ny = static_cast<short>(std::lround(-d.x() / length * 32767));
                const std::uint32_t first = here();
                put(a, body.base, nx, ny, along, body, feature);
                put(b, body.base, nx, ny, along + length, body, feature);
                put(b, body.roofAt(b), nx, ny, along + length, body, feature);
                put(a, body.roofAt(a), nx, ny, along, body, feature);
                indices.insert(indices.end(), {first, first + 1, first + 2, first, first + 2, first + 3});
                along += length;
            }
        }
        const std::uint32_t roof = here();
        for (const osg::Vec2d& p : footprint.points) put(p, body.roofAt(p), 0, 0, 0, body, feature);
        for (const std::uint32_t i : footprint.triangles) indices.push_back(roof + i);
        if (!body.raised) return;
        const std::uint32_t floor = here();
        for (const osg::Vec2d& p : footprint.points) put(p, body.base, 0, 0, 0, body, feature);
        for (std::size_t i = 0; i + 2 < footprint.triangles.size(); i += 3)
            for (const std::size_t k : {i, i + 2, i + 1}) indices.push_back(floor + footprint.triangles[k]);
    }

  private:
    std::uint32_t here() const { return static_cast<std::uint32_t>(mesh_.corners->size()); }
    void put(const osg::Vec2d& at, double height, short nx, short ny, double along, const Body& body,
             std::uint32_t feature) {
        mesh_.corners->push_back(osg::Vec4(static_cast<float>(at.x() - frame_.origin.x()),
                                           static_cast<float>(at.y() - frame_.origin.y()),
                                           static_cast<float>(height), static_cast<float>(feature)));
        mesh_.walls->push_back(osg::Vec4s(nx, ny, decimetres(along), decimetres(height - body.base)));
    }
    BuildingMesh& mesh_;
    const LocalFrame& frame_;
};

double areaOf(const Footprint& footprint) {
    double twice = 0;
    for (std::size_t i = 0; i + 2 < footprint.triangles.size(); i += 3) {
        const osg::Vec2d& o = footprint.points[footprint.triangles[i]];
        const osg::Vec2d a = footprint.points[footprint.triangles[i + 1]] - o;
        const osg::Vec2d b = footprint.points[footprint.triangles[i + 2]] - o;
        twice += a.x() * b.y() - a.y() * b.x();
    }
    return twice / 2;
}

}  // namespace

BuildingMesh makeBuildingMesh(const std::vector<Body>& bodies, const LocalFrame& frame) {
    BuildingMesh mesh;
    mesh.size.assign(bodies.size(), 0);
    std::vector<Footprint> footprints(bodies.size());
    double west = 1e30;
    double south = 1e30;
    double east = -1e30;
    double north = -1e30;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        footprints[i] = makeFootprint(bodies[i].rings);
        if (footprints[i].triangles.empty()) continue;
        mesh.size[i] =
            static_cast<float>(buildingSize(bodies[i].highest() - bodies[i].base, areaOf(footprints[i])));
        const osg::Vec2d& p = footprints[i].points.front();
        west = std::min(west, p.x());
        east = std::max(east, p.x());
        south = std::min(south, p.y());
        north = std::max(north, p.y());
    }
    const double side =
        std::max(kTile, std::sqrt(std::max(east - west, 0.0) * std::max(north - south, 0.0) / kMostTiles));
    std::map<std::pair<long, long>, std::vector<std::uint32_t>> cells;
    for (std::uint32_t i = 0; i < bodies.size(); ++i) {
        if (footprints[i].triangles.empty()) continue;
        const osg::Vec2d& p = footprints[i].points.front();
        cells[{std::lround(std::floor((p.x() - west) / side)),
               std::lround(std::floor((p.y() - south) / side))}]
            .push_back(i);
    }
    Mesher mesher(mesh, frame);
    for (auto& [cell, members] : cells) {
        std::stable_sort(members.begin(), members.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return mesh.size[a] > mesh.size[b]; });
        BuildingTile tile;
        tile.fineBegin = static_cast<std::uint32_t>(mesh.fine.size());
        tile.coarseBegin = static_cast<std::uint32_t>(mesh.coarse.size());
        osg::BoundingBoxd box;
        for (const std::uint32_t i : members) {
            const Body& body = bodies[i];
            const auto begin = static_cast<std::ptrdiff_t>(mesh.fine.size());
            mesher.add(body, footprints[i], i, mesh.fine);
            const auto fine = static_cast<double>(mesh.fine.size()) - static_cast<double>(begin);
            const Footprint simple = makeFootprint(simplifyRings(body.rings, kCoarseBuildings));
            if (!simple.triangles.empty() &&
                static_cast<double>(simple.triangles.size() + simple.points.size() * 6) <
                    kWorthSimplifying * fine)
                mesher.add(body, simple, i, mesh.coarse);
            else
                mesh.coarse.insert(mesh.coarse.end(), mesh.fine.begin() + begin, mesh.fine.end());
            for (const osg::Vec2d& p : footprints[i].points) {
                const osg::Vec3d local(p.x() - frame.origin.x(), p.y() - frame.origin.y(), body.base);
                box.expandBy(local);
                box.expandBy(osg::Vec3d(local.x(), local.y(), body.roofAt(p)));
            }
            tile.size.push_back(mesh.size[i]);
            tile.fineEnd.push_back(static_cast<std::uint32_t>(mesh.fine.size()) - tile.fineBegin);
            tile.coarseEnd.push_back(static_cast<std::uint32_t>(mesh.coarse.size()) - tile.coarseBegin);
        }
        tile.low = box._min;
        tile.high = box._max;
        mesh.tiles.push_back(std::move(tile));
    }
    return mesh;
}

}  // namespace atlas::scene
