// Rasters that stay in their files: heights against the formula they were written from, whatever the CRS, the
// resolution and the state of the file.

#include "geodata/paged_raster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <mutex>
#include <random>
#include <thread>

#include "support.h"

namespace {

using namespace atlas::geodata;
using geodata_test::crs;
using geodata_test::TempDir;
using testing::HasSubstr;

constexpr double kLeftEdge = 360000;
constexpr double kTopEdge = 3272000;

// Metres of EPSG:4545: waves of 400 m and more, so that cubic or linear steps of 5 m do not matter.
double hills(double x, double y) {
    return 250 + 60 * std::sin((x - kLeftEdge) / 210) * std::cos((y - kTopEdge) / 170) +
           (x - kLeftEdge) * 0.01;
}

struct Written {
    int width = 5000, height = 700;
    int epsg = 4545;
    double west = kLeftEdge, north = kTopEdge, cell = 5;
    GDALDataType type = GDT_Float32;
    double scale = 1, offset = 0;
    double noData = std::numeric_limits<double>::quiet_NaN();
    bool tiled = true;
    int holeFrom = -1, holeTo = -1;  ///< columns and rows without data
    std::vector<int> overviews;
};

std::string write(const std::string& path, const Written& w) {
    const GdalSession session;
    const char* const options[] = {w.tiled ? "TILED=YES" : "TILED=NO", nullptr};
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const GDALDatasetUniquePtr file(
        driver->Create(path.c_str(), w.width, w.height, 1, w.type, const_cast<char**>(options)));
    double transform[6] = {w.west, w.cell, 0, w.north, 0, -w.cell};
    file->SetGeoTransform(transform);
    const OGRSpatialReference reference = geodata_test::srs(w.epsg);
    file->SetSpatialRef(&reference);
    GDALRasterBand* band = file->GetRasterBand(1);
    if (!std::isnan(w.noData)) band->SetNoDataValue(w.noData);
    if (w.scale != 1) band->SetScale(w.scale);
    if (w.offset != 0) band->SetOffset(w.offset);
    auto toMap = Transform::create(crs("EPSG:" + std::to_string(w.epsg)), crs("EPSG:4545"));
    std::vector<double> x(static_cast<std::size_t>(w.width));
    std::vector<double> y(x.size());
    for (int r = 0; r < w.height; ++r) {
        for (int c = 0; c < w.width; ++c) {
            x[static_cast<std::size_t>(c)] = w.west + (c + 0.5) * w.cell;
            y[static_cast<std::size_t>(c)] = w.north - (r + 0.5) * w.cell;
        }
        if (w.epsg != 4545) toMap->apply(x.data(), y.data(), x.size());
        for (int c = 0; c < w.width; ++c) {
            const auto i = static_cast<std::size_t>(c);
            const bool hole = c >= w.holeFrom && c < w.holeTo && r >= w.holeFrom && r < w.holeTo;
            x[i] = hole ? w.noData : (hills(x[i], y[i]) - w.offset) / w.scale;
        }
        EXPECT_EQ(
            band->RasterIO(GF_Write, 0, r, w.width, 1, x.data(), w.width, 1, GDT_Float64, 0, 0, nullptr),
            CE_None);
    }
    if (!w.overviews.empty())
        file->BuildOverviews("AVERAGE", static_cast<int>(w.overviews.size()), w.overviews.data(), 0, nullptr,
                             nullptr, nullptr);
    return path;
}

std::shared_ptr<PagedRaster> open(const std::string& path, const TempDir& dir, double verticalOffset = 0,
                                  const std::string& target = "EPSG:4545") {
    PagedRasterOptions options;
    options.path = path;
    options.verticalOffset = verticalOffset;
    options.pyramids = dir.path() / "pyramids";
    options.cacheBytes = std::size_t{8} << 20;
    auto raster = PagedRaster::open(options, crs(target));
    EXPECT_TRUE(raster) << raster.report.text();
    return raster ? *raster : nullptr;
}

double worstAgainstHills(const PagedRaster& raster, const SampleGrid& grid, double detail) {
    std::vector<float> values(static_cast<std::size_t>(grid.columns) * grid.rows);
    raster.sample(grid, detail, values.data());
    double worst = 0;
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column) {
            const double truth = hills(grid.originX + column * grid.step, grid.originY + row * grid.step);
            const double off = std::abs(
                static_cast<double>(values[static_cast<std::size_t>(row) * grid.columns + column]) - truth);
            worst = std::isnan(off) ? std::numeric_limits<double>::infinity() : std::max(worst, off);
        }
    return worst;
}

