#include "layers/raster/value_pieces.h"

#include <algorithm>
#include <cmath>

namespace atlas::layers {

namespace {

constexpr int kRows = 256;  // read at a time

}  // namespace

geodata::Imagery coloredPiece(const geodata::PagedRaster& file, const ValueRamp& ramp,
                              const geodata::Extent& extent, double cell) {
    geodata::Imagery piece;
    piece.source = file.path();
    piece.width = std::max(1, static_cast<int>(std::lround(extent.width() / cell)));
    piece.height = std::max(1, static_cast<int>(std::lround(extent.height() / cell)));
    piece.originX = extent.minX;
    piece.originY = extent.maxY;
    piece.cellX = extent.width() / piece.width;
    piece.cellY = extent.height() / piece.height;
    const auto width = static_cast<std::size_t>(piece.width);
    piece.rgba.resize(width * static_cast<std::size_t>(piece.height) * 4);
    std::vector<float> values;
    // Samples go northward, a picture southward.
    for (int south = 0; south < piece.height; south += kRows) {
        const int rows = std::min(kRows, piece.height - south);
        values.resize(width * static_cast<std::size_t>(rows));
        file.sample({extent.minX + cell / 2, extent.minY + (south + 0.5) * cell, cell, piece.width, rows},
                    cell, values.data());
        const std::vector<std::uint8_t> rgba = colored(values, ramp);
        for (int row = 0; row < rows; ++row)
            std::copy_n(rgba.begin() + static_cast<std::ptrdiff_t>(row * width * 4), width * 4,
                        piece.rgba.begin() +
                            static_cast<std::ptrdiff_t>((piece.height - 1 - south - row) * width * 4));
    }
    return piece;
}

}  // namespace atlas::layers
