#define GL_GLEXT_PROTOTYPES
#include "tests/bench/terrain_scene.h"

#include <GL/gl.h>
#include <GL/glext.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "app/added_terrain.h"
#include "app/view/picture_session.h"

namespace atlas::test {

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

TerrainScene::TerrainScene(const std::string& file, std::size_t bytes) {
    auto catalog = layers::loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
    if (!catalog) throw std::runtime_error(catalog.report.text());
    const auto alone = app::addTerrain({file}, *catalog);
    if (!alone || !*alone) throw std::runtime_error(file + ": no map of its own: " + alone.report.text());
    app::PictureOptions options;
    options.memory = static_cast<int>(bytes >> 20);
    app::DistrictParts parts;
    parts.heightBytes = app::heightBytes(options);
    const app::Session session = app::openingSession(*catalog, "en");
    auto district = app::loadDistrict(std::move(*catalog), parts);
    if (!district || district.report.hasErrors()) throw std::runtime_error(district.report.text());
    district_ = std::make_unique<app::District>(std::move(*district));
    std::string reason;
    context_ = surface::EglContext::create(reason);
    if (!context_) throw std::runtime_error(reason);
    view_ = std::make_unique<app::MapView>(*district_, terrain::makeGroundGrid(district_->ground),
                                           ATLAS_SHARE_DIR "/shaders", app::tileBytes(options));
    renderer_ = std::make_unique<surface::FrameRenderer>(view_->stage().root());
    target_ = surface::FrameTarget::create({viewport_.width, viewport_.height}, 1);
    if (!target_) throw std::runtime_error("no framebuffer");
    view_->apply(session);
}

scene::Pose TerrainScene::low(double height, double heading, double pitch, geodata::Point2 beside) const {
    const geodata::Point2 centre = district_->ground.extent().center();
    const geodata::Point2 middle{centre.x + beside.x, centre.y + beside.y};
    scene::Pose pose;
    pose.eye.set(middle.x, middle.y, view_->stage().surfaceHeight(middle.x, middle.y) + height);
    pose.heading = heading;
    pose.pitch = pitch;
    return pose;
}

double TerrainScene::draw(const scene::Pose& pose) {
    const auto start = Clock::now();
    view_->draw(*renderer_, pose, viewport_,
                {0, 0, static_cast<float>(viewport_.width), static_cast<float>(viewport_.height)},
                target_->framebuffer());
    surface::FrameTarget::finish();
    return since(start);
}

double TerrainScene::drawComplete(const scene::Pose& pose) {
    const auto start = Clock::now();
    if (!view_->prepare(pose, viewport_, 0, true, {})) throw std::runtime_error("the frame is not complete");
    draw(pose);
    return since(start);
}

double TerrainScene::drawNow(const scene::Pose& pose, bool& complete) {
    const auto start = Clock::now();
    complete = view_->prepare(pose, viewport_, 1.0 / 60, false, {});
    draw(pose);
    return since(start);
}

surface::Image TerrainScene::picture() const {
    surface::Image image;
    image.size = {viewport_.width, viewport_.height};
    image.pixels.resize(static_cast<std::size_t>(viewport_.width) * viewport_.height * 3);
    target_->copyInto(image, 0, 0);
    return image;
}

void TerrainScene::copyFrame(unsigned framebuffer) const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target_->framebuffer());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
    glBlitFramebuffer(0, 0, viewport_.width, viewport_.height, 0, 0, viewport_.width, viewport_.height,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

TerrainScene::Error TerrainScene::errorOf(const scene::Pose& pose, const FractalHeights& heights,
                                          const FractalDem& dem) {
    const std::vector<float> depth = target_->depth();
    const scene::Projector projector = view_->stage().projector(pose, viewport_);
    const osg::Matrixd back = osg::Matrixd::inverse(projector.worldToClip);
    std::vector<double> off;
    for (int y = 0; y < viewport_.height; ++y) {
        for (int x = 0; x < viewport_.width; ++x) {
            const float d = depth[static_cast<std::size_t>(y) * viewport_.width + x];
            if (d >= 1) continue;
            const osg::Vec3d clip((x + 0.5) / viewport_.width * 2 - 1, 1 - (y + 0.5) / viewport_.height * 2,
                                  d * 2.0 - 1);
            const osg::Vec3d place = projector.frame.toMap(clip * back);
            const double truth = heights.at(dem, place.x(), place.y());
            osg::Vec3d pixel;
            if (std::isnan(truth) || !projector.project({place.x(), place.y(), truth}, pixel)) continue;
            off.push_back(std::hypot(pixel.x() - x - 0.5, pixel.y() - y - 0.5));
        }
    }
    if (off.empty()) return {};
    std::sort(off.begin(), off.end());
    return {off[off.size() / 2], off[off.size() * 99 / 100], off.back(), off.size()};
}

}  // namespace atlas::test