const SampleGrid kInner{kLeftEdge + 3001.3, kTopEdge - 2702.9, 7.7, 150, 120};

TEST(PagedRaster, GivesTheSameHeightsInAnyCrs) {
    const TempDir dir;
    Written utm;
    utm.epsg = 32648;
    utm.tiled = false;
    Written degrees;
    degrees.epsg = 4326;
    // The corners of the first one, in the other systems, with room.
    auto toUtm = Transform::create(crs("EPSG:4545"), crs("EPSG:32648"));
    auto toDegrees = Transform::create(crs("EPSG:4545"), crs("EPSG:4326"));
    double x = kLeftEdge + 2000;
    double y = kTopEdge - 500;
    toUtm->apply(x, y);
    utm.west = x;
    utm.north = y;
    x = kLeftEdge + 2000;
    y = kTopEdge - 500;
    toDegrees->apply(x, y);
    degrees.west = x;
    degrees.north = y;
    degrees.cell = 0.00005;
    const auto own = open(write(dir / "own.tif", {}), dir);
    const auto inUtm = open(write(dir / "utm.tif", utm), dir);
    const auto inDegrees = open(write(dir / "degrees.tif", degrees), dir);
    ASSERT_TRUE(own && inUtm && inDegrees);
    EXPECT_TRUE(own->aligned());
    EXPECT_FALSE(inUtm->aligned());
    EXPECT_NEAR(inUtm->cell(), 5, 0.02);
    EXPECT_NEAR(inDegrees->cell(), 4.8, 0.2);  // a degree of longitude at 29.5 degrees north
    for (const auto& raster : {own, inUtm, inDegrees}) {
        EXPECT_LT(worstAgainstHills(*raster, kInner, 0), 0.1);
        EXPECT_NEAR(raster->heightAt(kLeftEdge + 3500, kTopEdge - 2000),
                    hills(kLeftEdge + 3500, kTopEdge - 2000), 0.1);
        // Half the resolution is a little off, not more.
        EXPECT_LT(worstAgainstHills(*raster, kInner, 10), 1.5);
    }
}

TEST(PagedRaster, ABatchIsThePointsOneByOne) {
    const TempDir dir;
    const auto raster = open(write(dir / "a.tif", {}), dir);
    const SampleGrid across{kLeftEdge - 40, kTopEdge - 3540, 40, 90, 90};  // over the south-western corner
    std::vector<float> values(8100);
    for (const double detail : {0.0, 5.0, 21.0}) {
        raster->sample(across, detail, values.data());
        int outside = 0;
        for (int row = 0; row < across.rows; ++row) {
            for (int column = 0; column < across.columns; ++column) {
                const double one =
                    raster->heightAt(across.originX + column * 40, across.originY + row * 40, detail);
                const auto many = static_cast<double>(values[static_cast<std::size_t>(row) * 90 + column]);
                if (std::isnan(one)) ++outside;
                ASSERT_EQ(std::isnan(one), std::isnan(many)) << column << ' ' << row;
                if (std::isnan(one)) continue;
                ASSERT_NEAR(one, many, 1e-3);
            }
        }
        EXPECT_GT(outside, 80);
    }
}

TEST(PagedRaster, IntegersScaleOffsetVerticalOffsetAndHoles) {
    const TempDir dir;
    Written w;
    w.type = GDT_Int16;
    w.scale = 0.05;
    w.offset = 200;
    w.noData = -32768;
    w.holeFrom = 300;
    w.holeTo = 420;
    const auto raster = open(write(dir / "a.tif", w), dir, 1.5);
    EXPECT_NEAR(raster->heightAt(kLeftEdge + 1002, kTopEdge - 1003),
                hills(kLeftEdge + 1002, kTopEdge - 1003) + 1.5, 0.12);
    EXPECT_TRUE(std::isnan(raster->heightAt(kLeftEdge + 350 * 5, kTopEdge - 350 * 5)));
    EXPECT_FALSE(std::isnan(raster->heightAt(kLeftEdge + 290 * 5, kTopEdge - 350 * 5)));
    EXPECT_TRUE(std::isnan(raster->heightAt(kLeftEdge - 1, kTopEdge - 100)));
    EXPECT_TRUE(std::isnan(raster->heightAt(kLeftEdge + 350 * 5, kTopEdge - 350 * 5, 20)));
    // Where another source is below, only what is missing is wanted.
    std::vector<float> values(16, 7.0F);
    raster->sample({kLeftEdge + 1000, kTopEdge - 1200, 5, 4, 4}, 0, values.data(), true);
    EXPECT_FLOAT_EQ(values[5], 7.0F);
}

