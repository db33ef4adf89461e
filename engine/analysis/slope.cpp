#include "analysis/slope.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "analysis/grid.h"
#include "geodata/large_array.h"
#include "terrain/simd.h"

namespace atlas::analysis {

using geodata::Raster;

namespace {

constexpr float kHalfPi = static_cast<float>(std::numbers::pi / 2);
constexpr float kToDegrees = static_cast<float>(180 / std::numbers::pi);

// Arc tangent for 0 <= t <= 1, error 2e-8: Abramowitz and Stegun, "Handbook of Mathematical
// Functions", 4.4.49.
inline float atanUnit(float t) {
    const float s = t * t;
    float p = 0.0028662257F;
    p = p * s - 0.0161657367F;
    p = p * s + 0.0429096138F;
    p = p * s - 0.0752896400F;
    p = p * s + 0.1065626393F;
    p = p * s - 0.1420889944F;
    p = p * s + 0.1999355085F;
    p = p * s - 0.3333314528F;
    return t + t * s * p;
}

inline float slopeDegrees(float rise) {
    const float inverse = 1 / rise;
    const bool steep = rise > 1;
    const float angle = atanUnit(steep ? inverse : rise);
    return (steep ? kHalfPi - angle : angle) * kToDegrees;
}

// Of the downhill direction. NaN when both are 0.
inline float bearingDegrees(float east, float north) {
    const float e = std::fabs(east);
    const float n = std::fabs(north);
    const float angle = atanUnit((e < n ? e : n) / (e < n ? n : e));
    float bearing = e > n ? kHalfPi - angle : angle;
    bearing = north < 0 ? 2 * kHalfPi - bearing : bearing;
    bearing = east < 0 ? 4 * kHalfPi - bearing : bearing;
    bearing *= kToDegrees;
    return bearing >= 360 ? 0 : bearing;
}

/// What a cell's value is made from: metres up a metre east and north.
struct Scale {
    float east = 1, north = 1;  ///< from the sum of differences to the gradient
};

struct Light {
    float up = 0, east = 0, north = 0;  ///< unit vector toward the light, × 254
};

/// The cells above, beside and below; `middle[c]` is the cell itself.
struct Rows {
    const float* above;
    const float* middle;
    const float* below;
};

// The gradient is NaN when any of the nine cells is: z - z is 0, or NaN.
// Summed in gdaldem's order: on nearly flat ground the last bit of a sum turns the aspect.
struct Horn {
    static inline float east(const Rows& r, int c) {
        return (r.above[c + 1] + r.middle[c + 1] + r.middle[c + 1] + r.below[c + 1]) -
               (r.above[c - 1] + r.middle[c - 1] + r.middle[c - 1] + r.below[c - 1]) +
               (r.middle[c] - r.middle[c]);
    }
    static inline float north(const Rows& r, int c) {
        return (r.above[c - 1] + r.above[c] + r.above[c] + r.above[c + 1]) -
               (r.below[c - 1] + r.below[c] + r.below[c] + r.below[c + 1]);
    }
    static constexpr double kDivisor = 8;
};
struct ZevenbergenThorne {
    static inline float east(const Rows& r, int c) {
        return (r.middle[c + 1] - r.middle[c - 1]) + (r.middle[c] - r.middle[c]);
    }
    static inline float north(const Rows& r, int c) {
        const float corners = r.above[c - 1] + r.above[c + 1] + r.below[c - 1] + r.below[c + 1];
        return (r.above[c] - r.below[c]) + (corners - corners);
    }
    static constexpr double kDivisor = 2;
};

template <class Kind>
inline void slopeLoop(const Rows& rows, int first, int last, const Scale& scale, bool percent, float* out) {
    if (percent) {
        for (int c = first; c < last; ++c) {
            const float e = Kind::east(rows, c) * scale.east;
            const float n = Kind::north(rows, c) * scale.north;
            out[c] = std::sqrt(e * e + n * n) * 100;
        }
        return;
    }
    for (int c = first; c < last; ++c) {
        const float e = Kind::east(rows, c) * scale.east;
        const float n = Kind::north(rows, c) * scale.north;
        out[c] = slopeDegrees(std::sqrt(e * e + n * n));
    }
}

template <class Kind>
inline void aspectLoop(const Rows& rows, int first, int last, const Scale& scale, float* out) {
    for (int c = first; c < last; ++c)
        out[c] = bearingDegrees(-Kind::east(rows, c) * scale.east, -Kind::north(rows, c) * scale.north);
}

template <class Kind>
inline void shadeLoop(const Rows& rows, int first, int last, const Scale& scale, const Light& light,
                      float* out) {
    for (int c = first; c < last; ++c) {
        const float e = Kind::east(rows, c) * scale.east;
        const float n = Kind::north(rows, c) * scale.north;
        const float cosine = (light.up - light.east * e - light.north * n) / std::sqrt(1 + e * e + n * n);
        out[c] = cosine < 0 ? 1 : 1 + cosine;  // NaN stays NaN
    }
}

ATLAS_SIMD void hornSlope(const Rows& rows, int first, int last, const Scale& scale, bool percent,
                          float* out) {
    slopeLoop<Horn>(rows, first, last, scale, percent, out);
}
ATLAS_SIMD void zevenbergenSlope(const Rows& rows, int first, int last, const Scale& scale, bool percent,
                                 float* out) {
    slopeLoop<ZevenbergenThorne>(rows, first, last, scale, percent, out);
}
ATLAS_SIMD void hornAspect(const Rows& rows, int first, int last, const Scale& scale, float* out) {
    aspectLoop<Horn>(rows, first, last, scale, out);
}
ATLAS_SIMD void zevenbergenAspect(const Rows& rows, int first, int last, const Scale& scale, float* out) {
    aspectLoop<ZevenbergenThorne>(rows, first, last, scale, out);
}
ATLAS_SIMD void hornShade(const Rows& rows, int first, int last, const Scale& scale, const Light& light,
                          float* out) {
    shadeLoop<Horn>(rows, first, last, scale, light, out);
}
ATLAS_SIMD void zevenbergenShade(const Rows& rows, int first, int last, const Scale& scale,
                                 const Light& light, float* out) {
    shadeLoop<ZevenbergenThorne>(rows, first, last, scale, light, out);
}

/// The 3 x 3 cells round one, with what is missing made up; see SlopeOptions::edges.
class Window {
  public:
    Window(const Raster& heights, int column, int row) : heights_(heights), column_(column), row_(row) {
        for (int dr = -1; dr <= 1; ++dr)
            for (int dc = -1; dc <= 1; ++dc) cells_[(dr + 1) * 3 + dc + 1] = cell(dc, dr);
        for (float& value : cells_)
            if (std::isnan(value)) value = cells_[4];
    }
    Rows rows() const { return {&cells_[0], &cells_[3], &cells_[6]}; }

