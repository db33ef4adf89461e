#pragma once
// Pyramids of terrain that has no overviews of its own, built beside the frame while the map is shown
// coarsely.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "terrain/height_field.h"

namespace atlas::app {

/// One raster after another, on threads of its own. One thread calls.
class PyramidBuilder {
  public:
    /// Starts at once where a source lacks a pyramid. The rasters are kept alive; the field need not be.
    explicit PyramidBuilder(const terrain::HeightField& ground);
    /// Cancels: waits for the window that is being read, leaves nothing behind.
    ~PyramidBuilder();
    PyramidBuilder(const PyramidBuilder&) = delete;
    PyramidBuilder& operator=(const PyramidBuilder&) = delete;

    struct Progress {
        std::string file;  ///< without its folder
        double share = 0;  ///< 0..1
    };
    /// nullopt: nothing is under way.
    std::optional<Progress> progress() const;
    /// What could not be built and why, since the last call: "FILE: reason".
    std::vector<std::string> failures();

  private:
    void run();
    std::vector<std::shared_ptr<const geodata::PagedRaster>> waiting_;
    std::atomic<bool> stop_ = false;
    mutable std::mutex mutex_;
    std::optional<Progress> progress_;
    std::vector<std::string> failures_;
    std::thread thread_;
};

}  // namespace atlas::app
