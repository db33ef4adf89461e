#include "scene/texel_image.h"

#include <gmock/gmock.h>

#include <numeric>

namespace atlas::scene {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Texels = std::vector<std::uint8_t>;

TEST(Mipmaps, AreTheMeansOfTwoByTwo) {
    Texels texels = {0, 4, 8, 12, 4, 8, 12, 16};  // two rows of four
    EXPECT_THAT(appendMipmaps(texels, 4, 2, 1), ElementsAre(8U, 10U));
    EXPECT_THAT(Texels(texels.begin() + 8, texels.end()), ElementsAre(4, 12, 8));
}

TEST(Mipmaps, HalveOddSidesAndThinOnesRoundedDown) {
    Texels texels(5 * 1 * 4);
    std::iota(texels.begin(), texels.end(), std::uint8_t{0});
    // 5 x 1, 2 x 1, 1 x 1: the fifth texel is left out
    EXPECT_THAT(appendMipmaps(texels, 5, 1, 4), ElementsAre(20U, 28U));
    EXPECT_THAT(Texels(texels.begin() + 20, texels.end()),
                ElementsAre(2, 3, 4, 5, 10, 11, 12, 13, 6, 7, 8, 9));
    Texels one = {7};
    EXPECT_THAT(appendMipmaps(one, 1, 1, 1), IsEmpty());
}

TEST(TexelImage, HasTheLevelsThatGlExpects) {
    Texels texels(7 * 3 * 4, 200);
    const auto levels = appendMipmaps(texels, 7, 3, 4);
    const osg::ref_ptr<TexelImage> image = new TexelImage(7, 3, 4, GL_RGBA8, std::move(texels), levels);
    ASSERT_EQ(image->getNumMipmapLevels(), 3U);
    EXPECT_EQ(image->getNumMipmapLevels(),
              static_cast<unsigned>(osg::Image::computeNumberOfMipmapLevels(7, 3)));
    EXPECT_EQ(image->getTotalSizeInBytesIncludingMipmaps(), (7U * 3 + 3 * 1 + 1) * 4);
    EXPECT_EQ(*image->getMipmapData(2), 200);
}

}  // namespace
}  // namespace atlas::scene