  private:
    // Beyond the edge the ground goes on in a straight line from the two cells before it.
    float cell(int dc, int dr) const {
        const int c = column_ + dc;
        const int r = row_ + dr;
        const int backC = c < 0 || c >= heights_.width ? -dc : 0;
        const int backR = r < 0 || r >= heights_.height ? -dr : 0;
        const float near = heights_.at(c + backC, r + backR);
        if (backC == 0 && backR == 0) return near;
        // A single row or column goes on level.
        const int farC = c + (heights_.width > 1 ? 2 : 1) * backC;
        const int farR = r + (heights_.height > 1 ? 2 : 1) * backR;
        return 2 * near - heights_.at(farC, farR);
    }

    const Raster& heights_;
    int column_, row_;
    std::array<float, 9> cells_{};
};

/// loop(rows, first, last, scale, out) fills out[first..last). For each row, place(r, room) says where it
/// goes
/// (`room`: a row to be used again), take(r, row) has it filled. False: cancelled.
template <class Loop, class Place, class Take>
bool overRows(const Raster& heights, const SlopeOptions& options, const Job& job, const Loop& loop,
              const Place& place, const Take& take) {
    const double divisor = options.gradient == Gradient::Horn ? Horn::kDivisor : ZevenbergenThorne::kDivisor;
    const Scale scale{static_cast<float>(options.exaggeration / divisor / heights.cellX),
                      static_cast<float>(options.exaggeration / divisor / heights.cellY)};
    const int width = heights.width;
    const int height = heights.height;
    const auto row = [&](int r) { return heights.values.data() + static_cast<std::size_t>(r) * width; };
    return forRows(height, job, [&](int begin, int end) {
        std::vector<float> room;
        for (int r = begin; r < end; ++r) {
            float* out = place(r, room);
            if (r == 0 || r == height - 1 || width < 3) {
                std::fill(out, out + width, kNan);
            } else {
                out[0] = out[width - 1] = kNan;
                loop(Rows{row(r - 1), row(r), row(r + 1)}, 1, width - 1, scale, out);
            }
            if (options.edges)
                for (int c = 0; c < width; ++c) {
                    if (!std::isnan(out[c]) || std::isnan(heights.at(c, r))) continue;
                    const Window window(heights, c, r);
                    std::array<float, 3> values{kNan, kNan, kNan};
                    loop(window.rows(), 1, 2, scale, values.data());
                    out[c] = values[1];
                }
            take(r, out);
        }
    });
}

template <class Loop>
std::optional<Raster> overCells(const Raster& heights, const SlopeOptions& options, const Job& job,
                                const Loop& loop) {
    Raster result = shapeOf(heights);
    geodata::reserveLarge(result.values, heights.values.size());
    result.values.resize(heights.values.size());
    const bool done = overRows(
        heights, options, job, loop,
        [&](int r, std::vector<float>&) {
            return result.values.data() + static_cast<std::size_t>(r) * heights.width;
        },
        [](int, const float*) {});
    if (!done) return std::nullopt;
    return result;
}

ATLAS_SIMD void toneRow(const float* shade, int width, std::uint8_t* tones) {
    for (int c = 0; c < width; ++c)
        tones[c] = static_cast<std::uint8_t>(static_cast<int>(shade[c] == shade[c] ? shade[c] + 0.5F : 0.0F));
}

Light lightOf(const HillshadeOptions& options) {
    const double azimuth = options.azimuth * std::numbers::pi / 180;
    const double altitude = options.altitude * std::numbers::pi / 180;
    return {static_cast<float>(254 * std::sin(altitude)),
            static_cast<float>(254 * std::sin(azimuth) * std::cos(altitude)),
            static_cast<float>(254 * std::cos(azimuth) * std::cos(altitude))};
}

/// The loop for a row of a hillshade.
auto shadeRow(const HillshadeOptions& options) {
    const auto rowLoop = options.slope.gradient == Gradient::Horn ? &hornShade : &zevenbergenShade;
    return [rowLoop, light = lightOf(options)](const Rows& rows, int first, int last, const Scale& scale,
                                               float* out) { rowLoop(rows, first, last, scale, light, out); };
}

}  // namespace

std::optional<Raster> slope(const Raster& heights, const SlopeOptions& options, const Job& job) {
    const auto rowLoop = options.gradient == Gradient::Horn ? &hornSlope : &zevenbergenSlope;
    return overCells(heights, options, job,
                     [&](const Rows& rows, int first, int last, const Scale& scale, float* out) {
                         rowLoop(rows, first, last, scale, options.percent, out);
                     });
}

std::optional<Raster> aspect(const Raster& heights, const SlopeOptions& options, const Job& job) {
    const auto rowLoop = options.gradient == Gradient::Horn ? &hornAspect : &zevenbergenAspect;
    return overCells(heights, options, job,
                     [&](const Rows& rows, int first, int last, const Scale& scale, float* out) {
                         rowLoop(rows, first, last, scale, out);
                     });
}

std::optional<Raster> hillshade(const Raster& heights, const HillshadeOptions& options, const Job& job) {
    return overCells(heights, options.slope, job, shadeRow(options));
}

std::optional<HillshadeTones> hillshadeTones(const Raster& heights, const HillshadeOptions& options,
                                             const Job& job) {
    HillshadeTones result;
    result.shape = shapeOf(heights);
    geodata::reserveLarge(result.tones, heights.values.size());
    result.tones.resize(heights.values.size());
    const int width = heights.width;
    const bool done = overRows(
        heights, options.slope, job, shadeRow(options),
        [width](int, std::vector<float>& room) {
            room.resize(static_cast<std::size_t>(width));
            return room.data();
        },
        [&](int r, const float* row) {
            toneRow(row, width, result.tones.data() + static_cast<std::size_t>(r) * width);
        });
    if (!done) return std::nullopt;
    return result;
}

}  // namespace atlas::analysis
