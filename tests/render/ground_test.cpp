// The drawn ground against the elevation raster itself, read here by GDAL and not by the engine: each pixel's
// depth is projected back to the world, and the height there is compared.

#include <gdal.h>

#include <algorithm>
#include <cmath>

#include "map_on_stage.h"

namespace atlas::test {
namespace {

constexpr double kPaperReach = 40000;  // metres that the paper round the map goes at least
constexpr double kWaterSlack = 0.05;   // metres by which depth blurs the water's level

/// The raster as GDAL hands it out; heights sit in the middle of cells.
class Elevation {
  public:
    explicit Elevation(const std::string& path) {
        GDALAllRegister();
        GDALDatasetH file = GDALOpen(path.c_str(), GA_ReadOnly);
        if (file == nullptr) throw std::runtime_error(path);
        GDALGetGeoTransform(file, frame_);
        width_ = GDALGetRasterXSize(file);
        height_ = GDALGetRasterYSize(file);
        values_.resize(static_cast<std::size_t>(width_) * height_);
        GDALRasterBandH band = GDALGetRasterBand(file, 1);
        noData_ = GDALGetRasterNoDataValue(band, nullptr);
        if (GDALRasterIO(band, GF_Read, 0, 0, width_, height_, values_.data(), width_, height_, GDT_Float64,
                         0, 0) != CE_None)
            throw std::runtime_error(path);
        GDALClose(file);
    }

    /// Bilinear; NaN outside.
    double at(double x, double y) const {
        const double c = (x - frame_[0]) / frame_[1] - 0.5;
        const double r = (y - frame_[3]) / frame_[5] - 0.5;
        const int column = static_cast<int>(std::floor(c));
        const int row = static_cast<int>(std::floor(r));
        if (column < 0 || row < 0 || column + 1 >= width_ || row + 1 >= height_) return NAN;
        const auto value = [&](int i, int k) {
            const double v = values_[static_cast<std::size_t>(row + k) * width_ + column + i];
            return v == noData_ ? NAN : v;
        };
        const double u = c - column;
        const double v = r - row;
        return (value(0, 0) * (1 - u) + value(1, 0) * u) * (1 - v) +
               (value(0, 1) * (1 - u) + value(1, 1) * u) * v;
    }

  private:
    double frame_[6] = {};
    int width_ = 0, height_ = 0;
    double noData_ = 0;
    std::vector<double> values_;
};

class GroundTest : public MapTest {
  protected:
    void SetUp() override {
        MapTest::SetUp();
        map_->showOnly({});
    }
    void hide(const char* name) {
        osg::Group* root = map_->stage().root();
        for (unsigned i = 0; i < root->getNumChildren(); ++i)
            if (root->getChild(i)->getName() == name) root->getChild(i)->setNodeMask(0);
    }
    static double quantile(std::vector<double>& errors, double share) {
        const auto at =
            errors.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(errors.size() - 1));
        std::nth_element(errors.begin(), at, errors.end());
        return *at;
    }
    Elevation elevation_{ATLAS_SHARE_DIR "/data/elevation.tif"};
};

TEST_F(GroundTest, LiesWhereTheRasterSays) {
    const double level = map_->session().waterLevel;
    for (const Shot& shot : shots()) {
        const Frame frame = map_->frame(shot);
        std::vector<double> pixels;
        std::vector<double> metres;
        std::size_t water = 0;
        for (int y = 0; y < frame.viewport.height; y += 2) {
            for (int x = 0; x < frame.viewport.width; x += 2) {
                const auto place = frame.placeAt(x, y);
                if (!place) continue;
                const double raster = elevation_.at(place->x(), place->y());
                if (std::isnan(raster)) continue;
                const double drawn = place->z() / shot.exaggeration;
                const bool wet = std::abs(drawn - level) < kWaterSlack;
                water += wet ? 1 : 0;
                const double expected = wet ? std::max(raster, level) : raster;
                osg::Vec3d pixel;
                if (!frame.projector.project({place->x(), place->y(), expected * shot.exaggeration}, pixel))
                    continue;
                pixels.push_back(std::hypot(pixel.x() - x - 0.5, pixel.y() - y - 0.5));
                metres.push_back(std::abs(drawn - expected));
            }
        }
        ASSERT_GT(pixels.size(), 1000U) << shot.name;
        const std::size_t count = pixels.size();
        const double worst = *std::max_element(pixels.begin(), pixels.end());
        const double p99 = quantile(pixels, 0.99);
        const double p999 = quantile(pixels, 0.999);
        const double p50 = quantile(pixels, 0.50);
        const double metres99 = quantile(metres, 0.99);
        std::printf(
            "%-32s %7zu pixels, %4.1f %% water: median %.3f, p99 %.2f, worst %.1f pixels; p99 %.2f m\n",
            shot.name, count, 100.0 * static_cast<double>(water) / static_cast<double>(count), p50, p99,
            worst, metres99);
        EXPECT_LE(p99, 1.0) << shot.name;
        EXPECT_LE(p999, 2.0) << shot.name;
    }
}

// Nothing shows through: with the sky taken away, over magenta, every pixel whose ray meets the ground is
// ground, water or paper.
TEST_F(GroundTest, HasNoHoles) {
    hide("sky");
    map_->renderer().setBackground(1, 0, 1);
    for (const Shot& shot : shots()) {
        const Frame frame = map_->frame(shot);
        const scene::Pose pose = map_->view().poseOf(shot.camera);
        const double above = pose.eye.z() - map_->stage().grid().baseHeight * shot.exaggeration;
        std::size_t magenta = 0;
        std::size_t below = 0;
        for (int y = 0; y < frame.viewport.height; ++y) {
            for (int x = 0; x < frame.viewport.width; ++x) {
                const osg::Vec3d ray = scene::rayThrough(pose, frame.viewport, x + 0.5, y + 0.5);
                if (-ray.z() * kPaperReach < above) continue;  // above the horizon that is drawn
                ++below;
                const std::uint8_t* color = frame.colorAt(x, y);
                if (frame.depthAt(x, y) >= 1 || (color[0] == 255 && color[1] == 0 && color[2] == 255))
                    ++magenta;
            }
        }
        EXPECT_GT(below, 1000U) << shot.name;
        EXPECT_EQ(magenta, 0U) << shot.name << ": of " << below << " pixels";
    }
}

// A poster is the picture, larger: lines on the ground darken as much of it.
TEST_F(GroundTest, LinesGrowWithThePicture) {
    const Shot& shot = shots().front();
    const auto darkened = [&](const scene::Viewport& viewport) {
        map_->session().contours = true;
        const Frame lined = map_->frame(shot, viewport);
        map_->session().contours = false;
        const Frame plain = map_->frame(shot, viewport);
        double sum = 0;
        for (std::size_t i = 0; i < plain.image.pixels.size(); ++i)
            sum += plain.image.pixels[i] - lined.image.pixels[i];
        return sum / static_cast<double>(plain.image.pixels.size());
    };
    const double window = darkened({960, 540, 1});
    const double poster = darkened({2880, 1620, 3});
    std::printf("contour lines take %.3f of 255 from a window's pixel, %.3f from a poster's\n", window,
                poster);
    EXPECT_GT(window, 0.1);
    EXPECT_NEAR(poster / window, 1, 0.15);
}

}  // namespace
}  // namespace atlas::test
