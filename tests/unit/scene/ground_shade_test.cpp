// The colours of a tile's texels against the same light in double precision, texel by texel: the product's
// loops are compiled for several machines.

#include "scene/ground_shade.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace atlas::scene {
namespace {

using terrain::kRimSide;
using terrain::kTileCells;
using terrain::kTileSide;

class GroundShadeTest : public testing::Test {
  protected:
    GroundShadeTest() {
        std::mt19937 random(3);
        grid_.columns = 90;
        grid_.rows = 70;
        grid_.step = 16;
        grid_.originX = 1000;
        grid_.originY = 2000;
        auto context =
            std::make_shared<GroundContext>(static_cast<std::size_t>(grid_.columns) * grid_.rows * 4);
        for (auto& byte : *context) byte = static_cast<std::uint8_t>(random() % 256);
        // Nothing lies beyond the data in the western half.
        for (int row = 0; row < grid_.rows; ++row)
            for (int column = 0; column < grid_.columns / 2; ++column)
                (*context)[(static_cast<std::size_t>(row) * grid_.columns + column) * 4 + 3] = 0;
        model_.version = 7;
        model_.grid = &grid_;
        model_.context = std::move(context);
        model_.light = lightFor({230, 35});
        model_.tints = model_.theme.tintTable();
        model_.low = 150;
        model_.high = 420;
        model_.exaggeration = 1.7;
    }
    terrain::TileData tileAt(double x, double y, double cell) {
        terrain::TileData tile;
        tile.extent = {x, y, x + cell * kTileCells, y + cell * kTileCells};
        std::mt19937 random(11);
        heights_.resize(static_cast<std::size_t>(kRimSide) * kRimSide);
        for (int row = 0; row < kRimSide; ++row)
            for (int column = 0; column < kRimSide; ++column)
                heights_[static_cast<std::size_t>(row) * kRimSide + column] =
                    static_cast<float>(280 + 150 * std::sin(column * cell / 90) * std::cos(row * cell / 70) +
                                       static_cast<double>(random() % 100) * 0.004 * cell);
        tile.surface = std::make_unique<terrain::TileSurface>(heights_);
        return tile;
    }
    // Bilinear between the context's vertices, clamped at its edge; 0..1.
    double contextAt(double x, double y, int channel) const {
        const double u = std::clamp((x - grid_.originX) / grid_.step, 0.0, grid_.columns - 1.0);
        const double v = std::clamp((y - grid_.originY) / grid_.step, 0.0, grid_.rows - 1.0);
        double sum = 0;
        for (int row = 0; row < grid_.rows; ++row)
            for (int column = 0; column < grid_.columns; ++column) {
                const double share =
                    std::max(0.0, 1 - std::abs(u - column)) * std::max(0.0, 1 - std::abs(v - row));
                if (share > 0)
                    sum += share *
                           (*model_.context)[(static_cast<std::size_t>(row) * grid_.columns + column) * 4 +
                                             static_cast<std::size_t>(channel)];
            }
        return sum / 255;
    }
    osg::Vec3d lit(const osg::Vec3d& ground, const osg::Vec3d& normal, double sun, double open) const {
        const osg::Vec3d direction(model_.light.direction);
        const double up = 0.5 + 0.5 * normal.z();
        const osg::Vec3d ambient =
            (osg::Vec3d(model_.light.bounce) * (1 - up) + osg::Vec3d(model_.light.sky) * up) *
            (0.42 + 0.58 * open * open);
        const osg::Vec3d light =
            osg::Vec3d(model_.light.sun) * (std::max(normal * direction, 0.0) * sun) + ambient;
        return osg::componentMultiply(ground, light);
    }
    osg::Vec3d expected(const terrain::TileData& tile, int column, int row) const {
        const auto height = [&](int c, int r) {
            return static_cast<double>(
                heights_[static_cast<std::size_t>(row + 1 + r) * kRimSide + column + 1 + c]);
        };
        const double run = 2 * tile.cell();
        osg::Vec3d normal(-(height(1, 0) - height(-1, 0)) / run * model_.exaggeration,
                          -(height(0, 1) - height(0, -1)) / run * model_.exaggeration, 1);
        normal.normalize();
        const double x = tile.extent.minX + column * tile.cell();
        const double y = tile.extent.minY + row * tile.cell();
        const double place =
            (height(0, 0) - model_.low) / (model_.high - model_.low) * (MapTheme::kTints - 1);
        const auto tint = static_cast<std::size_t>(std::clamp(place, 0.0, MapTheme::kTints - 1.0));
        const auto step = [](double t) {
            t = std::clamp(t, 0.0, 1.0);
            return t * t * (3 - 2 * t);
        };
        const MapTheme& theme = model_.theme;
        const double rock = step((0.86 - normal.z()) / (0.86 - 0.55)) * static_cast<double>(theme.rockShare);
        osg::Vec3d ground = osg::Vec3d(model_.tints[tint]) * (1 - rock) + osg::Vec3d(theme.rock) * rock;
        const double grey = ground * osg::Vec3d(0.3, 0.55, 0.15);
        const auto paperShare = static_cast<double>(theme.outsidePaper);
        const osg::Vec3d paper(model_.light.paper);
        const osg::Vec3d back = osg::Vec3d(grey, grey, grey) * (1 - paperShare) + paper * (0.6 * paperShare);
        const auto kept = static_cast<double>(theme.outsideColor);
        const double colour = kept + (1 - kept) * contextAt(x, y, 2);
        ground = back * (1 - colour) + ground * colour;
        const double open = contextAt(x, y, 1);
        osg::Vec3d seen = lit(ground, normal, contextAt(x, y, 0), open);
        const double share = step(contextAt(x, y, 3));
        osg::Vec3d flat = normal * 0.4 + osg::Vec3d(0, 0, 0.6);
        flat.normalize();
        return seen * (1 - share) + lit(paper, flat, 1, open) * share;
    }
    void compare(const terrain::TileData& tile) {
        const ShadedTile shaded = shadeTile(tile, model_);
        EXPECT_EQ(shaded.version, 7U);
        std::mt19937 random(5);
        int apart = 0;
        for (int i = 0; i < 400; ++i) {
            const int column = i < 4 ? i % 2 * kTileCells : static_cast<int>(random() % kTileSide);
            const int row = i < 4 ? i / 2 * kTileCells : static_cast<int>(random() % kTileSide);
            const std::uint8_t* texel =
                &shaded.texels[(static_cast<std::size_t>(row) * kTileSide + column) * 4];
            const osg::Vec3d colour = expected(tile, column, row);
            for (int k = 0; k < 3; ++k) {
                const double byte = std::sqrt(std::clamp(colour[k] / 2, 0.0, 1.0)) * 255;
                EXPECT_NEAR(texel[k], byte, 1.6) << column << ' ' << row << ' ' << k;
                if (std::abs(texel[k] - byte) > 0.6) ++apart;  // the tint's next step, at the most
            }
            const double beyond =
                contextAt(tile.extent.minX + column * tile.cell(), tile.extent.minY + row * tile.cell(), 3);
            EXPECT_NEAR(texel[3], beyond * 255, 0.6);
        }
        EXPECT_LT(apart, 60);
        EXPECT_EQ(shaded.levelOffsets.size(), 8U);
        EXPECT_EQ(shaded.levelOffsets.front(), terrain::kTileVertices * 4);
    }

    terrain::GroundGrid grid_;
    ShadeModel model_;
    std::vector<float> heights_;
};

TEST_F(GroundShadeTest, FineCellsInsideTheData) {
    const auto tile = tileAt(1100.3, 2200.7, 1.25);
    compare(tile);
    EXPECT_FALSE(shadeTile(tile, model_).beyond);
}

TEST_F(GroundShadeTest, CoarseCellsAcrossTheEdgeOfTheGrid) {
    const auto tile = tileAt(900, 1900, 9);
    compare(tile);
    EXPECT_TRUE(shadeTile(tile, model_).beyond);
}

}  // namespace
}  // namespace atlas::scene
