#include "scene/glyph_atlas.h"

#include <gmock/gmock.h>

namespace atlas::scene {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CodePoints, OfUtf8) {
    EXPECT_THAT(codePoints(""), IsEmpty());
    EXPECT_THAT(codePoints("A1"), ElementsAre(U'A', U'1'));
    EXPECT_THAT(codePoints("渝中"), ElementsAre(U'渝', U'中'));
    EXPECT_THAT(codePoints("é·𠀀"), ElementsAre(U'é', U'·', U'\U00020000'));
}

TEST(CodePoints, BrokenSequencesGiveTheReplacementCharacter) {
    EXPECT_THAT(codePoints("a\xFFz"), ElementsAre(U'a', U'\uFFFD', U'z'));
    EXPECT_THAT(codePoints("\x80"), ElementsAre(U'\uFFFD'));
    // Cut short: the lead alone is broken, what follows is read again from its own start.
    EXPECT_EQ(codePoints("\xE6\xB8").front(), U'\uFFFD');
    EXPECT_EQ(codePoints("\xE6").size(), 1U);
    EXPECT_EQ(codePoints("\xE6渝").back(), U'渝');
    EXPECT_EQ(codePoints("\xF0\x9F").front(), U'\uFFFD');
}

TEST(GlyphAtlas, WithoutAFontEveryGlyphIsEmpty) {
    GlyphAtlas atlas(std::nullopt);
    EXPECT_EQ(atlas.glyph(U'渝', 20).width, 0);
    EXPECT_EQ(atlas.glyph(U'A', 20).width, 0);
    atlas.upload();
}

TEST(GlyphAtlas, DrawsChineseWhereTheMachineHasAFont) {
    const auto font = findChineseFont();
    if (!font) GTEST_SKIP() << "no Chinese font here";
    GlyphAtlas atlas(font);
    const Glyph& wide = atlas.glyph(U'渝', 20);
    EXPECT_NEAR(wide.advance, 20, 1) << "a full-width character is as wide as it is high";
    EXPECT_GT(wide.width, 12);
    EXPECT_LT(atlas.glyph(U'i', 20).advance, 12);
    // Asked again it is the same place in the texture; another size is another glyph.
    EXPECT_EQ(&atlas.glyph(U'渝', 20), &atlas.glyph(U'渝', 20));
    EXPECT_NE(atlas.glyph(U'渝', 40).width, atlas.glyph(U'渝', 20).width);
}

TEST(GlyphAtlas, GlyphsDoNotOverlapInTheTexture) {
    const auto font = findChineseFont();
    if (!font) GTEST_SKIP() << "no Chinese font here";
    GlyphAtlas atlas(font);
    std::vector<Glyph> glyphs;
    for (char32_t code = U'一'; code < U'一' + 300; ++code)
        glyphs.push_back(atlas.glyph(code, 16 + code % 5));
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
        const Glyph& a = glyphs[i];
        ASSERT_GE(a.u, 0);
        ASSERT_LE(a.u + a.width, GlyphAtlas::kWidth);
        ASSERT_LE(a.v + a.height, atlas.height());
        for (std::size_t k = i + 1; k < glyphs.size(); ++k) {
            const Glyph& b = glyphs[k];
            const bool apart = a.u + a.width <= b.u || b.u + b.width <= a.u || a.v + a.height <= b.v ||
                               b.v + b.height <= a.v;
            ASSERT_TRUE(apart) << i << ' ' << k;
        }
    }
}

// As many characters as a large picture's names have, in the type of a poster.
TEST(GlyphAtlas, GrowsUntilLargeTypeFits) {
    const auto font = findChineseFont();
    if (!font) GTEST_SKIP() << "no Chinese font here";
    GlyphAtlas atlas(font);
    const int before = atlas.height();
    const Glyph first = atlas.glyph(U'渝', 110);
    const osg::Image& small = *atlas.texture()->getImage();
    const auto ink = [](const osg::Image& image, const Glyph& g) {
        std::size_t sum = 0;
        for (int y = 0; y < static_cast<int>(g.height); ++y)
            for (int x = 0; x < static_cast<int>(g.width); ++x)
                sum += *image.data(static_cast<unsigned>(g.u) + x, static_cast<unsigned>(g.v) + y);
        return sum;
    };
    const std::size_t sum = ink(small, first);
    ASSERT_GT(sum, 0U);
    int blank = 0;
    for (char32_t code = U'一'; code < U'一' + 600; ++code)
        blank += atlas.glyph(code, 110).width == 0 ? 1 : 0;
    EXPECT_EQ(blank, 0);
    EXPECT_GT(atlas.height(), before);
    EXPECT_EQ(atlas.texture()->getImage()->t(), atlas.height());
    EXPECT_EQ(ink(*atlas.texture()->getImage(), first), sum) << "what was there stays where it is";
}

TEST(GlyphAtlas, TheHaloGrowsWithTheType) {
    const auto font = findChineseFont();
    if (!font) GTEST_SKIP() << "no Chinese font here";
    GlyphAtlas atlas(font);
    for (const int size : {15, 30, 90}) {
        const Glyph g = atlas.glyph(U'l', size);
        const osg::Image& image = *atlas.texture()->getImage();
        // In the row through the stem's middle: how far the halo reaches to the left of the ink.
        const auto row = static_cast<unsigned>(g.v + g.height / 2);
        int halo = 0;
        while (*(image.data(static_cast<unsigned>(g.u) + static_cast<unsigned>(halo), row)) < 128) ++halo;
        EXPECT_NEAR(halo, size / 7.5, 1.5) << size;
        EXPECT_GT(*(image.data(static_cast<unsigned>(g.u) + 1, row) + 1), 60) << size;
    }
}

TEST(GlyphAtlas, MeasuresWithoutDrawing) {
    const auto font = findChineseFont();
    if (!font) GTEST_SKIP() << "no Chinese font here";
    GlyphAtlas measured(font);
    GlyphAtlas drawn(font);
    for (const char32_t code : {U'渝', U'i', U'W', U'。'})
        EXPECT_EQ(measured.advance(code, 90), drawn.glyph(code, 90).advance);
}

}  // namespace
}  // namespace atlas::scene
