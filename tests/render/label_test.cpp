// Names on the map: none covers another, none is cut off by the picture's edge, and each letter lies within
// the box that was kept free for it.

#include <osg/Geometry>

#include "map_on_stage.h"

namespace atlas::test {
namespace {

constexpr double kFoot = 4.5;  // metres over its place from which a name counts as seen
constexpr float kHalo = 3;     // pixels by which a letter's soft rim may reach over its box

bool overlap(const scene::ScreenBox& a, const scene::ScreenBox& b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

class LabelTest : public MapTest {};

// Contrast ratio as WCAG 2.2 has it, of two sRGB colours.
double contrast(const osg::Vec3f& a, const osg::Vec3f& b) {
    const auto light = [](const osg::Vec3f& c) {
        const auto linear = [](double v) {
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(c.x()) + 0.7152 * linear(c.y()) + 0.0722 * linear(c.z());
    };
    const double la = light(a);
    const double lb = light(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

TEST_F(LabelTest, EveryNameStandsOffItsHalo) {
    const osg::Vec3f halo(0.985F, 0.975F, 0.95F);  // label.frag, by day; by night both are turned round
    EXPECT_GE(contrast({0.94F, 0.92F, 0.86F}, {0.03F, 0.04F, 0.07F}), 4.5);
    map_->prepare(shots().front(), {1280, 720, 1});
    std::size_t looked = 0;
    for (const scene::Label& label : map_->view().labels().labels()) {
        EXPECT_GE(contrast(label.color, halo), 4.5) << label.text;
        ++looked;
    }
    EXPECT_GT(looked, 300U);
}

TEST_F(LabelTest, NoneCoversAnother) {
    std::size_t most = 0;
    for (const char* language : {"zh", "en"}) {
        map_->session().language = language;
        for (const scene::Viewport viewport :
             {scene::Viewport{1280, 720, 1}, scene::Viewport{320, 240, 1}, scene::Viewport{1280, 720, 2}}) {
            for (const Shot& shot : shots()) {
                map_->prepare(shot, viewport);
                scene::LabelLayer& labels = map_->view().labels();
                const auto& boxes = labels.boxes();
                most = std::max(most, boxes.size());
                const std::string where = std::string(shot.name) + " " + language + " " +
                                          std::to_string(viewport.width) + " x" +
                                          std::to_string(viewport.scale);
                for (std::size_t i = 0; i < boxes.size(); ++i) {
                    const scene::ScreenBox& box = boxes[i].second;
                    EXPECT_GE(box.left, 0) << where;
                    EXPECT_GE(box.top, 0) << where;
                    EXPECT_LE(box.right, static_cast<float>(viewport.width)) << where;
                    EXPECT_LE(box.bottom, static_cast<float>(viewport.height)) << where;
                    for (std::size_t k = i + 1; k < boxes.size(); ++k)
                        EXPECT_FALSE(overlap(box, boxes[k].second))
                            << where << ": " << labels.labels()[boxes[i].first].text << " and "
                            << labels.labels()[boxes[k].first].text;
                }
                // The letters as they are drawn: four corners each, x and y in pixels.
                const auto* corners = dynamic_cast<const osg::Vec4Array*>(
                    dynamic_cast<const osg::Geometry*>(labels.node())->getVertexArray());
                ASSERT_NE(corners, nullptr);
                for (const osg::Vec4& corner : *corners) {
                    const bool inside = std::any_of(boxes.begin(), boxes.end(), [&](const auto& b) {
                        return corner.x() >= b.second.left - kHalo && corner.x() <= b.second.right + kHalo &&
                               corner.y() >= b.second.top - kHalo && corner.y() <= b.second.bottom + kHalo;
                    });
                    EXPECT_TRUE(inside) << where << ": a letter at " << corner.x() << ", " << corner.y();
                    if (!inside) break;
                }
            }
        }
    }
    EXPECT_GT(most, 8U) << "a map without names proves nothing";
}

// The depth buffer is the witness: what is drawn at a name's anchor is not far before it.
TEST_F(LabelTest, NoneStandsForWhatIsHidden) {
    std::size_t looked = 0;
    for (const Shot& shot : shots()) {
        const Frame frame = map_->frame(shot, {1280, 720, 1});
        scene::LabelLayer& labels = map_->view().labels();
        for (const auto& [index, box] : labels.boxes()) {
            const scene::Label& label = labels.labels()[index];
            osg::Vec3d pixel;
            const osg::Vec3d anchor(label.anchor.x(), label.anchor.y(),
                                    (label.anchor.z() + kFoot) * shot.exaggeration);
            if (label.over || !frame.projector.project(anchor, pixel)) continue;
            const int x = static_cast<int>(pixel.x());
            const int y = static_cast<int>(pixel.y());
            if (x < 1 || y < 1 || x >= 1279 || y >= 719) continue;
            // An edge may run through the pixel: the furthest of its neighbours counts.
            double seen = 0;
            for (int dy = -1; dy <= 1; ++dy) {
                for (int dx = -1; dx <= 1; ++dx) {
                    const auto there = frame.placeAt(x + dx, y + dy);
                    seen = std::max(seen, there ? (*there - frame.projector.eye).length() : 1e9);
                }
            }
            ++looked;
            EXPECT_GT(seen, 0.93 * pixel.z() - 25) << shot.name << ": " << label.text;
        }
    }
    EXPECT_GT(looked, 50U);
}

// Names come and go softly while the map is used, and a still map comes to rest.
TEST_F(LabelTest, FadesEnd) {
    const Shot& shot = shots().front();
    const scene::Viewport viewport{1280, 720, 1};
    const scene::Pose pose = map_->prepare(shot, viewport);
    const std::size_t final = map_->view().labels().shown();
    map_->session().language = "en";
    map_->view().apply(map_->session());
    bool rested = false;
    for (int frame = 0; frame < 400 && !rested; ++frame)
        rested = map_->view().prepare(pose, viewport, 0.02, false, {});
    EXPECT_TRUE(rested);
    map_->session().language = "zh";
    map_->view().apply(map_->session());
    for (int frame = 0; frame < 400; ++frame)
        if (map_->view().prepare(pose, viewport, 0.02, false, {})) break;
    EXPECT_NEAR(static_cast<double>(map_->view().labels().shown()), static_cast<double>(final),
                0.1 * static_cast<double>(final) + 1);
}

}  // namespace
}  // namespace atlas::test
