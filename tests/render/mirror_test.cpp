// What water mirrors against rays that are cast by hand: from each pixel of the river up along the mirrored
// line of sight, through the bodies' own geometry and over the ground's heights.

#include <cmath>
#include <cstdlib>

#include "map_on_stage.h"

namespace atlas::test {
namespace {

class MirrorTest : public MapTest {};

TEST_F(MirrorTest, WaterShowsWhatStandsAlongTheMirroredRay) {
    map_->showOnly({"rivers", "landmarks"});
    const auto evening = scene::parseTime("2026-10-18T20:30+08:00", map_->district().catalog.timeZone);
    ASSERT_TRUE(evening);
    map_->session().time = *evening;
    constexpr scene::Viewport kViewport{1280, 720};
    for (const double exaggeration : {1.0, 1.5}) {
        const Shot shot{"night", {106.5927, 29.5710, 275, 236, 12.5}, exaggeration};
        map_->prepare(shot, kViewport);
        map_->stage().setMirror(false);
        const Frame without = map_->frame(shot, kViewport);
        map_->stage().setMirror(true);
        const Frame with = map_->frame(shot, kViewport);
        const double level = map_->stage().waterLevel() * exaggeration;
        const osg::Vec3d eye = with.projector.eye;
        const auto changed = [&](int x, int y) {
            int sum = 0;
            for (int channel = 0; channel < 3; ++channel)
                sum += std::abs(with.colorAt(x, y)[channel] - without.colorAt(x, y)[channel]);
            return sum;
        };
        int hits = 0, shown = 0, misses = 0, clean = 0, dry = 0, spoilt = 0;
        for (int y = 0; y < kViewport.height; y += 5)
            for (int x = 0; x < kViewport.width; x += 5) {
                const auto place = with.placeAt(x, y);
                if (!place || std::abs(place->z() - level) > 0.3) {
                    ++dry;
                    spoilt += changed(x, y) > 0;
                    continue;
                }
                osg::Vec3d ray = *place - eye;
                ray.z() = -ray.z();
                ray.normalize();
                // Waves lean the ray up and down by some degrees: what they may reach, and what they must.
                int met = 0;
                const double leans[] = {-0.10, -0.06, -0.02, 0, 0.02, 0.06, 0.10};
                for (const double lean : leans)
                    for (const double side : {-0.012, 0.0, 0.012}) {
                        const osg::Vec3d to = ray + osg::Vec3d(-ray.y() * side, ray.x() * side, lean);
                        if (to.z() <= 0) continue;
                        const osg::Vec3d from = *place + osg::Vec3d(0, 0, 0.5);
                        met += map_->view().bodyBetween(from, *place + to * 4000) ||
                               map_->view().hit(from, to).has_value();
                    }
                if (met >= 18) {
                    ++hits;
                    shown += changed(x, y) >= 3;
                } else if (met == 0) {
                    ++misses;
                    clean += changed(x, y) <= 2;
                }
            }
        EXPECT_GT(hits, 300) << exaggeration;
        EXPECT_GT(misses, 2000) << exaggeration;
        EXPECT_GT(shown, hits * 0.97) << exaggeration << ": " << hits;
        EXPECT_GT(clean, misses * 0.96) << exaggeration << ": " << misses;
        EXPECT_EQ(spoilt, 0) << exaggeration << ": only water mirrors, of " << dry;
    }
}

}  // namespace
}  // namespace atlas::test
