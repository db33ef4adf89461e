#include "layers/sites/site_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "layers/role_columns.h"

namespace atlas::layers {

using geodata::GeometryType;
using geodata::Point2;

namespace {

namespace bg = boost::geometry;
using BoostPoint = bg::model::d2::point_xy<double>;
using Segment = bg::model::segment<BoostPoint>;
using SegmentTree = bg::index::rtree<Segment, bg::index::quadratic<16>>;

constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();

// A layer that could not be read has a report of its own; one that the catalogue lacks has not.
const geodata::FeatureTable* tableFor(const std::string& layer, const Catalog& catalog,
                                      const TableOfLayer& tableOf, const char* key, geodata::Report& report) {
    if (!tableOf) return nullptr;
    if (catalog.layer(layer) == nullptr) {
        geodata::Problem problem;
        problem.severity = geodata::Severity::Warning;
        problem.file = catalog.file;
        problem.layer = layer;
        problem.field = key;
        problem.say(
            geodata::said("the catalogue has no layer of this id, so sites cannot be asked about it"));
        report.add(std::move(problem));
        return nullptr;
    }
    return tableOf(layer);
}

RoleColumns rolesOf(const std::string& layer, const geodata::FeatureTable& table, const Catalog& catalog) {
    const LayerEntry* entry = catalog.layer(layer);
    return entry != nullptr ? roleColumns(*entry, table) : RoleColumns{};
}

void fillDistricts(AreaField& field, const std::vector<Point2>& anchors, const geodata::FeatureTable& areas,
                   const RoleColumns& roles) {
    for (std::size_t row = 0; row < areas.rows(); ++row)
        field.areas.push_back({areas.display(roles.find("id"), row), areas.display(roles.find("name"), row),
                               areas.display(roles.find("name_en"), row)});
    std::map<std::vector<std::uint32_t>, std::uint32_t> known{{{}, 0}};
    for (std::size_t row = 0; row < anchors.size(); ++row) {
        const Point2& at = anchors[row];
        if (std::isnan(at.x) || !areas.index) continue;
        std::vector<std::uint32_t> in;
        for (const std::uint32_t area : areas.index->query({at.x, at.y, at.x, at.y}))
            if (areas.geometry.contains(area, at)) in.push_back(area);
        const auto [found, fresh] = known.try_emplace(in, static_cast<std::uint32_t>(field.sets.size()));
        if (fresh) field.sets.push_back(std::move(in));
        field.codes[row] = found->second;
    }
}

std::vector<float> distances(const std::vector<Point2>& anchors, const geodata::FeatureTable& to,
                             const std::vector<std::uint8_t>& wanted) {
    std::vector<Segment> segments;
    bool areas = false;
    for (std::size_t row = 0; row < to.rows(); ++row) {
        if (wanted[row] == 0) continue;
        const auto type = to.geometry.types[row];
        areas = areas || type == GeometryType::Polygon || type == GeometryType::MultiPolygon;
        for (auto r = to.geometry.ringBegin(row); r < to.geometry.ringEnd(row); ++r) {
            const auto points = to.geometry.ring(r).points;
            for (std::size_t i = 0; i < points.size(); ++i) {
                const Point2& a = points[i];
                const Point2& b = points[std::min(i + 1, points.size() - 1)];
                if (i + 1 == points.size() && i > 0) continue;  // a point alone is a segment without length
                segments.emplace_back(BoostPoint(a.x, a.y), BoostPoint(b.x, b.y));
            }
        }
    }
    const SegmentTree tree(segments);
    std::vector<float> metres(anchors.size(), std::numeric_limits<float>::quiet_NaN());
    for (std::size_t row = 0; row < anchors.size(); ++row) {
        const Point2& at = anchors[row];
        if (std::isnan(at.x)) continue;
        const BoostPoint point(at.x, at.y);
        for (auto nearest = tree.qbegin(bg::index::nearest(point, 1)); nearest != tree.qend(); ++nearest)
            metres[row] = static_cast<float>(bg::distance(point, *nearest));
        if (!areas || !to.index) continue;
        for (const std::uint32_t area : to.index->query({at.x, at.y, at.x, at.y}))
            if (wanted[area] != 0 && to.geometry.contains(area, at)) metres[row] = 0;
    }
    return metres;
}

}  // namespace

SitePlaces sitePlaces(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                      const TableOfLayer& tableOf) {
    SitePlaces places;
    places.anchors.resize(table.rows(), {kNowhere, kNowhere});
    for (std::size_t row = 0; row < table.rows(); ++row)
        if (const auto anchor = table.anchor(row)) places.anchors[row] = *anchor;
    places.districts.codes.assign(table.rows(), 0);
    if (!entry.inside.empty())
        if (const auto* areas = tableFor(entry.inside, catalog, tableOf, "inside", places.report))
            fillDistricts(places.districts, places.anchors, *areas, rolesOf(entry.inside, *areas, catalog));
    for (const NearEntry& near : entry.near) {
        NearField field{&near, {}};
        if (const auto* to = tableFor(near.layer, catalog, tableOf, "near", places.report)) {
            std::vector<std::uint8_t> wanted(to->rows(), 1);
            const RoleColumns roles = rolesOf(near.layer, *to, catalog);
            if (!near.kinds.empty())
                for (std::size_t row = 0; row < to->rows(); ++row)
                    wanted[row] = std::find(near.kinds.begin(), near.kinds.end(),
                                            to->display(roles.find("kind"), row)) != near.kinds.end();
            field.metres = distances(places.anchors, *to, wanted);
        } else {
            field.metres.assign(table.rows(), std::numeric_limits<float>::quiet_NaN());
        }
        places.near.push_back(std::move(field));
    }
    return places;
}

}  // namespace atlas::layers
