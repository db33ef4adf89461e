// The comparison itself: what it must forgive, and what it must not.

#include "picture_diff.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace atlas::test {
namespace {

constexpr int kWidth = 480;
constexpr int kHeight = 300;

using Color = std::array<std::uint8_t, 3>;
constexpr Color kGround{120, 110, 80};
constexpr Color kInk{40, 35, 30};

surface::Image plain(Color color = kGround) {
    surface::Image image;
    image.size = {kWidth, kHeight};
    for (int i = 0; i < kWidth * kHeight; ++i)
        image.pixels.insert(image.pixels.end(), color.begin(), color.end());
    return image;
}

void fill(surface::Image& image, int left, int top, int width, int height, Color color) {
    for (int y = top; y < top + height; ++y)
        for (int x = left; x < left + width; ++x)
            std::copy(color.begin(), color.end(), &image.pixels[(y * image.size.width + x) * 3]);
}

bool same(const surface::Image& a, const surface::Image& b) {
    const Difference one = compare(a, b, {});
    const Difference other = compare(b, a, {});
    EXPECT_EQ(one.bad, other.bad) << "the order does not matter";
    EXPECT_EQ(one.block, other.block);
    return one.within({});
}

TEST(PictureDiff, EqualPicturesDifferByNothing) {
    const Difference difference = compare(plain(), plain(), {});
    EXPECT_TRUE(difference.within({}));
    EXPECT_EQ(difference.pixels, static_cast<std::size_t>(kWidth) * kHeight);
    EXPECT_EQ(difference.different, 0U);
    EXPECT_EQ(difference.largest, 0);
}

TEST(PictureDiff, ForgivesRounding) {
    surface::Image noisy = plain();
    std::srand(7);  // NOLINT: any fixed sequence will do
    for (std::uint8_t& value : noisy.pixels) value = static_cast<std::uint8_t>(value + std::rand() % 7 - 3);
    EXPECT_TRUE(same(plain(), noisy));
}

TEST(PictureDiff, ForgivesAnEdgeOnePixelFurther) {
    surface::Image a = plain();
    surface::Image b = plain();
    fill(a, 0, 0, kWidth, 100, {200, 200, 195});
    fill(b, 0, 0, kWidth, 101, {200, 200, 195});
    const Difference difference = compare(a, b, {});
    EXPECT_EQ(difference.different, static_cast<std::size_t>(kWidth));
    EXPECT_EQ(difference.bad, 0U);
    // A whole edge that moves by a full pixel all along is more than drivers do, and shows in the blocks.
    EXPECT_GT(difference.block, 1);
}

TEST(PictureDiff, SeesAnEdgeThreePixelsFurther) {
    surface::Image a = plain();
    surface::Image b = plain();
    fill(a, 0, 0, kWidth, 100, {200, 200, 195});
    fill(b, 0, 0, kWidth, 103, {200, 200, 195});
    EXPECT_FALSE(same(a, b));
}

TEST(PictureDiff, SeesALostLine) {
    surface::Image a = plain();
    fill(a, 50, 150, 200, 1, kInk);
    EXPECT_GE(compare(a, plain(), {}).bad, 200U);
    EXPECT_FALSE(same(a, plain()));
}

TEST(PictureDiff, SeesALostName) {
    // Strokes as a small name has them: 30 by 8 pixels, every third column inked.
    surface::Image a = plain();
    for (int x = 0; x < 30; x += 3) fill(a, 200 + x, 120, 1, 8, kInk);
    EXPECT_FALSE(same(a, plain()));
}

TEST(PictureDiff, SeesALostSymbol) {
    surface::Image a = plain();
    fill(a, 200, 120, 7, 7, {230, 160, 0});
    EXPECT_FALSE(same(a, plain()));
}

TEST(PictureDiff, SeesATint) {
    EXPECT_FALSE(same(plain(), plain({126, 110, 80}))) << "no pixel is bad, but every block is off";
    EXPECT_EQ(compare(plain(), plain({126, 110, 80}), {}).bad, 0U);
}

TEST(PictureDiff, SeesAnotherSize) {
    surface::Image small = plain();
    small.size.height -= 1;
    small.pixels.resize(static_cast<std::size_t>(small.size.width) * small.size.height * 3);
    EXPECT_FALSE(compare(plain(), small, {}).within({}));
    EXPECT_TRUE(drawDifference(plain(), small, {}).pixels.empty());
}

TEST(PictureDiff, PaintsBadPixelsMagenta) {
    surface::Image a = plain();
    fill(a, 50, 50, 20, 20, {230, 160, 0});
    const surface::Image drawn = drawDifference(plain(), a, {});
    const std::uint8_t* middle = &drawn.pixels[(60 * kWidth + 60) * 3];
    EXPECT_EQ(Color({middle[0], middle[1], middle[2]}), Color({255, 0, 255}));
    EXPECT_EQ(drawn.pixels[0], 0);
}

TEST(PictureDiff, KeepsPicturesOnDisk) {
    surface::Image a = plain();
    fill(a, 10, 20, 30, 40, kInk);
    const auto path = std::filesystem::temp_directory_path() /
                      ("picture-diff-" + std::to_string(std::hash<std::string>{}(__FILE__)) + ".png");
    ASSERT_EQ(writeSmallPng(a, path), "");
    std::string reason;
    const auto back = readPng(path, reason);
    ASSERT_TRUE(back) << reason;
    EXPECT_EQ(back->pixels, a.pixels);
    std::filesystem::remove(path);
    EXPECT_FALSE(readPng(path, reason));
    EXPECT_NE(reason, "");
}

}  // namespace
}  // namespace atlas::test
