// A picture of the ground that is finer than its overview is drawn as finely as the view shows it: a
// chessboard that the overview knows nothing of, square by square against its formula.

#include <atomic>
#include <cmath>

#include "map_on_stage.h"

namespace atlas::test {
namespace {

constexpr double kSquare = 4;       // metres
constexpr double kNearSquares = 6;  // pixels that a square must span, across the view, to be told apart

bool isRed(double x, double y) {
    return (static_cast<long long>(std::floor(x / kSquare)) +
            static_cast<long long>(std::floor(y / kSquare))) %
               2 ==
           0;
}

scene::GroundPicture board(const geodata::Extent& extent, double cell) {
    scene::GroundPicture picture;
    picture.width = static_cast<int>(std::lround(extent.width() / cell));
    picture.height = static_cast<int>(std::lround(extent.height() / cell));
    picture.extent = extent;
    picture.rgba.reserve(static_cast<std::size_t>(picture.width) * picture.height * 4);
    for (int row = 0; row < picture.height; ++row)
        for (int column = 0; column < picture.width; ++column) {
            const bool red = isRed(extent.minX + (column + 0.5) * cell, extent.maxY - (row + 0.5) * cell);
            for (const int value : {red ? 255 : 0, 0, red ? 0 : 255, 255})
                picture.rgba.push_back(static_cast<std::uint8_t>(value));
        }
    return picture;
}

class WindowsTest : public MapTest {
  protected:
    void SetUp() override {
        MapTest::SetUp();
        map_->showOnly({});
        const geodata::Extent whole = map_->stage().grid().extent();
        const auto finer = std::make_shared<scene::FinerPicture>();
        finer->cell = 0.5;
        finer->overview = 100;
        finer->read = [this](const geodata::Extent& extent, double cell) {
            ++pieces_;
            finest_ = std::min(finest_.load(), cell);
            return std::optional(board(extent, cell));
        };
        // The overview is green all over.
        place_ = map_->stage().drapes().add({1, 1, whole, {0, 255, 0, 255}}, finer);
        ASSERT_TRUE(place_);
    }
    void TearDown() override { map_->stage().drapes().remove(*place_); }

    std::optional<std::size_t> place_;
    std::atomic<int> pieces_ = 0;
    std::atomic<double> finest_ = 1e9;
};

TEST_F(WindowsTest, AreAsFineAsTheViewShows) {
    const Shot views[] = {{"low, tilted", {106.5560, 29.5560, 120, 75, 25}},
                          {"low, nearly level", {106.5560, 29.5560, 60, 75, 8}},
                          {"straight down", {106.5480, 29.5540, 300, 0, 88}}};
    for (const Shot& shot : views) {
        const Frame frame = map_->frame(shot);
        std::size_t looked = 0, right = 0;
        for (int y = 0; y < frame.viewport.height; y += 3)
            for (int x = 0; x < frame.viewport.width; x += 3) {
                const auto place = frame.placeAt(x, y);
                const auto right1 = frame.placeAt(x + 1 < frame.viewport.width ? x + 1 : x - 1, y);
                const auto below = frame.placeAt(x, y + 1 < frame.viewport.height ? y + 1 : y - 1);
                if (!place || !right1 || !below) continue;
                if (std::abs(place->z() - map_->session().waterLevel) < 0.05) continue;  // of the water
                const double pixel = std::max((*right1 - *place).length(), (*below - *place).length());
                // Where squares are large enough, and not at their borders.
                if (pixel * kNearSquares > kSquare) continue;
                const auto off = [](double v) {
                    const double in = v / kSquare - std::floor(v / kSquare);
                    return std::min(in, 1 - in) * kSquare;
                };
                if (std::min(off(place->x()), off(place->y())) < 1.5 * pixel) continue;
                const std::uint8_t* rgb = frame.colorAt(x, y);
                ++looked;
                right +=
                    rgb[1] < std::max(rgb[0], rgb[2]) && (rgb[0] > rgb[2]) == isRed(place->x(), place->y());
            }
        std::printf("%-20s %zu of %zu pixels\n", shot.name, right, looked);
        ASSERT_GT(looked, 3000U) << shot.name;
        EXPECT_GE(static_cast<double>(right), 0.99 * static_cast<double>(looked)) << shot.name;
    }
}

TEST_F(WindowsTest, StayWhileTheCameraHardlyMoves) {
    Shot shot{"here", {106.5560, 29.5560, 120, 75, 25}};
    map_->frame(shot);
    const int before = pieces_;
    EXPECT_EQ(before, scene::PictureWindows::kMost);
    shot.camera.heading += 0.2;
    map_->frame(shot);
    EXPECT_LE(pieces_ - before, 1);
    EXPECT_GE(finest_, 0.5);  // not finer than the file
}

TEST_F(WindowsTest, FromFarTheOverviewIsEnough) {
    map_->frame({"far", {106.5370, 29.4600, 400000, 0, 88}});
    EXPECT_EQ(pieces_, 0);
}

TEST_F(WindowsTest, WhatCannotBeReadLeavesTheOverview) {
    map_->stage().drapes().remove(*place_);
    const auto gone = std::make_shared<scene::FinerPicture>();
    gone->cell = 0.5;
    gone->overview = 100;
    gone->read = [](const geodata::Extent&, double) { return std::optional<scene::GroundPicture>(); };
    place_ = map_->stage().drapes().add({1, 1, map_->stage().grid().extent(), {0, 255, 0, 255}}, gone);
    const Frame frame = map_->frame({"low", {106.5480, 29.5540, 300, 0, 88}});
    const std::uint8_t* rgb = frame.colorAt(frame.viewport.width / 2, frame.viewport.height / 2);
    EXPECT_GT(rgb[1], rgb[0]);
    EXPECT_GT(rgb[1], rgb[2]);
}

}  // namespace
}  // namespace atlas::test
