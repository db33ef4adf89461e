// Names on the map: none covers another, none is cut off by the picture's edge, and each letter lies within
// the box that was kept free for it.

#include <osg/Geometry>

#include "map_on_stage.h"

namespace atlas::test {
namespace {

constexpr float kHalo = 3;  // pixels by which a letter's soft rim may reach over its box

bool overlap(const scene::ScreenBox& a, const scene::ScreenBox& b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

class LabelTest : public MapTest {};

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

}  // namespace
}  // namespace atlas::test
