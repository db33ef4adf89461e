#pragma once
// A raster file that several threads read windows of. GDAL's datasets serve one thread at a time, so that
// each reader borrows one of its own.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/pyramid_file.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// One band of a raster. Any number of threads.
class RasterFile {
  public:
    /// Anything GDAL opens; control points are warped to a grid in `target`. `declaredCrs` "" = the file's
    /// own. Errors: not there, no raster, no such band, complex numbers, not georeferenced, damaged header.
    /// Blocks; never throws.
    static Loaded<std::shared_ptr<const RasterFile>> open(const std::string& path, int band,
                                                          const std::string& declaredCrs, const Crs& target);
    ~RasterFile();
    RasterFile(const RasterFile&) = delete;
    RasterFile& operator=(const RasterFile&) = delete;

    struct Size {
        int width = 0, height = 0;
    };
    const std::string& path() const { return path_; }
    const std::vector<Size>& levels() const { return levels_; }  ///< full resolution, then its overviews
    const double* transform() const { return transform_; }  ///< GDAL's six numbers, of the full resolution
    const Crs& crs() const { return crs_; }
    const PyramidKey& key() const { return key_; }
    bool rowByRow() const { return rowByRow_; }  ///< stored in rows, not in squares

    /// columns * rows values from the north, metres (scale and offset applied), NaN = no data. Clipped by
    /// nobody: the window lies inside. false: it cannot be read, or the file was changed since it was opened.
    bool read(int level, int column, int row, int columns, int rows, float* values) const;
    /// A window of the full resolution, brought to a size by nearest neighbours.
    bool readReduced(int column, int row, int columns, int rows, Size size, float* values) const;
    /// The whole raster at a size of `size` by nearest neighbours, on all cores.
    bool readReduced(Size size, float* values) const;

  private:
    struct Handle;
    RasterFile(std::string path, Crs crs);
    std::unique_ptr<Handle> openHandle() const;
    std::unique_ptr<Handle> borrow() const;
    void giveBack(std::unique_ptr<Handle> handle) const;
    bool unchanged() const;
    bool readWindow(Handle& handle, int level, int column, int row, int columns, int rows, Size size,
                    float* values) const;

    std::string path_;
    Crs crs_;
    Crs target_;
    int bandNumber_ = 1;
    bool points_ = false;  ///< placed by control points
    std::vector<Size> levels_;
    double transform_[6] = {0, 1, 0, 0, 0, -1};
    PyramidKey key_;
    bool rowByRow_ = false;
    bool local_ = false;   ///< a file whose time can be asked for
    bool wide_ = false;    ///< values that float does not hold as they are: read as double
    bool masked_ = false;  ///< a mask says where data is
    bool hasNoData_ = false;
    double noData_ = 0;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<Handle>> idle_;
};

}  // namespace atlas::geodata
