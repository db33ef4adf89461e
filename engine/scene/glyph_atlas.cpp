#include "scene/glyph_atlas.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <cstring>

namespace atlas::scene {

namespace {

constexpr double kHaloShare = 1 / 7.5;  // of the type's size
constexpr int kLeastHalo = 2;

std::uint64_t keyOf(char32_t code, int pixelSize) {
    return (static_cast<std::uint64_t>(pixelSize) << 32) | code;
}

osg::ref_ptr<osg::Image> blankImage(int width, int height) {
    const osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(width, height, 1, GL_RG, GL_UNSIGNED_BYTE, 1);
    image->setInternalTextureFormat(GL_RG8);
    std::memset(image->data(), 0, image->getTotalSizeInBytes());
    return image;
}

}  // namespace

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
    image_ = blankImage(kWidth, height_);
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

int GlyphAtlas::halo(int pixelSize) {
    return std::max(kLeastHalo, static_cast<int>(std::lround(pixelSize * kHaloShare)));
}

const Glyph& GlyphAtlas::glyph(char32_t code, int pixelSize) {
    const std::uint64_t key = keyOf(code, pixelSize);
    const auto found = glyphs_.find(key);
    if (found != glyphs_.end()) return found->second;
    return glyphs_[key] = pack(rasterise(code, pixelSize), halo(pixelSize));
}

float GlyphAtlas::advance(char32_t code, int pixelSize) {
    const std::uint64_t key = keyOf(code, pixelSize);
    if (const auto drawn = glyphs_.find(key); drawn != glyphs_.end()) return drawn->second.advance;
    if (const auto known = advances_.find(key); known != advances_.end()) return known->second;
    return advances_[key] =
               load(code, pixelSize, false) ? static_cast<float>(face_->face->glyph->advance.x) / 64 : 0;
}

const Glyph& GlyphAtlas::word(const std::u32string& text, int pixelSize) {
    const auto found = words_.find({text, pixelSize});
    if (found != words_.end()) return found->second;
    std::vector<Coverage> letters;
    std::vector<int> pen;
    Coverage all;
    int bottom = 0;
    for (const char32_t code : text) {
        const Coverage& letter = letters.emplace_back(rasterise(code, pixelSize));
        if (pen.empty()) all.advance = static_cast<float>(-letter.left);  // the box begins with the ink
        pen.push_back(static_cast<int>(std::lround(all.advance)));
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
    return words_[{text, pixelSize}] = pack(all, kLeastHalo);
}

bool GlyphAtlas::load(char32_t code, int pixelSize, bool drawn) {
    if (!face_) return false;
    if (face_->size != pixelSize) {
        FT_Set_Pixel_Sizes(face_->face, 0, static_cast<FT_UInt>(pixelSize));
        face_->size = pixelSize;
    }
    return FT_Load_Char(face_->face, code, FT_LOAD_TARGET_LIGHT | (drawn ? FT_LOAD_RENDER : 0)) == 0;
}

GlyphAtlas::Coverage GlyphAtlas::rasterise(char32_t code, int pixelSize) {
    if (!load(code, pixelSize, true)) return {};
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

namespace {

// Ink grown by a halo, its rim as soft as the ink's: `width` x `height` pixels with the halo round the ink.
std::vector<unsigned char> grown(const std::vector<unsigned char>& ink, int inkWidth, int inkHeight,
                                 int halo) {
    const int width = inkWidth + 2 * halo;
    const int height = inkHeight + 2 * halo;
    std::vector<unsigned char> result(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    const auto at = [&](int x, int y) -> int {
        x -= halo;
        y -= halo;
        if (x < 0 || y < 0 || x >= inkWidth || y >= inkHeight) return 0;
        return ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(inkWidth) +
                   static_cast<std::size_t>(x)];
    };
    if (halo == kLeastHalo) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                int most = 0;
                for (int dy = -halo; dy <= halo; ++dy) {
                    for (int dx = -halo; dx <= halo; ++dx) {
                        const double distance = std::sqrt(dx * dx + dy * dy);
                        const double weight = std::clamp(halo + 0.5 - distance, 0.0, 1.0);
                        most = std::max(most, static_cast<int>(at(x + dx, y + dy) * weight));
                    }
                }
                result[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                       static_cast<std::size_t>(x)] = static_cast<unsigned char>(most);
            }
        }
        return result;
    }
    // Of large type by distances: to the nearest ink in the row first, then over the rows.
    constexpr int kInk = 128;
    const int far = width + height;
    std::vector<int> inRow(result.size(), far);
    for (int y = 0; y < height; ++y) {
        int* row = &inRow[static_cast<std::size_t>(y) * static_cast<std::size_t>(width)];
        for (int x = 0; x < width; ++x)
            row[x] = at(x, y) >= kInk ? 0 : x > 0 ? std::min(far, row[x - 1] + 1) : far;
        for (int x = width - 1; x-- > 0;) row[x] = std::min(row[x], row[x + 1] + 1);
    }
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            int nearest = far * far;
            for (int dy = std::max(-halo - 1, -y); dy <= std::min(halo + 1, height - 1 - y); ++dy) {
                const int dx = inRow[static_cast<std::size_t>(y + dy) * static_cast<std::size_t>(width) +
                                     static_cast<std::size_t>(x)];
                nearest = std::min(nearest, dx * dx + dy * dy);
            }
            const double cover = std::clamp(halo + 0.5 - std::sqrt(nearest), 0.0, 1.0);
            result[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)] =
                static_cast<unsigned char>(std::max(at(x, y), static_cast<int>(cover * 255)));
        }
    }
    return result;
}

}  // namespace

bool GlyphAtlas::grow() {
    if (height_ * 2 > kMostHeight) return false;
    height_ *= 2;
    const osg::ref_ptr<osg::Image> larger = blankImage(kWidth, height_);
    std::memcpy(larger->data(), image_->data(), image_->getTotalSizeInBytes());
    image_ = larger;
    texture_->setTextureSize(kWidth, height_);
    texture_->setImage(image_);
    texture_->dirtyTextureObject();
    return true;
}

Glyph GlyphAtlas::pack(const Coverage& coverage, int halo) {
    Glyph glyph;
    glyph.advance = coverage.advance;
    const int width = coverage.width + 2 * halo;
    const int height = coverage.height + 2 * halo;
    if (coverage.width == 0 || coverage.height == 0 || width + 2 >= kWidth) return glyph;
    if (penX_ + width + 1 > kWidth) {
        penX_ = 1;
        penY_ += shelf_ + 1;
        shelf_ = 0;
    }
    while (penY_ + height + 1 > height_)
        if (!grow()) return glyph;  // full: the glyph stays blank rather than overwrite another
    const std::vector<unsigned char> round = grown(coverage.ink, coverage.width, coverage.height, halo);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            unsigned char* const to =
                image_->data() + (static_cast<std::size_t>(penY_ + y) * kWidth + penX_ + x) * 2;
            const int inkX = x - halo;
            const int inkY = y - halo;
            const bool inside = inkX >= 0 && inkY >= 0 && inkX < coverage.width && inkY < coverage.height;
            to[0] = inside ? coverage.ink[static_cast<std::size_t>(inkY) * coverage.width + inkX] : 0;
            to[1] = round[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                          static_cast<std::size_t>(x)];
        }
    }
    glyph.u = static_cast<float>(penX_);
    glyph.v = static_cast<float>(penY_);
    glyph.width = static_cast<float>(width);
    glyph.height = static_cast<float>(height);
    glyph.left = static_cast<float>(coverage.left - halo);
    glyph.top = static_cast<float>(coverage.top + halo);
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