TEST(PagedRaster, UsesTheOverviewsOfAFile) {
    const TempDir dir;
    Written w;
    w.overviews = {2, 4, 8};
    const std::string path = write(dir / "a.tif", w);
    {
        // Overviews that lie: what is asked for coarsely must come from them.
        const GDALDatasetUniquePtr file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE));
        for (int i = 0; i < 3; ++i) file->GetRasterBand(1)->GetOverview(i)->Fill(i + 1.0);
    }
    const auto raster = open(path, dir);
    EXPECT_FALSE(raster->lacksPyramid());
    const double x = kLeftEdge + 5000;
    const double y = kTopEdge - 1500;
    EXPECT_NEAR(raster->heightAt(x, y), hills(x, y), 0.1);
    EXPECT_DOUBLE_EQ(raster->heightAt(x, y, 9.9), raster->heightAt(x, y));
    EXPECT_DOUBLE_EQ(raster->heightAt(x, y, 10), 1);
    EXPECT_DOUBLE_EQ(raster->heightAt(x, y, 25), 2);
    EXPECT_DOUBLE_EQ(raster->heightAt(x, y, 1000), 3);
}

TEST(PagedRaster, ThePyramidIsTheMeanAndIsFoundAgain) {
    for (const bool tiled : {true, false}) {
        const TempDir dir;
        Written w;
        w.tiled = tiled;
        w.noData = -9999;
        w.holeFrom = 100;
        w.holeTo = 333;
        const std::string path = write(dir / "a.tif", w);
        const auto raster = open(path, dir);
        ASSERT_TRUE(raster->lacksPyramid());
        const double before = worstAgainstHills(*raster, kInner, 11);
        double last = 0;
        std::mutex mutex;
        PyramidProgress progress;
        progress.threads = 3;
        progress.report = [&](double share) {
            const std::lock_guard lock(mutex);
            last = std::max(last, share);
            return true;
        };
        EXPECT_EQ(raster->buildPyramid(progress), "");
        EXPECT_DOUBLE_EQ(last, 1);
        EXPECT_FALSE(raster->lacksPyramid());
        EXPECT_NEAR(worstAgainstHills(*raster, kInner, 11), before, 0.05);
        const auto again = open(path, dir);
        EXPECT_FALSE(again->lacksPyramid());
        // Against means taken from the file here, in the middle of cells of the third level.
        const GDALDatasetUniquePtr file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
        std::vector<float> cells(64);
        int compared = 0;
        for (int k = 0; k < 300; ++k) {
            const int column = k * 37 % (w.width / 8);
            const int row = k * 53 % (w.height / 8);
            ASSERT_EQ(file->GetRasterBand(1)->RasterIO(GF_Read, column * 8, row * 8, 8, 8, cells.data(), 8, 8,
                                                       GDT_Float32, 0, 0, nullptr),
                      CE_None);
            double sum = 0;
            bool hole = false;
            for (const float v : cells) {
                sum += static_cast<double>(v);
                hole = hole || v < -9000;
            }
            const double x = kLeftEdge + (column + 0.5) * 40;
            const double y = kTopEdge - (row + 0.5) * 40;
            if (hole) continue;
            ++compared;
            ASSERT_NEAR(again->heightAt(x, y, 40), sum / 64, 0.01);
        }
        EXPECT_GT(compared, 150);
        EXPECT_TRUE(std::isnan(again->heightAt(kLeftEdge + 200 * 5, kTopEdge - 200 * 5, 40)));
    }
}

