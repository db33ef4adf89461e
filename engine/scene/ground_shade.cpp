#include "scene/ground_shade.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scene/texel_image.h"
#include "terrain/simd.h"

namespace atlas::scene {

using terrain::kRimSide;
using terrain::kTileSide;

namespace {

constexpr int kTints = MapTheme::kTints;
constexpr std::size_t kSide = kTileSide;

// One value a vertex of a row, an array for each: the loops over them are compiled to vectors.
using Row = std::array<float, kSide>;
struct RowContext {
    Row lit, open, focus, beyond;
};
struct RowColour {
    Row red, green, blue;
};

struct Rgb {
    Rgb(float r, float g, float b) : red(r), green(g), blue(b) {}
    explicit Rgb(const osg::Vec3f& v) : red(v.x()), green(v.y()), blue(v.z()) {}
    float red, green, blue;
};

inline float mix(float a, float b, float t) {
    return a * (1 - t) + b * t;
}

inline Rgb mix(const Rgb& a, const Rgb& b, float t) {
    return {mix(a.red, b.red, t), mix(a.green, b.green, t), mix(a.blue, b.blue, t)};
}

inline float smooth(float t) {
    return t * t * (3 - 2 * t);
}

inline float smoothstep(float low, float high, float x) {
    return smooth(std::min(std::max((x - low) / (high - low), 0.0F), 1.0F));
}

// A ShadeModel for the rows of one tile.
struct TileLook {
    TileLook(const terrain::TileData& tile, const ShadeModel& model)
        : light(model.light.direction),
          sun(model.light.sun),
          sky(model.light.sky),
          bounce(model.light.bounce),
          paper(model.light.paper),
          rock(model.theme.rock),
          rockShare(model.theme.rockShare),
          outsideColor(model.theme.outsideColor),
          outsidePaper(model.theme.outsidePaper),
          slope(static_cast<float>(model.exaggeration / (2 * tile.cell()))),
          low(static_cast<float>(model.low)),
          toTint(static_cast<float>((kTints - 1) / std::max(model.high - model.low, 1.0))) {
        for (std::size_t i = 0; i < kTints; ++i) {
            red[i] = model.tints[i].x();
            green[i] = model.tints[i].y();
            blue[i] = model.tints[i].z();
        }
    }
    Rgb light, sun, sky, bounce, paper, rock;
    float rockShare, outsideColor, outsidePaper;
    float slope;  // of the ground as drawn, per metre between the two neighbours of a vertex
    float low, toTint;
    std::array<float, kTints> red, green, blue;
};

// The light that ground of a colour sends up.
inline Rgb illuminate(const TileLook& look, const Rgb& ground, const Rgb& normal, float lit, float open) {
    const float cosine =
        normal.red * look.light.red + normal.green * look.light.green + normal.blue * look.light.blue;
    const float direct = std::max(cosine, 0.0F) * lit;
    const float openness = 0.42F + 0.58F * open * open;
    const Rgb ambient = mix(look.bounce, look.sky, 0.5F + 0.5F * normal.blue);
    return {ground.red * (look.sun.red * direct + ambient.red * openness),
            ground.green * (look.sun.green * direct + ambient.green * openness),
            ground.blue * (look.sun.blue * direct + ambient.blue * openness)};
}

// Unit vector from the heights on the four sides of a vertex; x, y and z for red, green and blue.
inline Rgb normalAt(const float* height, float slope) {
    const float dx = (height[1] - height[-1]) * slope;
    const float dy = (height[kRimSide] - height[-kRimSide]) * slope;
    const float scale = 1 / std::sqrt(dx * dx + dy * dy + 1);
    return {-dx * scale, -dy * scale, scale};
}

// The hypsometric tint. `heights`: of the row's first vertex, among rows of kRimSide.
ATLAS_SIMD void tintRow(const TileLook& look, const float* heights, RowColour& __restrict out) {
    std::array<int, kSide> tints;
    for (std::size_t i = 0; i < kSide; ++i)
        tints[i] =
            static_cast<int>(std::min(std::max((heights[i] - look.low) * look.toTint, 0.0F), kTints - 1.0F));
    for (std::size_t i = 0; i < kSide; ++i) {
        const auto tint = static_cast<std::size_t>(tints[i]);
        out.red[i] = look.red[tint];
        out.green[i] = look.green[tint];
        out.blue[i] = look.blue[tint];
    }
}

// Tints, in place, to light.
ATLAS_SIMD void shadeRow(const TileLook& look, const float* heights, const RowContext& context,
                         float* __restrict red, float* __restrict green, float* __restrict blue) {
    const Rgb outside(look.paper.red * 0.60F, look.paper.green * 0.60F, look.paper.blue * 0.60F);
    for (std::size_t i = 0; i < kSide; ++i) {
        const Rgb normal = normalAt(heights + i, look.slope);
        // Cliffs darken and lose colour: rock shows. Outside the area the map is about colours step back.
        Rgb ground = mix(Rgb(red[i], green[i], blue[i]), look.rock,
                         smoothstep(0.86F, 0.55F, normal.blue) * look.rockShare);
        const float grey = 0.3F * ground.red + 0.55F * ground.green + 0.15F * ground.blue;
        ground = mix(mix(Rgb(grey, grey, grey), outside, look.outsidePaper), ground,
                     look.outsideColor + (1 - look.outsideColor) * context.focus[i]);
        const Rgb seen = illuminate(look, ground, normal, context.lit[i], context.open[i]);
        red[i] = seen.red;
        green[i] = seen.green;
        blue[i] = seen.blue;
    }
}

// Beyond the data the ground turns to flat, lit paper.
ATLAS_SIMD void fadeToPaper(const TileLook& look, const float* heights, const RowContext& context,
                            float* __restrict red, float* __restrict green, float* __restrict blue) {
    for (std::size_t i = 0; i < kSide; ++i) {
        Rgb flat = mix(normalAt(heights + i, look.slope), Rgb(0, 0, 1), 0.6F);
        const float scale =
            1 / std::sqrt(flat.red * flat.red + flat.green * flat.green + flat.blue * flat.blue);
        flat = {flat.red * scale, flat.green * scale, flat.blue * scale};
        const Rgb paper = illuminate(look, look.paper, flat, 1, context.open[i]);
        const float share = smooth(context.beyond[i]);
        red[i] = mix(red[i], paper.red, share);
        green[i] = mix(green[i], paper.green, share);
        blue[i] = mix(blue[i], paper.blue, share);
    }
}

// To the nearest whole number, for values that are not negative: lround is a library call.
template <class Whole>
inline Whole rounded(float value) {
    const float up = value + 0.5F;
    return static_cast<Whole>(static_cast<int>(up));
}

inline std::uint8_t encode(float linear) {
    return rounded<std::uint8_t>(std::sqrt(std::min(std::max(linear * 0.5F, 0.0F), 1.0F)) * 255);
}

ATLAS_SIMD void encodeRow(const RowColour& colour, const Row& beyond, std::uint8_t* __restrict out) {
    for (std::size_t i = 0; i < kSide; ++i) {
        out[i * 4] = encode(colour.red[i]);
        out[i * 4 + 1] = encode(colour.green[i]);
        out[i * 4 + 2] = encode(colour.blue[i]);
        out[i * 4 + 3] = rounded<std::uint8_t>(beyond[i] * 255);
    }
}

// Two rows of the ground grid in one, 0..1, a channel after the other.
ATLAS_SIMD void blendRows(const std::uint8_t* south, const std::uint8_t* north, float share,
                          std::size_t count, float* __restrict out) {
    const float low = (1 - share) / 255;
    const float high = share / 255;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < 4; ++k)
            out[k * count + i] =
                static_cast<float>(south[i * 4 + k]) * low + static_cast<float>(north[i * 4 + k]) * high;
}

ATLAS_SIMD void sampleRow(const float* channel, const int* columns, const float* shares,
                          float* __restrict out) {
    for (std::size_t i = 0; i < kSide; ++i)
        out[i] = mix(channel[columns[i]], channel[columns[i] + 1], shares[i]);
}

// Bilinear in the context, clamped at its edge.
class ContextSampler {
  public:
    ContextSampler(const ShadeModel& model, const terrain::TileData& tile)
        : grid_(*model.grid), bytes_(model.context->data()) {
        step_ = static_cast<float>(tile.cell() / grid_.step);
        firstRow_ = static_cast<float>((tile.extent.minY - grid_.originY) / grid_.step);
        const auto first = static_cast<float>((tile.extent.minX - grid_.originX) / grid_.step);
        for (std::size_t i = 0; i < kSide; ++i) {
            const auto [column, share] = place(first + static_cast<float>(i) * step_, grid_.columns);
            columns_[i] = column;
            shares_[i] = share;
        }
        first_ = columns_.front();
        for (int& column : columns_) column -= first_;
        count_ = static_cast<std::size_t>(columns_.back()) + 2;
        blended_.resize(count_ * 4);
    }
    void read(int row, RowContext& out) {
        const auto [south, share] = place(firstRow_ + static_cast<float>(row) * step_, grid_.rows);
        const std::uint8_t* from = bytes_ + (static_cast<std::size_t>(south) * grid_.columns + first_) * 4;
        blendRows(from, from + static_cast<std::size_t>(grid_.columns) * 4, share, count_, blended_.data());
        float* const rows[] = {out.lit.data(), out.open.data(), out.focus.data(), out.beyond.data()};
        for (std::size_t k = 0; k < 4; ++k)
            sampleRow(blended_.data() + k * count_, columns_.data(), shares_.data(), rows[k]);
    }

