#include "scene/sketches.h"

#include <algorithm>
#include <osg/Depth>
#include <osg/Geometry>

#include "scene/areas.h"
#include "scene/lines.h"
#include "scene/stage.h"

namespace atlas::scene {

namespace {

constexpr int kGhostBin = 15;  // over ways, under pins and names
constexpr int kLineBin = 16;
constexpr double kGroundStep = 4;     // metres between looks at the ground
constexpr double kMostPieces = 1500;  // a line
constexpr float kGhost = 0.38F;       // what is left of a line behind something

}  // namespace

Sketches::Sketches(Stage& stage) : stage_(stage), root_(new osg::Group) {
    root_->setName("sketches");
    stage_.content()->addChild(root_);
}

Sketches::~Sketches() {
    stage_.content()->removeChild(root_);
}

void Sketches::set(std::vector<SketchShape> shapes) {
    if (shapes == shapes_ && water_ == stage_.waterLevel()) return;
    shapes_ = std::move(shapes);
    water_ = stage_.waterLevel();
    build();
}

void Sketches::build() {
    root_->removeChildren(0, root_->getNumChildren());
    const auto surface = [this](double x, double y) { return std::max(stage_.surfaceHeight(x, y), water_); };
    for (const SketchShape& shape : shapes_) {
        const osg::Vec4f color(shape.color[0], shape.color[1], shape.color[2], 1);
        if (!shape.area.empty()) {
            Areas areas({areaOver(shape.area, surface)}, stage_.frame(), stage_.shaders());
            areas.setGroups({0}, 1);
            areas.setFill(0, {color.x(), color.y(), color.z(), shape.fill});
            root_->addChild(areas.node());
        }
        std::vector<Polyline> lines;
        for (const auto& line : shape.lines) {
            double length = 0;
            for (std::size_t i = 0; i + 1 < line.size(); ++i) length += (line[i + 1] - line[i]).length();
            if (length > 0)
                lines.push_back(drape(line, surface, std::max(kGroundStep, length / kMostPieces)));
        }
        if (lines.empty()) continue;
        LineStyle style;
        style.core = color;
        style.casing = {shape.casing[0], shape.casing[1], shape.casing[2], 0.75F};
        style.width = shape.width;
        style.casingShare = 0.42F;
        style.dash = shape.dash;
        const osg::ref_ptr<osg::Node> node = makeLines(lines, style, stage_.frame(), stage_.shaders());
        osg::StateSet& state = *node->getStateSet();
        state.setRenderBinDetails(kLineBin, "RenderBin");
        // The same once more, without asking what stands before it: a line goes on behind a house.
        const osg::ref_ptr<osg::Geometry> ghost =
            new osg::Geometry(*node->asGeometry(), osg::CopyOp::SHALLOW_COPY);
        ghost->setInitialBound(node->asGeometry()->osg::Drawable::getInitialBound());
        ghost->setStateSet(new osg::StateSet(state, osg::CopyOp::SHALLOW_COPY));
        osg::StateSet& faint = *ghost->getStateSet();
        faint.removeUniform("u_opacity");
        faint.addUniform(new osg::Uniform("u_opacity", kGhost));
        faint.setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
        faint.setRenderBinDetails(kGhostBin, "RenderBin");
        root_->addChild(ghost);
        root_->addChild(node);
    }
}

}  // namespace atlas::scene