TEST(PyramidCache, ADamagedOneIsNeverShownAndIsMadeAgain) {
    const TempDir dir;
    const std::string path = write(dir / "a.tif", {});
    const auto first = open(path, dir);
    ASSERT_EQ(first->buildPyramid({}), "");
    const double truth = first->heightAt(kInner.originX + 300, kInner.originY + 300, 20);
    std::string file;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path() / "pyramids"))
        if (entry.path().extension() == ".pyramid") file = entry.path();
    ASSERT_FALSE(file.empty());
    const std::string whole = geodata_test::readFile(file);
    std::mt19937 random(11);
    int refused = 0;
    int caught = 0;
    for (int round = 0; round < 24; ++round) {
        std::string bytes = whole;
        if (round % 4 == 0) {
            bytes.resize(random() % bytes.size());
        } else if (round % 4 == 1) {
            bytes[random() % 9000] ^= 0x10;  // in the head and the index
        } else {
            for (int k = 0; k < 400; ++k)
                bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
            if (round % 4 == 3)  // in the blocks alone
                bytes.replace(0, 16384, whole, 0, 16384);
        }
        geodata_test::writeFile(file, bytes);
        const auto raster = open(path, dir);
        if (raster->lacksPyramid()) ++refused;
        EXPECT_NEAR(raster->heightAt(kInner.originX + 300, kInner.originY + 300, 20), truth, 1.0) << round;
        EXPECT_LT(worstAgainstHills(*raster, kInner, 20), 3.0) << round;
        EXPECT_LT(worstAgainstHills(*raster, {kLeftEdge + 1000, kTopEdge - 3300, 40, 300, 70}, 40), 6.0)
            << round;
        if (!raster->lacksPyramid()) continue;  // the damage lies where nothing was read
        ++caught;
        EXPECT_EQ(raster->buildPyramid({}), "");
        EXPECT_FALSE(raster->lacksPyramid());
        EXPECT_EQ(geodata_test::readFile(file), whole) << round;
    }
    EXPECT_GE(refused, 12);
    EXPECT_GE(caught, 20);
}

TEST(PyramidCache, TwoBuildersAreOneAndACancelledOneLeavesNothing) {
    const TempDir dir;
    const std::string path = write(dir / "a.tif", {});
    const auto a = open(path, dir);
    PyramidProgress stop;
    stop.report = [](double share) { return share < 0.3; };
    EXPECT_EQ(a->buildPyramid(stop), "cancelled");
    EXPECT_TRUE(a->lacksPyramid());
    for (const auto& entry : std::filesystem::directory_iterator(dir.path() / "pyramids"))
        EXPECT_EQ(entry.path().extension(), ".lock");
    const auto b = open(path, dir);
    std::string other;
    std::thread second([&] { other = b->buildPyramid({}); });
    EXPECT_EQ(a->buildPyramid({}), "");
    second.join();
    EXPECT_EQ(other, "");
    EXPECT_FALSE(a->lacksPyramid());
    EXPECT_FALSE(b->lacksPyramid());
}

// A process that builds the pyramid of a file, slowly enough to be killed on the way. Status 0: it is there.
pid_t builder(const std::string& path, const TempDir& dir) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    PyramidProgress slow;
    slow.report = [](double) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return true;
    };
    const auto raster = open(path, dir);
    ::_exit(raster && raster->buildPyramid(slow).empty() && !raster->lacksPyramid() ? 0 : 1);
}

TEST(PyramidCache, AKillAtAnyMomentHarmsNeitherTheFileNorAnotherProcess) {
    const TempDir dir;
    const std::string path = write(dir / "a.tif", {});
    const auto statusOf = [](pid_t child) {
        int status = 0;
        ::waitpid(child, &status, 0);
        return status;
    };
    const auto pyramid = [&] {
        for (const auto& entry : std::filesystem::directory_iterator(dir.path() / "pyramids"))
            if (entry.path().extension() == ".pyramid") return entry.path().string();
        return std::string();
    };
    const auto start = std::chrono::steady_clock::now();
    ASSERT_EQ(statusOf(builder(path, dir)), 0);
    const auto whole = std::chrono::steady_clock::now() - start;
    const std::string good = geodata_test::readFile(pyramid());
    std::mt19937 random(5);
    int killed = 0;
    for (int round = 0; round < 16; ++round) {
        std::filesystem::remove_all(dir.path() / "pyramids");
        const pid_t victim = builder(path, dir);
        const pid_t other = round % 2 == 0 ? builder(path, dir) : 0;
        std::this_thread::sleep_for(whole * (random() % 1000) / 1000);
        ::kill(victim, SIGKILL);
        if (WIFSIGNALED(statusOf(victim))) ++killed;
        if (other != 0) {
            EXPECT_EQ(statusOf(other), 0) << round;
        } else {
            // What it left is whole or is not used.
            const auto raster = open(path, dir);
            EXPECT_LT(worstAgainstHills(*raster, kInner, 20), 3.0) << round;
            EXPECT_EQ(raster->buildPyramid({}), "") << round;
        }
        EXPECT_EQ(geodata_test::readFile(pyramid()), good) << round;
        for (const auto& entry : std::filesystem::directory_iterator(dir.path() / "pyramids"))
            EXPECT_NE(entry.path().extension(), ".part") << round;
    }
    EXPECT_GT(killed, 4);
}

