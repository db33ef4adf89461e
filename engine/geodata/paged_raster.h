#pragma once
// A raster of heights that stays in its file: windows of it are read at the resolution that is asked for, in
// the map's CRS, as they are needed.

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "geodata/block_cache.h"
#include "geodata/crs.h"
#include "geodata/geometry.h"
#include "geodata/pyramid_cache.h"
#include "geodata/raster.h"
#include "geodata/raster_file.h"
#include "geodata/report.h"

namespace atlas::geodata {

struct PagedRasterOptions {
    std::string path;  ///< anything GDAL opens
    int band = 1;
    std::string crs;            ///< declared CRS, "" = the file's own
    double verticalOffset = 0;  ///< metres added to every value, after the file's own scale and offset
    std::size_t cacheBytes = std::size_t{32} << 20;  ///< of blocks in memory
    std::filesystem::path pyramids;  ///< folder of pyramids; "" = none is looked for, none is built
};

/// Places in rows from the south: (originX + column * step, originY + row * step). Map CRS.
struct SampleGrid {
    double originX = 0, originY = 0;
    double step = 1;
    int columns = 0, rows = 0;
};

/// Where a raster lies, without reading its values.
struct RasterPlace {
    int width = 0, height = 0;  ///< cells of the file
    Extent extent;              ///< in the CRS asked for
    double cell = 1;            ///< units of that CRS
};

/// The raster's own CRS if it is projected and counts in metres; a local one to compute in. nullopt: it is
/// not, or has none. Blocks; any thread; never throws.
std::optional<Crs> rasterMetricCrs(const std::string& path);

/// Any number of threads may ask at once.
class PagedRaster {
  public:
    /// Errors as open(). Blocks; any thread; never throws.
    static Loaded<RasterPlace> placeOf(const PagedRasterOptions& options, const Crs& target);
    /// Reads a coarse picture and nothing else. `target`: CRS of all places. Errors as RasterFile::open, and
    /// where no way leads from one CRS to the other. Blocks; never throws.
    static Loaded<std::shared_ptr<PagedRaster>> open(const PagedRasterOptions& options, const Crs& target);

    const std::string& path() const { return file_->path(); }
    int width() const { return file_->levels().front().width; }    ///< cells of the file
    int height() const { return file_->levels().front().height; }  ///< cells of the file
    const Extent& extent() const { return extent_; }               ///< bounding box in the target CRS
    double cell() const { return cell_; }  ///< target CRS units: side of a cell in the middle of the raster
    bool aligned() const { return aligned_; }  ///< rows and columns run along the target's axes
    /// The whole of it, north up in the target CRS, at most about 512 cells a side; made anew at each call.
    Raster overview() const;

    /// Heights in metres, bilinear between cell centres (half a cell at the edge holds its cell's value), NaN
    /// where there is no data. `detail` metres: cells need not be finer; 0 = the full resolution. Where
    /// `values` is wanted only for what is NaN in it, say so with `fill`. Blocks while it reads. What cannot
    /// be read any more comes from the coarse picture: see trouble().
    void sample(const SampleGrid& grid, double detail, float* values, bool fill = false) const;
    /// One place. NaN: no data.
    double heightAt(double x, double y, double detail = 0) const;

    /// Why the last part that could not be read could not; "" while all is well.
    std::string trouble() const;
    std::size_t bytes() const { return cache_.bytes() + picture_.size() * sizeof(float); }
    void setCacheBytes(std::size_t bytes) { cache_.setBudget(bytes); }
    /// Lets go of what was read; what is asked for again is read again. Any thread.
    void forgetBlocks() const { cache_.clear(); }

    /// It has no overviews, and no pyramid yet: buildPyramid() would make far views quicker.
    bool lacksPyramid() const;
    /// Builds the pyramid and uses it from then on. "" or the reason it failed. Blocks; one thread.
    std::string buildPyramid(const PyramidProgress& progress) const;

  private:
    static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
    struct Level {
        enum class Kind { File, Pyramid, Halved, Picture } kind = Kind::File;
        int index = 0;  ///< in the file or in the pyramid
        int width = 0, height = 0;
        double factorX = 1, factorY = 1;  ///< cells of the full resolution a cell is wide and high
    };
    /// Immutable; replaced when a pyramid comes or goes.
    struct Levels {
        int generation = 0;
        std::vector<Level> list;  ///< fine to coarse
        std::shared_ptr<const PyramidFile> pyramid;
    };
    /// A piece of a level in memory.
    struct Window {
        int column = 0, row = 0, columns = 0, rows = 0;
        std::vector<float> values;  ///< empty: it would be too large
    };
    PagedRaster(PagedRasterOptions options, std::shared_ptr<const RasterFile> file, const Crs& target);
    bool place(const Crs& target, Report& report);
    bool readPicture(Report& report);
    void setLevels(std::shared_ptr<const PyramidFile> pyramid) const;
    std::shared_ptr<const Levels> levels() const;
    std::size_t levelFor(const Levels& levels, double detail) const;
    SharedBlock block(const Levels& levels, std::size_t level, int column, int row) const;
    bool readBlock(const Levels& levels, std::size_t level, int column, int row, RasterBlock& values) const;
    void fillFromPicture(const Level& level, int column, int row, RasterBlock& values) const;
    Window window(const Levels& levels, std::size_t level, double west, double north, double east,
                  double south) const;
    /// Cells of the full resolution (0 = the outer edge of the first), one a place of the grid, right within
    /// `tolerance` cells. NaN where the file's CRS does not reach.
    void toCells(const SampleGrid& grid, double tolerance, std::vector<double>& u,
                 std::vector<double>& v) const;
    /// Map coordinates to cells, in place.
    void transformToCells(double* x, double* y, std::size_t count) const;
    void note(std::string trouble) const;

    PagedRasterOptions options_;
    std::shared_ptr<const RasterFile> file_;
    Crs target_;
    bool sameCrs_ = true;
    bool aligned_ = true;
    double inverse_[6] = {};  ///< from the file's CRS to cells
    Extent extent_;
    double cell_ = 1;
    int pictureWidth_ = 0, pictureHeight_ = 0;
    std::vector<float> picture_;  ///< the whole raster in its own grid, rows from the north
    std::optional<PyramidCache> pyramids_;
    mutable BlockCache cache_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const Levels> levels_;
    std::optional<Transform> toFile_;  ///< none where the CRS is the same; only copied from, under mutex_
    mutable std::vector<std::unique_ptr<Transform>> transforms_;
    mutable std::string trouble_;
};

}  // namespace atlas::geodata
