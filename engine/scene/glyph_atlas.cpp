#include "scene/glyph_atlas.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <cstring>

namespace atlas::scene {

struct GlyphAtlas::Face {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    int size = 0;
    ~Face() {
        if (face != nullptr) FT_Done_Face(face);
        if (library != nullptr) FT_Done_FreeType(library);
    }
};

std::vector<char32_t> codePoints(std::string_view utf8) {
    std::vector<char32_t> codes;
    codes.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const int length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
        char32_t code = length == 1   ? lead
                        : length == 0 ? 0
                                      : static_cast<char32_t>(lead & (0xFF >> (length + 1)));
        bool good = length > 0 && i + length <= utf8.size();
        for (int k = 1; good && k < length; ++k) {
            const auto next = static_cast<unsigned char>(utf8[i + k]);
            good = (next & 0xC0) == 0x80;
            code = (code << 6) | (next & 0x3F);
        }
        codes.push_back(good ? code : U'\uFFFD');
        i += good ? length : 1;
    }
    return codes;
}

GlyphAtlas::GlyphAtlas(const std::optional<FontFile>& font) {
    image_ = new osg::Image;
    image_->allocateImage(kSide, kSide, 1, GL_RG, GL_UNSIGNED_BYTE, 1);
    image_->setInternalTextureFormat(GL_RG8);
    std::memset(image_->data(), 0, image_->getTotalSizeInBytes());
    texture_ = new osg::Texture2D(image_);
    texture_->setInternalFormat(GL_RG8);
    texture_->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR);
    texture_->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    texture_->setUseHardwareMipMapGeneration(false);
    if (!font) return;
    face_ = std::make_unique<Face>();
    if (FT_Init_FreeType(&face_->library) != 0 ||
        FT_New_Face(face_->library, font->path.c_str(), font->face, &face_->face) != 0)
        face_.reset();
}

GlyphAtlas::~GlyphAtlas() = default;

// Ink without a halo, 0..255, and how it stands to the pen.
struct GlyphAtlas::Coverage {
    int width = 0, height = 0, left = 0, top = 0;
    float advance = 0;
    std::vector<unsigned char> ink;
};

const Glyph& GlyphAtlas::glyph(char32_t code, int pixelSize) {
    const std::uint64_t key = (static_cast<std::uint64_t>(pixelSize) << 32) | code;
    const auto found = glyphs_.find(key);
    if (found != glyphs_.end()) return found->second;
    return glyphs_[key] = pack(rasterise(code, pixelSize));
}

const Glyph& GlyphAtlas::word(const std::u32string& text, int pixelSize) {
    const auto found = words_.find({text, pixelSize});
    if (found != words_.end()) return found->second;
    std::vector<Coverage> letters;
    std::vector<int> pen;
    Coverage all;
    int bottom = 0;
    for (const char32_t code : text) {
        pen.push_back(static_cast<int>(std::lround(all.advance)));
        const Coverage& letter = letters.emplace_back(rasterise(code, pixelSize));
        all.advance += letter.advance;
        all.width = std::max(all.width, pen.back() + letter.left + letter.width);
        all.top = std::max(all.top, letter.top);
        bottom = std::max(bottom, letter.height - letter.top);
    }
    all.height = all.top + bottom;
    all.ink.assign(static_cast<std::size_t>(all.width) * static_cast<std::size_t>(std::max(all.height, 0)),
                   0);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const Coverage& letter = letters[i];
        for (int y = 0; y < letter.height; ++y) {
            for (int x = 0; x < letter.width; ++x) {
                const int column = pen[i] + letter.left + x;
                if (column < 0) continue;
                unsigned char& to =
                    all.ink[static_cast<std::size_t>(all.top - letter.top + y) * all.width + column];
                to = std::max(to, letter.ink[static_cast<std::size_t>(y) * letter.width + x]);
            }
        }
    }
    return words_[{text, pixelSize}] = pack(all);
}

GlyphAtlas::Coverage GlyphAtlas::rasterise(char32_t code, int pixelSize) {
    if (!face_) return {};
    if (face_->size != pixelSize) {
        FT_Set_Pixel_Sizes(face_->face, 0, static_cast<FT_UInt>(pixelSize));
        face_->size = pixelSize;
    }
    if (FT_Load_Char(face_->face, code, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0) return {};
    const FT_GlyphSlot slot = face_->face->glyph;
    const FT_Bitmap& bitmap = slot->bitmap;
    Coverage coverage;
    coverage.advance = static_cast<float>(slot->advance.x) / 64;
    coverage.width = static_cast<int>(bitmap.width);
    coverage.height = static_cast<int>(bitmap.rows);
    coverage.left = slot->bitmap_left;
    coverage.top = slot->bitmap_top;
    for (int y = 0; y < coverage.height; ++y) {
        const unsigned char* row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
        coverage.ink.insert(coverage.ink.end(), row, row + coverage.width);
    }
    return coverage;
}

Glyph GlyphAtlas::pack(const Coverage& coverage) {
    Glyph glyph;
    glyph.advance = coverage.advance;
    const int width = coverage.width + 2 * kHalo;
    const int height = coverage.height + 2 * kHalo;
    if (coverage.width == 0 || coverage.height == 0 || width + 2 >= kSide) return glyph;
    if (penX_ + width + 1 > kSide) {
        penX_ = 1;
        penY_ += shelf_ + 1;
        shelf_ = 0;
    }
    if (penY_ + height + 1 > kSide)
        return glyph;  // full: the glyph stays blank rather than overwrite another
    unsigned char* const pixels = image_->data();
    const auto at = [&](int x, int y) {
        return pixels + (static_cast<std::size_t>(penY_ + y) * kSide + penX_ + x) * 2;
    };
    const auto ink = [&](int x, int y) -> int {
        x -= kHalo;
        y -= kHalo;
        if (x < 0 || y < 0 || x >= coverage.width || y >= coverage.height) return 0;
        return coverage.ink[static_cast<std::size_t>(y) * coverage.width + x];
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            int halo = 0;
            for (int dy = -kHalo; dy <= kHalo; ++dy) {
                for (int dx = -kHalo; dx <= kHalo; ++dx) {
                    const double distance = std::sqrt(dx * dx + dy * dy);
                    const double weight = std::clamp(kHalo + 0.5 - distance, 0.0, 1.0);
                    halo = std::max(halo, static_cast<int>(ink(x + dx, y + dy) * weight));
                }
            }
            at(x, y)[0] = static_cast<unsigned char>(ink(x, y));
            at(x, y)[1] = static_cast<unsigned char>(halo);
        }
    }
    glyph.u = static_cast<float>(penX_);
    glyph.v = static_cast<float>(penY_);
    glyph.width = static_cast<float>(width);
    glyph.height = static_cast<float>(height);
    glyph.left = static_cast<float>(coverage.left - kHalo);
    glyph.top = static_cast<float>(coverage.top + kHalo);
    penX_ += width + 1;
    shelf_ = std::max(shelf_, height);
    dirty_ = true;
    return glyph;
}

void GlyphAtlas::upload() {
    if (dirty_) image_->dirty();
    dirty_ = false;
}

}  // namespace atlas::scene
