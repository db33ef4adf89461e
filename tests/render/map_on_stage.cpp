#include "map_on_stage.h"

#include <stdexcept>

#include "surface/frame_target.h"

namespace atlas::test {

std::optional<osg::Vec3d> Frame::placeAt(int x, int y) const {
    const float d = depthAt(x, y);
    if (d >= 1) return std::nullopt;
    const osg::Vec3d clip((x + 0.5) / viewport.width * 2 - 1, 1 - (y + 0.5) / viewport.height * 2, d * 2 - 1);
    return projector.frame.toMap(clip * osg::Matrixd::inverse(projector.worldToClip));
}

const std::vector<Shot>& shots() {
    static const std::vector<Shot> all{
        {"opening", {106.6045, 29.5598, 760, 268, 19}},
        {"south slope", {106.5395, 29.5455, 300, 338, 20}},
        {"the tip", {106.5975, 29.5720, 260, 243, 12}},
        {"straight down", {106.5370, 29.5530, 9000, 0, 88}},
        {"grazing, just above the water", {106.5930, 29.5745, 12, 225, 2}},
        {"grazing, over the ridge", {106.5560, 29.5560, 60, 75, 4}},
        {"from far", {106.4800, 29.4600, 2500, 40, 9}},
        {"stretched", {106.5600, 29.5350, 500, 10, 25}, 3},
        {"flattened", {106.5600, 29.5350, 500, 10, 25}, 0.5},
    };
    return all;
}

Map::Map() {
    auto catalog = layers::loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
    if (!catalog) throw std::runtime_error(catalog.report.text());
    auto district = app::loadDistrict(std::move(*catalog));
    if (!district || district.report.hasErrors()) throw std::runtime_error(district.report.text());
    district_ = std::make_unique<app::District>(std::move(*district));
    std::string reason;
    context_ = surface::EglContext::create(reason);
    if (!context_) throw std::runtime_error(reason);
    view_ = std::make_unique<app::MapView>(*district_, terrain::makeGroundGrid(district_->ground),
                                           ATLAS_SHARE_DIR "/shaders");
    renderer_ = std::make_unique<surface::FrameRenderer>(view_->stage().root());
    session_ = app::openingSession(district_->catalog, "zh");
}

void Map::showOnly(const std::vector<std::string>& ids) {
    for (const auto& layer : district_->catalog.layers) session_.layers[layer.id] = false;
    for (const std::string& id : ids) session_.layers[id] = true;
}

scene::Pose Map::prepare(const Shot& shot, const scene::Viewport& viewport) {
    session_.camera = shot.camera;
    session_.exaggeration = shot.exaggeration;
    view_->apply(session_);
    const scene::Pose pose = view_->poseOf(shot.camera);
    if (!view_->prepare(pose, viewport, 0, true, {})) throw std::runtime_error("the frame is not complete");
    return pose;
}

Frame Map::frame(const Shot& shot, const scene::Viewport& viewport) {
    const scene::Pose pose = prepare(shot, viewport);
    const auto target = surface::FrameTarget::create({viewport.width, viewport.height}, 1);
    if (!target) throw std::runtime_error("no framebuffer");
    view_->draw(*renderer_, pose, viewport,
                {0, 0, static_cast<float>(viewport.width), static_cast<float>(viewport.height)},
                target->framebuffer());
    Frame frame;
    frame.viewport = viewport;
    frame.projector = stage().projector(pose, viewport);
    frame.image.size = {viewport.width, viewport.height};
    frame.image.pixels.resize(static_cast<std::size_t>(viewport.width) * viewport.height * 3);
    target->copyInto(frame.image, 0, 0);
    frame.depth = target->depth();
    return frame;
}

void MapTest::SetUp() {
    map_->session() = app::openingSession(map_->district().catalog, "zh");
    map_->renderer().setBackground(0.8F, 0.8F, 0.78F);
    for (unsigned i = 0; i < map_->stage().root()->getNumChildren(); ++i)
        map_->stage().root()->getChild(i)->setNodeMask(~0U);
}

}  // namespace atlas::test
