#pragma once
// A fractal terrain of any size, the same for the same seed: what measurements of terrain are taken on.

#include <cstdint>
#include <memory>
#include <string>

namespace atlas::test {

struct FractalDem {
    int side = 4096;                             ///< cells
    double cell = 1;                             ///< metres
    int epsg = 4545;                             ///< projected, metres
    double centreX = 520000, centreY = 3400000;  ///< far from any bundled map: it is then a map of its own
    std::uint32_t seed = 7;
};

/// Height in metres of a cell (column, row from the north-west corner), Hurst exponent about 0.9: relief of
/// some 150 m over 2 km, slopes of some 15 % from cell to cell. Pure.
class FractalHeights {
  public:
    explicit FractalHeights(std::uint32_t seed);
    ~FractalHeights();
    FractalHeights(const FractalHeights&) = delete;
    FractalHeights& operator=(const FractalHeights&) = delete;
    void row(int y, int x, int count, float* heights) const;
    /// Bilinear between the cells of `dem` at a place of its CRS; NaN beyond their centres.
    double at(const FractalDem& dem, double x, double y) const;

  private:
    struct Texture;
    std::unique_ptr<Texture> texture_;
};

/// A tiled Float32 GeoTIFF without overviews, uncompressed. "" or the reason it failed.
std::string writeFractalDem(const std::string& path, const FractalDem& dem);

}  // namespace atlas::test
