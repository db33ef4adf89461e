#pragma once
// Values of cells in classes of colour, laid over the ground.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/job.h"
#include "geodata/raster.h"
#include "scene/ground_drapes.h"
#include "scene/stage.h"

namespace atlas::app {

/// Classes of values: below breaks[0], breaks[0]..breaks[1], …, from the last on. One colour more than
/// breaks.
struct ClassScale {
    std::vector<double> breaks;                       ///< ascending
    std::vector<std::array<std::uint8_t, 4>> colors;  ///< sRGB and opacity
    std::size_t classOf(double value) const;
};

/// Each cell in `zoom` x `zoom` pixels, values between centres interpolated, so that borders of classes run
/// smoothly. NaN is clear. At most 4096 pixels a side. Pure, any thread, all cores; nullopt: cancelled.
std::optional<scene::GroundPicture> classPicture(const geodata::Raster& values, const ClassScale& scale,
                                                 int zoom, const analysis::Job& job = {});
/// Share of the cells with a value in each class, 0..1.
std::vector<double> classShares(const geodata::Raster& values, const ClassScale& scale);

/// Colours from light to dark for `classes` classes: "slope" warm, "depth" blue, "heights" from green to
/// white.
std::vector<std::array<std::uint8_t, 4>> slopeColors(std::size_t classes);
std::vector<std::array<std::uint8_t, 4>> depthColors(std::size_t classes);
std::vector<std::array<std::uint8_t, 4>> heightColors(std::size_t classes);

/// One picture on the ground. Drawing thread; the stage outlives it.
class GroundOverlay {
  public:
    explicit GroundOverlay(scene::Stage& stage) : stage_(stage) {}
    ~GroundOverlay() { clear(); }
    GroundOverlay(const GroundOverlay&) = delete;
    GroundOverlay& operator=(const GroundOverlay&) = delete;

    /// False when all places on the ground are taken by others.
    bool set(const scene::GroundPicture& picture, double opacity);
    void setOpacity(double opacity);
    void clear();
    bool shown() const { return place_.has_value(); }

  private:
    scene::Stage& stage_;
    std::optional<std::size_t> place_;
};

}  // namespace atlas::app
