#pragma once
// Glyphs for text in the map: one texture, drawn at the exact pixel size, with a halo.

#include <cstdint>
#include <map>
#include <memory>
#include <osg/Texture2D>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scene/font_file.h"

namespace atlas::scene {

/// Where a glyph is in the texture and how it is set. Pixels; texture coordinates are pixels too (the shader
/// divides).
struct Glyph {
    float u = 0, v = 0, width = 0, height = 0;  ///< its box in the texture, halo included
    float left = 0, top = 0;  ///< from the pen to the box's left edge, from the baseline up to its top edge
    float advance = 0;
};

/// The code points of a UTF-8 text; a broken sequence gives U+FFFD.
std::vector<char32_t> codePoints(std::string_view utf8);

/// Rasterises glyphs on demand (FreeType, light hinting) and packs them in shelves. Red = the glyph, green =
/// the glyph grown by the halo. The texture grows in height as it fills. Drawing thread. Without a font every
/// glyph is empty: the map has no labels but lives.
class GlyphAtlas {
  public:
    explicit GlyphAtlas(const std::optional<FontFile>& font);
    ~GlyphAtlas();
    GlyphAtlas(const GlyphAtlas&) = delete;
    GlyphAtlas& operator=(const GlyphAtlas&) = delete;

    const Glyph& glyph(char32_t code, int pixelSize);
    /// Glyph::advance without drawing it: for text that may never be shown.
    float advance(char32_t code, int pixelSize);
    /// A short text as one box, set on one line.
    const Glyph& word(const std::u32string& text, int pixelSize);
    osg::Texture2D* texture() { return texture_; }
    /// Hands newly drawn glyphs to the texture; call once after asking for glyphs, before the frame.
    void upload();

    static constexpr int kWidth = 2048;
    static constexpr int kMostHeight = 8192;
    int height() const { return height_; }
    /// Pixels of the halo: it grows with the type.
    static int halo(int pixelSize);

  private:
    struct Face;
    struct Coverage;
    /// Into the face's slot; false where there is no such glyph.
    bool load(char32_t code, int pixelSize, bool drawn);
    Coverage rasterise(char32_t code, int pixelSize);
    Glyph pack(const Coverage& coverage, int halo);
    bool grow();
    std::unique_ptr<Face> face_;
    osg::ref_ptr<osg::Texture2D> texture_;
    osg::ref_ptr<osg::Image> image_;
    std::unordered_map<std::uint64_t, Glyph> glyphs_;
    std::unordered_map<std::uint64_t, float> advances_;
    std::map<std::pair<std::u32string, int>, Glyph> words_;
    int height_ = 256;
    int penX_ = 1, penY_ = 1, shelf_ = 0;
    bool dirty_ = true;
};

}  // namespace atlas::scene
