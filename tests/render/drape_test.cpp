// Lines lie on the ground: neither floating over it, nor sunk into it, nor shining through a hill. The truth
// is the boundary's own vertices at the height field's heights, projected here; the picture is what changes
// when the layer is switched on.

#include <algorithm>
#include <cmath>

#include "layers/layer.h"
#include "map_on_stage.h"

namespace atlas::test {
namespace {

constexpr double kStep = 2;         // metres between the points that stand for the line
constexpr double kHalfWidth = 2.4;  // pixels: half of 3.2 points and its soft rim
constexpr double kFloat =
    1.5;                      // pixels beside the line that count as on it: one, and half a pixel's own size
constexpr int kReach = 12;    // pixels that are searched
constexpr double kClear = 3;  // metres of air over a sight line that surely passes

struct Truth {
    double x, y;  ///< pixel
    bool seen;    ///< nothing of the ground is before it, by a good margin
    bool hidden;  ///< a hill is before it, by a good margin
};

class DrapeTest : public MapTest {
  protected:
    /// The line as points on the screen.
    static std::vector<Truth> truth(const Frame& frame, double exaggeration) {
        const auto& ground = map_->district().ground;
        const app::LoadedLayer* layer = map_->district().layerOfKind("boundary");
        const double level = map_->session().waterLevel;
        const terrain::Vec3 eye{frame.projector.eye.x(), frame.projector.eye.y(),
                                frame.projector.eye.z() / exaggeration};
        std::vector<Truth> points;
        for (std::size_t row = 0; row < layer->table->rows(); ++row) {
            for (const auto& ring : layers::ringsOf(*layer->table, row)) {
                for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
                    const osg::Vec2d way = ring[i + 1] - ring[i];
                    const int pieces = std::max(1, static_cast<int>(way.length() / kStep));
                    for (int k = 0; k < pieces; ++k) {
                        const osg::Vec2d at = ring[i] + way * (static_cast<double>(k) / pieces);
                        const double height = ground.heightAt(at.x(), at.y());
                        if (std::isnan(height)) continue;
                        const double z = std::max(height, level);
                        osg::Vec3d pixel;
                        if (!frame.projector.project({at.x(), at.y(), z * exaggeration}, pixel)) continue;
                        if (pixel.x() < 0 || pixel.y() < 0 || pixel.x() >= frame.viewport.width ||
                            pixel.y() >= frame.viewport.height)
                            continue;
                        points.push_back({pixel.x(), pixel.y(),
                                          ground.visible(eye, {at.x(), at.y(), z - kClear}, kClear),
                                          !ground.visible(eye, {at.x(), at.y(), z + kClear}, 0)});
                    }
                }
            }
        }
        return points;
    }
};

// Nearest of some points to each pixel, within kReach; kReach * 2 beyond.
class Distances {
  public:
    Distances(const std::vector<Truth>& points, const scene::Viewport& viewport) : viewport_(viewport) {
        cells_.resize(static_cast<std::size_t>(viewport.width) * viewport.height);
        for (const Truth& point : points)
            cell(static_cast<int>(point.x), static_cast<int>(point.y)).push_back(point);
    }
    double nearest(double x, double y, bool notHidden) {
        double best = 2 * kReach;
        for (int v = std::max(0, static_cast<int>(y) - kReach);
             v <= std::min(viewport_.height - 1, static_cast<int>(y) + kReach); ++v)
            for (int u = std::max(0, static_cast<int>(x) - kReach);
                 u <= std::min(viewport_.width - 1, static_cast<int>(x) + kReach); ++u)
                for (const Truth& point : cell(u, v))
                    if (!notHidden || !point.hidden)
                        best = std::min(best, std::hypot(point.x - x, point.y - y));
        return best;
    }

  private:
    std::vector<Truth>& cell(int x, int y) {
        return cells_[static_cast<std::size_t>(y) * viewport_.width + x];
    }
    const scene::Viewport viewport_;
    std::vector<std::vector<Truth>> cells_;
};

TEST_F(DrapeTest, LinesNeitherFloatNorSinkNorShineThrough) {
    for (const Shot& shot : shots()) {
        map_->showOnly({});
        const Frame without = map_->frame(shot);
        map_->showOnly({map_->district().layerOfKind("boundary")->entry->id});
        const Frame with = map_->frame(shot);
        const std::vector<Truth> points = truth(with, shot.exaggeration);
        Distances distances(points, with.viewport);

        const auto drawn = [&](int x, int y) {
            const std::uint8_t* a = without.colorAt(x, y);
            const std::uint8_t* b = with.colorAt(x, y);
            return std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]) > 3;
        };
        std::size_t pixels = 0;
        std::size_t floating = 0;
        std::size_t through = 0;
        for (int y = 0; y < with.viewport.height; ++y) {
            for (int x = 0; x < with.viewport.width; ++x) {
                if (!drawn(x, y)) continue;
                ++pixels;
                if (distances.nearest(x + 0.5, y + 0.5, false) > kHalfWidth + kFloat)
                    ++floating;
                else if (distances.nearest(x + 0.5, y + 0.5, true) > kHalfWidth + kFloat)
                    ++through;
            }
        }
        std::size_t seen = 0;
        std::size_t sunk = 0;
        for (const Truth& point : points) {
            if (!point.seen) continue;
            ++seen;
            bool found = false;  // in the gap of a dash the rims are drawn, two pixels off
            for (int v = -3; v <= 3 && !found; ++v)
                for (int u = -3; u <= 3 && !found; ++u) {
                    const int x = static_cast<int>(point.x) + u;
                    const int y = static_cast<int>(point.y) + v;
                    found = x >= 0 && y >= 0 && x < with.viewport.width && y < with.viewport.height &&
                            drawn(x, y);
                }
            if (!found) ++sunk;
        }
        std::printf(
            "%-32s %6zu line pixels: %zu floating, %zu through hills; %6zu points in sight, %zu sunk\n",
            shot.name, pixels, floating, through, seen, sunk);
        const auto share = [](std::size_t part, std::size_t whole) {
            return static_cast<double>(part) / static_cast<double>(std::max<std::size_t>(whole, 1));
        };
        EXPECT_LE(share(floating, pixels), 0.005) << shot.name;
        EXPECT_LE(share(through, pixels), 0.02) << shot.name;
        EXPECT_LE(share(sunk, seen), 0.01) << shot.name;
    }
}

}  // namespace
}  // namespace atlas::test
