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

const Glyph& GlyphAtlas::glyph(char32_t code, int pixelSize) {
    const std::uint64_t key = (static_cast<std::uint64_t>(pixelSize) << 32) | code;
    const auto found = glyphs_.find(key);
    if (found != glyphs_.end()) return found->second;
    return glyphs_[key] = draw(code, pixelSize);
}

Glyph GlyphAtlas::draw(char32_t code, int pixelSize) {
    if (!face_) return {};
    if (face_->size != pixelSize) {
        FT_Set_Pixel_Sizes(face_->face, 0, static_cast<FT_UInt>(pixelSize));
        face_->size = pixelSize;
    }
    if (FT_Load_Char(face_->face, code, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0) return {};
    const FT_GlyphSlot slot = face_->face->glyph;
    const FT_Bitmap& bitmap = slot->bitmap;
    Glyph glyph;
    glyph.advance = static_cast<float>(slot->advance.x) / 64;
    const int width = static_cast<int>(bitmap.width) + 2 * kHalo;
    const int height = static_cast<int>(bitmap.rows) + 2 * kHalo;
    if (bitmap.width == 0 || width + 2 >= kSide) return glyph;
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
        if (x < 0 || y < 0 || x >= static_cast<int>(bitmap.width) || y >= static_cast<int>(bitmap.rows))
            return 0;
        return bitmap.buffer[y * bitmap.pitch + x];
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
    glyph.left = static_cast<float>(slot->bitmap_left - kHalo);
    glyph.top = static_cast<float>(slot->bitmap_top + kHalo);
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