  private:
    // The vertex of the grid at or before a place, and the share of the one after it.
    static std::pair<int, float> place(float at, int vertices) {
        at = std::clamp(at, 0.0F, static_cast<float>(vertices - 1));
        const int before = std::min(static_cast<int>(at), vertices - 2);
        return {before, at - static_cast<float>(before)};
    }

    const terrain::GroundGrid& grid_;
    const std::uint8_t* bytes_;
    float step_ = 1, firstRow_ = 0;
    int first_ = 0;                   // column of the grid that the tile begins in
    std::size_t count_ = 0;           // of the grid's columns that the tile needs
    std::array<int, kSide> columns_;  // of the grid, west of each vertex, counted from first_
    Row shares_;                      // of the column east of it
    std::vector<float> blended_;
};

}  // namespace

ShadedTile shadeTile(const terrain::TileData& tile, const ShadeModel& model) {
    ShadedTile shaded;
    shaded.version = model.version;
    shaded.texels.reserve(terrain::kTileVertices * 4 * 4 / 3 + 64);
    shaded.texels.resize(terrain::kTileVertices * 4);
    const TileLook look(tile, model);
    ContextSampler sampler(model, tile);
    RowContext context;
    RowColour colour;
    for (int row = 0; row < kTileSide; ++row) {
        const float* heights =
            tile.surface->heights().data() + static_cast<std::size_t>(row + 1) * kRimSide + 1;
        sampler.read(row, context);
        tintRow(look, heights, colour);
        shadeRow(look, heights, context, colour.red.data(), colour.green.data(), colour.blue.data());
        if (std::any_of(context.beyond.begin(), context.beyond.end(), [](float x) { return x > 0; })) {
            shaded.beyond = true;
            fadeToPaper(look, heights, context, colour.red.data(), colour.green.data(), colour.blue.data());
        }
        encodeRow(colour, context.beyond,
                  shaded.texels.data() + static_cast<std::size_t>(row) * kTileSide * 4);
    }
    shaded.levelOffsets = appendMipmaps(shaded.texels, kTileSide, kTileSide, 4);
    return shaded;
}

std::vector<std::uint16_t> heightTexels(const terrain::TileData& tile) {
    std::vector<std::uint16_t> texels(terrain::kTileVertices);
    const auto low = static_cast<float>(tile.low);
    const auto scale = static_cast<float>(65535 / std::max(tile.high - tile.low, 1e-3));
    for (int row = 0; row < kTileSide; ++row) {
        const float* line = tile.surface->heights().data() + static_cast<std::size_t>(row + 1) * kRimSide + 1;
        for (int column = 0; column < kTileSide; ++column)
            texels[static_cast<std::size_t>(row) * kTileSide + column] =
                rounded<std::uint16_t>((line[column] - low) * scale);
    }
    return texels;
}

}  // namespace atlas::scene