TEST(PyramidCache, StaysWithinItsLimitAndKnowsWhatAFileIs) {
    const TempDir dir;
    const PyramidCache cache(dir.path() / "cache", 40 * kBlockCells * 2);
    const auto read = [](int, int, int columns, int rows, float* values) {
        std::fill(values, values + static_cast<std::size_t>(columns) * rows, 5.0F);
        return true;
    };
    PyramidKey key;
    key.width = 2048;
    key.height = 1024;  // 8 + 2 + 1 blocks
    std::size_t files = 0;
    for (int i = 0; i < 6; ++i) {
        key.path = "/somewhere/" + std::to_string(i);
        EXPECT_EQ(cache.build(key, read, {}), "");
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    for (const auto& entry : std::filesystem::directory_iterator(dir.path() / "cache"))
        files += entry.path().extension() == ".pyramid" ? 1 : 0;
    EXPECT_EQ(files, 3U);
    EXPECT_TRUE(cache.find(key)) << "the newest stays";
    key.modified = 1;
    EXPECT_FALSE(cache.find(key)) << "the source was changed";
    key.width = 100000;
    key.height = 100000;
    EXPECT_NE(cache.build(key, read, {}), "") << "larger than the whole cache";
}

TEST(PagedRaster, ASourceThatGoesOrChangesWhileOpenIsNotMadeUp) {
    const TempDir dir;
    const std::string path = write(dir / "a.tif", {});
    const double x = kLeftEdge + 9000;
    const double y = kTopEdge - 3000;
    const auto gone = open(path, dir);
    std::filesystem::rename(path, dir / "moved.tif");
    EXPECT_NEAR(gone->heightAt(x, y), hills(x, y), 0.1) << "who has it open still reads it";
    std::filesystem::rename(dir / "moved.tif", path);
    const auto cut = open(path, dir);
    geodata_test::truncateFile(path, 0.3);
    EXPECT_NEAR(cut->heightAt(x, y), hills(x, y), 2) << "what was read in the beginning";
    EXPECT_THAT(cut->trouble(), HasSubstr("cannot be read any more"));
    std::vector<float> values(10000);
    cut->sample({x, y, 5, 100, 100}, 0, values.data());
    for (const float value : values) EXPECT_FALSE(std::isnan(value));
}

TEST(PagedRaster, SaysWhatIsNoTerrain) {
    const TempDir dir;
    PagedRasterOptions options;
    for (const char* name : {"missing.tif", "text.tif"}) {
        if (std::string(name) == "text.tif") geodata_test::writeFile(dir / name, "not a raster");
        options.path = dir / name;
        const auto raster = PagedRaster::open(options, crs("EPSG:4545"));
        EXPECT_FALSE(raster);
        EXPECT_THAT(raster.report.text(), HasSubstr(name));
    }
    Written small;
    small.width = small.height = 20;
    options.path = write(dir / "a.tif", small);
    options.band = 2;
    EXPECT_FALSE(PagedRaster::open(options, crs("EPSG:4545")));
}

TEST(PagedRaster, ManyThreadsGetWhatOneGets) {
    const TempDir dir;
    Written w;
    w.epsg = 32648;
    auto toUtm = Transform::create(crs("EPSG:4545"), crs("EPSG:32648"));
    w.west = kLeftEdge;
    w.north = kTopEdge;
    toUtm->apply(w.west, w.north);
    const std::string path = write(dir / "a.tif", w);
    PagedRasterOptions options;
    options.path = path;
    options.pyramids = dir.path() / "pyramids";
    options.cacheBytes = 2 << 20;  // so that blocks come and go
    const auto raster = *PagedRaster::open(options, crs("EPSG:4545"));
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            std::mt19937 random(static_cast<unsigned>(t));
            std::vector<float> values(400);
            for (int k = 0; k < 40; ++k) {
                const double x = kLeftEdge + 1000 + static_cast<double>(random() % 12000);
                const double y = kTopEdge - 500 - static_cast<double>(random() % 2000);
                raster->sample({x, y, 4, 20, 20}, k % 3 * 6.0, values.data());
                if (!(std::abs(static_cast<double>(values[0]) - hills(x, y)) < 1.5)) ++wrong;
            }
        });
    }
    EXPECT_EQ(raster->buildPyramid({}), "");
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_LE(raster->bytes(), options.cacheBytes + (std::size_t{2048} * 2048 * 4));
}

}  // namespace
