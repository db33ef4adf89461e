// What lies under a pointer on the map.

#include <algorithm>
#include <limits>

#include "app/view/map_view.h"

namespace atlas::app {

namespace {

constexpr double kPickReach = 60000;  // metres

}  // namespace

std::optional<osg::Vec3d> MapView::hit(const osg::Vec3d& eye, const osg::Vec3d& ray) const {
    const double e = stage_->exaggeration();
    const auto ground = stage_->ground().intersect({eye.x(), eye.y(), eye.z() / e},
                                                   {ray.x(), ray.y(), ray.z() / e}, kPickReach);
    const double water = stage_->waterLevel() * e;
    std::optional<osg::Vec3d> point;
    if (ground) point = osg::Vec3d(ground->x, ground->y, ground->z * e);
    if (ray.z() < -1e-4 && (!point || point->z() < water)) {
        const double t = ((point ? water : stage_->grid().baseHeight * e) - eye.z()) / ray.z();
        if (t > 0 && t < kPickReach) point = eye + ray * t;
    }
    return point;
}

std::optional<MapView::Feature> MapView::pick(const scene::Pose& pose, const scene::Viewport& viewport,
                                              double x, double y, double slack) const {
    const scene::Projector projector = stage_->projector(pose, viewport);
    const osg::Vec3d ray = scene::rayThrough(pose, viewport, x, y);
    const auto ground = hit(pose.eye, ray);
    const layers::PickRay pointer{
        projector, x,   y,
        slack,     ray, ground ? (*ground - pose.eye).length() : std::numeric_limits<double>::infinity()};
    std::optional<Feature> best;
    layers::Hit bestHit;
    for (const auto& layer : layers_) {
        if (!layer->visible()) continue;
        const auto found = layer->pick(pointer);
        if (!found) continue;
        if (!best || found->rank > bestHit.rank ||
            (found->rank == bestHit.rank && found->distance < bestHit.distance)) {
            best = Feature{layer.get(), found->row};
            bestHit = *found;
        }
    }
    return best;
}

std::optional<layers::Place> MapView::gathering(const scene::Pose& pose, const scene::Viewport& viewport,
                                                double x, double y, double slack) const {
    const scene::Projector projector = stage_->projector(pose, viewport);
    const osg::Vec3d ray = scene::rayThrough(pose, viewport, x, y);
    const layers::PickRay pointer{projector, x, y, slack, ray, std::numeric_limits<double>::infinity()};
    for (const auto& layer : layers_)
        if (layer->visible())
            if (const auto place = layer->gathering(pointer)) return place;
    return std::nullopt;
}

bool MapView::bodyBetween(const osg::Vec3d& a, const osg::Vec3d& b) const {
    return std::any_of(layers_.begin(), layers_.end(), [&](const auto& layer) {
        return layer->visible() && layer->hides(a, b, std::nullopt);
    });
}

void MapView::setHovered(const std::optional<Feature>& feature) {
    if (hovered_ && (!feature || feature->layer != hovered_->layer))
        hovered_->layer->setHovered(std::nullopt);
    if (feature) feature->layer->setHovered(feature->row);
    hovered_ = feature;
    gatheringLit_ = false;
    for (const auto& layer : layers_) layer->hoverGathering(nullptr);
}

void MapView::hoverAt(const scene::Pose& pose, const scene::Viewport& viewport, double x, double y,
                      double slack) {
    setHovered(std::nullopt);
    const scene::Projector projector = stage_->projector(pose, viewport);
    const layers::PickRay pointer{
        projector, x, y, 0, scene::rayThrough(pose, viewport, x, y), std::numeric_limits<double>::infinity()};
    for (const auto& layer : layers_) {
        gatheringLit_ = layer->visible() && layer->hoverGathering(&pointer);
        if (gatheringLit_) return;  // a click would open it
    }
    setHovered(pick(pose, viewport, x, y, slack));
}

}  // namespace atlas::app
