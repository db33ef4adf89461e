#include "scene/ground_shade.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scene/texel_image.h"

namespace atlas::scene {

using terrain::kRimSide;
using terrain::kTileSide;

namespace {

using Rgb = osg::Vec3f;
constexpr int kTints = MapTheme::kTints;

float smoothstep(float low, float high, float x) {
    const float t = std::clamp((x - low) / (high - low), 0.0F, 1.0F);
    return t * t * (3 - 2 * t);
}

Rgb mix(const Rgb& a, const Rgb& b, float t) {
    return a * (1 - t) + b * t;
}

// Bilinear in the context, clamped at its edge.
class ContextSampler {
  public:
    ContextSampler(const ShadeModel& model, const terrain::TileData& tile)
        : grid_(*model.grid), bytes_(model.context->data()) {
        const double cell = tile.extent.width() / terrain::kTileCells;
        step_ = static_cast<float>(cell / grid_.step);
        firstColumn_ = static_cast<float>((tile.extent.minX - grid_.originX) / grid_.step);
        firstRow_ = static_cast<float>((tile.extent.minY - grid_.originY) / grid_.step);
    }
    std::array<float, 4> at(int column, int row) const {
        const float fx = std::clamp(firstColumn_ + static_cast<float>(column) * step_, 0.0F,
                                    static_cast<float>(grid_.columns - 1));
        const float fy =
            std::clamp(firstRow_ + static_cast<float>(row) * step_, 0.0F, static_cast<float>(grid_.rows - 1));
        const int c = std::min(static_cast<int>(fx), grid_.columns - 2);
        const int r = std::min(static_cast<int>(fy), grid_.rows - 2);
        const float u = fx - static_cast<float>(c);
        const float v = fy - static_cast<float>(r);
        const std::uint8_t* sw = bytes_ + (static_cast<std::size_t>(r) * grid_.columns + c) * 4;
        const std::uint8_t* nw = sw + static_cast<std::size_t>(grid_.columns) * 4;
        std::array<float, 4> result;
        for (int k = 0; k < 4; ++k) {
            const float south = static_cast<float>(sw[k]) * (1 - u) + static_cast<float>(sw[k + 4]) * u;
            const float north = static_cast<float>(nw[k]) * (1 - u) + static_cast<float>(nw[k + 4]) * u;
            result[static_cast<std::size_t>(k)] = (south * (1 - v) + north * v) * (1.0F / 255);
        }
        return result;
    }

  private:
    const terrain::GroundGrid& grid_;
    const std::uint8_t* bytes_;
    float step_ = 1, firstColumn_ = 0, firstRow_ = 0;
};

// To the nearest whole number, for values that are not negative: lround is a library call, and this runs a
// million times a tile set.
template <class Whole>
Whole rounded(float value) {
    const float up = value + 0.5F;
    return static_cast<Whole>(up);
}

std::uint8_t encode(float linear) {
    return rounded<std::uint8_t>(std::sqrt(std::clamp(linear * 0.5F, 0.0F, 1.0F)) * 255);
}

}  // namespace

ShadedTile shadeTile(const terrain::TileData& tile, const ShadeModel& model) {
    const auto& tints = model.tints;
    const MapTheme& theme = model.theme;
    ShadedTile shaded;
    shaded.version = model.version;
    shaded.texels.reserve(terrain::kTileVertices * 4 * 4 / 3 + 64);
    shaded.texels.resize(terrain::kTileVertices * 4);
    const ContextSampler context(model, tile);
    const Light& light = model.light;
    const double cell = tile.extent.width() / terrain::kTileCells;
    const auto slope = static_cast<float>(model.exaggeration / (2 * cell));
    const auto low = static_cast<float>(model.low);
    const auto toTint = static_cast<float>((kTints - 1) / std::max(model.high - model.low, 1.0));
    const Rgb paper = light.paper;
    for (int row = 0; row < kTileSide; ++row) {
        const float* line = tile.surface->heights().data() + static_cast<std::size_t>(row + 1) * kRimSide + 1;
        std::uint8_t* out = shaded.texels.data() + static_cast<std::size_t>(row) * kTileSide * 4;
        for (int column = 0; column < kTileSide; ++column, ++line, out += 4) {
            const float dx = (line[1] - line[-1]) * slope;
            const float dy = (line[kRimSide] - line[-kRimSide]) * slope;
            const float length = 1 / std::sqrt(dx * dx + dy * dy + 1);
            const Rgb normal(-dx * length, -dy * length, length);
            const auto [lit, open, focus, beyond] = context.at(column, row);
            const int tint = std::clamp(static_cast<int>((*line - low) * toTint), 0, kTints - 1);
            // Cliffs darken and lose colour: rock shows. Outside the area the map is about colours step back.
            Rgb albedo = mix(tints[static_cast<std::size_t>(tint)], theme.rock,
                             smoothstep(0.86F, 0.55F, normal.z()) * theme.rockShare);
            const float grey = albedo * Rgb(0.3F, 0.55F, 0.15F);
            albedo = mix(mix(Rgb(grey, grey, grey), paper * 0.60F, theme.outsidePaper), albedo,
                         theme.outsideColor + (1 - theme.outsideColor) * focus);

            const float openness = 0.42F + 0.58F * open * open;
            const auto illuminate = [&](const Rgb& surface, const Rgb& n, float sunlit) {
                const float direct = std::max(n * light.direction, 0.0F) * sunlit;
                const Rgb ambient = mix(light.bounce, light.sky, 0.5F + 0.5F * n.z()) * openness;
                return osg::componentMultiply(surface, light.sun * direct + ambient);
            };
            Rgb colour = illuminate(albedo, normal, lit);
            if (beyond > 0) {
                shaded.beyond = true;
                const float share = smoothstep(0.0F, 1.0F, beyond);
                Rgb flat = mix(normal, Rgb(0, 0, 1), 0.6F);
                flat.normalize();
                colour = mix(colour, illuminate(paper, flat, 1), share);
            }
            out[0] = encode(colour.x());
            out[1] = encode(colour.y());
            out[2] = encode(colour.z());
            out[3] = rounded<std::uint8_t>(beyond * 255);
        }
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
