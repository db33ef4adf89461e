// Terrain of any size, measured on fractal terrains that are written first, each row against a named
// reference of the same run.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <osg/Geometry>

#include "geodata/paged_raster.h"
#include "tests/bench/measured_process.h"
#include "tests/bench/terrain_proofs.h"
#include "tests/bench/terrain_scene.h"

namespace {

namespace fs = std::filesystem;
using namespace atlas;
using test::FractalDem;
using test::FractalHeights;
using test::TerrainScene;
using Clock = std::chrono::steady_clock;

constexpr int kRuns = 3;
constexpr int kFrames = 31;
constexpr int kFlightFrames = 120;
constexpr double kFlightStep = 4;  // metres a frame
constexpr int kSlowFrames = 60;
constexpr double kSlowStep = 0.5;    // metres
constexpr double kMostChange = 1.5;  // times the median: a level that jumped would show
constexpr double kMostTriangles = 25000;
constexpr std::size_t kBytes = std::size_t{512} << 20;
constexpr std::size_t kLittleBytes = std::size_t{160}
                                     << 20;  // full before a long flight's first minute is over
constexpr double kLongFlight = 20 * 60;      // seconds
constexpr int kViews = 200;                  // random ones
constexpr int kFewViews = 12;
constexpr double kMemorySlack = 10;  // MiB that an allocator may keep

bool failed = false;

// A row of the table. `bar` <= 0: nothing is judged.
void row(const std::string& what, double value, const char* unit, const std::string& reference,
         double against, double bar) {
    const bool good = bar <= 0 || value <= bar;
    failed = failed || !good;
    fmt::print("{:<58} {:10.3f} {:<5} {:<44} {:10.3f}   {}\n", what, value, unit, reference, against,
               bar <= 0 ? ""
               : good   ? "held"
                        : fmt::format("MISSED (bar {:.3f})", bar));
}

double secondsOf(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class Folder {
  public:
    explicit Folder(const std::string& kept)
        : path_(kept.empty() ? fs::temp_directory_path() / fmt::format("bench-terrain-{}", ::getpid())
                             : fs::path(kept)),
          kept_(!kept.empty()) {
        fs::create_directories(path_);
        fs::remove_all(path_ / "cache");
    }
    ~Folder() {
        std::error_code error;
        if (!kept_) fs::remove_all(path_, error);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return path_ / name; }

  private:
    fs::path path_;
    bool kept_;
};

std::string written(const Folder& folder, const std::string& name, const FractalDem& dem, bool overviews) {
    const std::string file = folder.file(fmt::format("{}-{}.tif", name, dem.side));
    if (fs::exists(file)) return file;
    const std::string reason = test::writeFractalDem(file, dem);
    if (!reason.empty()) {
        fmt::print(stderr, "bench_terrain: {}: {}\n", file, reason);
        std::exit(1);
    }
    if (overviews)
        test::runProcess({"gdaladdo", "-q", "-r", "average", file, "2", "4", "8", "16", "32", "64"});
    return file;
}

// A clean file's pages leave the page cache: the next to read it has to ask the disk.
void evict(const std::string& file) {
    const int handle = ::open(file.c_str(), O_RDONLY);
    ::fsync(handle);
    ::posix_fadvise(handle, 0, 0, POSIX_FADV_DONTNEED);
    ::close(handle);
}

double sequentialRead(const std::string& file) {
    return secondsOf([&] {
        const int handle = ::open(file.c_str(), O_RDONLY);
        std::vector<char> buffer(std::size_t{1} << 20);
        while (::read(handle, buffer.data(), buffer.size()) > 0) continue;
        ::close(handle);
    });
}

struct FirstFrame {
    double seconds = 0;  ///< from process start to the frame, before it is written as PNG
    double mebibytes = 0;
    nlohmann::json stats;
};

// A process of its own each time; the median one.
FirstFrame firstFrame(const Folder& folder, const std::string& dem, const std::string& cache,
                      const std::function<void()>& before = {}) {
    ::setenv("XDG_CACHE_HOME", cache.c_str(), 1);
    std::vector<FirstFrame> all;
    for (int i = 0; i < kRuns; ++i) {
        const std::string stats = folder.file("stats.json");
        FirstFrame frame;
        if (before) before();
        frame.mebibytes = test::runProcess({ATLAS_BIN_DIR "/yuzhong", "render", "--quiet", "--terrain", dem,
                                            "--size", "1280x720", "--samples", "1", "--out",
                                            folder.file("picture.png"), "--stats", stats})
                              .mebibytes;
        std::ifstream(stats) >> frame.stats;
        frame.seconds = frame.stats.at("first_frame_milliseconds").get<double>() / 1000;
        all.push_back(std::move(frame));
    }
    std::sort(all.begin(), all.end(),
              [](const FirstFrame& a, const FirstFrame& b) { return a.seconds < b.seconds; });
    return all[kRuns / 2];
}

double median(std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                     times.end());
    return times[times.size() / 2];
}

// Seconds of OpenSceneGraph's own terrain until its first frame; the median.
double osgTerrainFrame(const Folder& folder, const std::string& dem) {
    std::vector<double> times(kRuns);
    for (double& seconds : times) {
        const std::string out = folder.file("osg_terrain.txt");
        test::runProcess({ATLAS_BIN_DIR "/osg_terrain_frame", dem, out});
        std::ifstream(out) >> seconds;
    }
    return median(times);
}

// A flat grid of as many triangles in one piece, filling the picture: what the driver takes for them at the
// least.
double flatMesh(TerrainScene& scene, std::size_t triangles) {
    const int side = std::max(2, static_cast<int>(std::sqrt(static_cast<double>(triangles) / 2)));
    osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
    osg::ref_ptr<osg::DrawElementsUInt> order = new osg::DrawElementsUInt(GL_TRIANGLES);
    for (int r = 0; r <= side; ++r)
        for (int c = 0; c <= side; ++c)
            vertices->push_back({2.0F * static_cast<float>(c) / static_cast<float>(side) - 1,
                                 2.0F * static_cast<float>(r) / static_cast<float>(side) - 1, 0});
    for (int r = 0; r < side; ++r) {
        for (int c = 0; c < side; ++c) {
            const auto a = static_cast<unsigned>(r * (side + 1) + c);
            const auto b = a + static_cast<unsigned>(side) + 1;
            for (const unsigned v : {a, a + 1, b + 1, a, b + 1, b}) order->push_back(v);
        }
    }
    osg::ref_ptr<osg::Geometry> mesh = new osg::Geometry;
    mesh->setUseDisplayList(false);
    mesh->setUseVertexBufferObjects(true);
    mesh->setVertexArray(vertices);
    mesh->addPrimitiveSet(order);
    mesh->getOrCreateStateSet()->setMode(GL_LIGHTING, osg::StateAttribute::OFF);
    osg::ref_ptr<osg::Group> root = new osg::Group;
    root->addChild(mesh);
    surface::FrameRenderer renderer(root);
    const surface::Size size{scene.viewport().width, scene.viewport().height};
    const auto target = surface::FrameTarget::create(size, 1);
    std::vector<double> times;
    for (int i = 0; i < kFrames; ++i)
        times.push_back(1000 * secondsOf([&] {
                            renderer.draw(osg::Matrixd::identity(), osg::Matrixd::ortho(-1, 1, -1, 1, -1, 1),
                                          size, target->framebuffer());
                            surface::FrameTarget::finish();
                        }));
    return median(times);
}

// What a window does while nothing moves: the picture that was drawn is copied to where it is shown.
double shownAgain(TerrainScene& scene) {
    const surface::Size size{scene.viewport().width, scene.viewport().height};
    const auto target = surface::FrameTarget::create(size, 1);
    std::vector<double> times;
    for (int i = 0; i < kFrames; ++i)
        times.push_back(1000 * secondsOf([&] {
                            scene.copyFrame(target->framebuffer());
                            surface::FrameTarget::finish();
                        }));
    surface::Image copy = scene.picture();
    std::fill(copy.pixels.begin(), copy.pixels.end(), std::uint8_t{0});
    target->copyInto(copy, 0, 0);
    if (copy.pixels != scene.picture().pixels) {
        fmt::print("  MISSED: the copy is not the picture\n");
        failed = true;
    }
    return median(times);
}

std::pair<std::string, scene::Pose> pose(const TerrainScene& scene, int which) {
    switch (which) {
        case 0:
            return {"the whole", scene.whole()};
        case 1:
            return {"400 m up, 25 degrees down", scene.low(400, 30, 25)};
        case 2:
            return {"60 m up, 5 degrees down", scene.low(60, 200, 5)};
        default:
            return {"2,000 m up, straight down", scene.low(2000, 0, 88)};
    }
}

// `bar`: pixels that 99 % of a picture may be off.
void errors(TerrainScene& scene, const FractalDem& dem, double bar) {
    const FractalHeights heights(dem.seed);
    for (int which = 0; which < 4; ++which) {
        const auto [name, at] = pose(scene, which);
        scene.drawComplete(at);
        const auto error = scene.errorOf(at, heights, dem);
        const auto triangles = scene.view().stage().groundTriangles();
        fmt::print(
            "  {:<28} {:8} triangles, {:4} tiles ({:4} loaded, {:6.1f} MiB); error median {:.2f}, p99 "
            "{:.2f}, "
            "worst {:.1f} pixels of {}\n",
            name, triangles, scene.view().stage().groundTiles(), scene.view().stage().tiles().loaded(),
            static_cast<double>(scene.view().stage().tiles().bytes()) / 1048576, error.median, error.p99,
            error.worst, error.pixels);
        if (error.pixels < 1000 || error.p99 > bar) {
            fmt::print("  MISSED: p99 of at most {} pixel\n", bar);
            failed = true;
        }
    }
}

// The camera does not wait: frames go on until nothing is left to load.
void frames(TerrainScene& scene, double first, bool judge) {
    const auto bar = [&](double value) { return judge ? value : 0; };
    const scene::Pose whole = scene.whole();
    scene.drawComplete(whole);
    bool complete = true;
    std::vector<double> still;
    for (int i = 0; i < kFrames; ++i) still.push_back(scene.drawNow(whole, complete));
    const double stillFrame = median(still);
    const std::size_t triangles = scene.view().stage().groundTriangles();
    row("triangles of the whole", static_cast<double>(triangles), "", "", 0, bar(kMostTriangles));
    // To where nothing finer than the whole has been loaded yet.
    const double aside = scene.district().ground.extent().width() / 6;
    const scene::Pose low = scene.low(400, 30, 25, {aside, aside});
    complete = false;
    double slowest = 0;
    const double jump = secondsOf([&] {
        while (!complete) slowest = std::max(slowest, scene.drawNow(low, complete));
    });
    row("jump to a low view, until complete", jump, "s", "first complete frame", first, bar(first));
    row("  slowest frame of the jump", slowest, "ms", "frame, camera still", stillFrame, 0);
    const auto onFlight = [&](int frame) {
        scene::Pose at = low;
        at.eye += scene::forward(low) * (frame * kFlightStep);
        at.eye.z() = low.eye.z();
        return at;
    };
    std::vector<double> flight;
    for (int i = 0; i < kFlightFrames; ++i) flight.push_back(scene.drawNow(onFlight(i), complete));
    // Where it flies more ground and more triangles are in view than in the whole: moving is compared with
    // standing there.
    const scene::Pose middle = onFlight(kFlightFrames / 2);
    scene.drawComplete(middle);
    std::vector<double> standing;
    for (int i = 0; i < kFrames; ++i) standing.push_back(scene.drawNow(middle, complete));
    const double standingFrame = median(standing);
    const test::Change change = test::changeInFlight(scene, low, kSlowStep, kSlowFrames);
    row("slow flight: frame that changes most", change.most, "", "median frame", change.median,
        kMostChange * change.median);
    std::sort(flight.begin(), flight.end());
    row("frame in flight, p99", flight[flight.size() * 99 / 100], "ms", "frame, camera still half-way",
        standingFrame, bar(2 * standingFrame));
    const double shown = shownAgain(scene);
    // Last: a second renderer takes the context's objects with it when it goes.
    const double flat = flatMesh(scene, triangles);
    row("frame, camera still", shown, "ms", "flat mesh of as many triangles", flat, bar(1.3 * flat));
    row("  drawn anew", stillFrame, "ms", "flat mesh of as many triangles", flat, 0);
}

}  // namespace

int main(int count, char** words) {
    bool small = false;
    bool frameOnly = false;
    std::string kept;
    FractalDem dem;
    dem.side = 16384;
    CLI::App line("Terrain of any size against named references of the same run");
    line.add_flag("--small", small, "a run that shows that it works and judges errors alone");
    line.add_flag("--frame-only", frameOnly, "frames of the large terrain, no other processes");
    line.add_option("--folder", kept, "keep what is written there for the next run");
    line.add_option("--side", dem.side, "cells of the large terrain")->check(CLI::Range(2304, 65536));
    CLI11_PARSE(line, count, words);
    if (small) dem.side = 2304;  // more than is read into memory as a whole
    try {
        const Folder folder(kept);
        const std::string file = written(folder, "terrain", dem, true);
        fmt::print("a fractal terrain of {0} x {0} cells of 1 m, 1280 x 720 pixels\n", dem.side);
        const std::string cache = folder.file("cache");
        FirstFrame first;
        if (!frameOnly && !small) {
            first = firstFrame(folder, file, cache);
            const double reading =
                test::medianProcess(
                    {"gdal_translate", "-q", "-outsize", "5%", "5%", file, folder.file("x.tif")}, kRuns)
                    .seconds;
            row("first complete frame, with overviews", first.seconds, "s", "gdal_translate -outsize 5% 5%",
                reading, 2 * reading + 0.3);
            row("  its peak resident memory", first.mebibytes, "MiB", "", 0, 200);

            FractalDem little = dem;
            little.side = 4096;
            const std::string littleFile = written(folder, "terrain", little, true);
            const FirstFrame littleFirst = firstFrame(folder, littleFile, cache);
            const double osg = osgTerrainFrame(folder, littleFile);
            row("first complete frame, with overviews", first.seconds, "s", "plain osgTerrain at 4096", osg,
                osg / 4);
            row(fmt::format("  growth of the first frame, 4096 to {}", dem.side),
                first.seconds / littleFirst.seconds, "x", "first complete frame at 4096", littleFirst.seconds,
                1.2);
            row("  growth of the frame time",
                first.stats.at("frame_milliseconds").get<double>() /
                    littleFirst.stats.at("frame_milliseconds").get<double>(),
                "x", "", 0, 1.2);
            row("  growth of peak memory", first.mebibytes - littleFirst.mebibytes, "MiB", "at 4096",
                littleFirst.mebibytes, 20);

            const std::string plain = written(folder, "plain", dem, false);
            const double sequential = sequentialRead(plain);
            const FirstFrame coarse = firstFrame(folder, plain, cache);
            row("first complete frame, without overviews", coarse.seconds, "s", "reading the file once",
                sequential, 1.2 * sequential);
            std::vector<double> fromDisk;
            for (int i = 0; i < kRuns; ++i) {
                evict(plain);
                fromDisk.push_back(sequentialRead(plain));
            }
            const FirstFrame fresh = firstFrame(folder, plain, cache, [&] { evict(plain); });
            row("  the file not in memory before", fresh.seconds, "s", "reading it once from the disk",
                median(fromDisk), 0);
            geodata::PagedRasterOptions options;
            options.path = plain;
            options.pyramids = fs::path(cache) / "yuzhong/pyramids";
            const auto crs = geodata::Crs::parse(fmt::format("EPSG:{}", dem.epsg));
            const auto raster = geodata::PagedRaster::open(options, *crs);
            const double building = secondsOf([&] { (*raster)->buildPyramid({}); });
            const FirstFrame second = firstFrame(folder, plain, cache);
            row("second start (pyramid in the cache)", second.seconds, "s",
                "first complete frame, with overviews", first.seconds, 1.1 * first.seconds);
            std::error_code error;
            fs::remove(folder.file(fmt::format("copy-{}.tif", dem.side)), error);
            const std::string copy = written(folder, "copy", dem, false);
            const double adding =
                test::runProcess({"gdaladdo", "-q", "-r", "average", "--config", "GDAL_NUM_THREADS",
                                  "ALL_CPUS", copy, "2", "4", "8", "16", "32", "64"})
                    .seconds;
            row("building the pyramid", building, "s", "gdaladdo -r average, as many threads", adding,
                0.7 * adding);
        }
        auto scene = std::make_unique<TerrainScene>(file, kBytes);
        errors(*scene, dem, 1.0);
        frames(*scene, first.seconds, !small && !frameOnly);
        scene.reset();
        scene = std::make_unique<TerrainScene>(file, kBytes);
        row("pixels that show through the ground, random views",
            static_cast<double>(test::openPixels(*scene, small ? kFewViews : kViews)), "", "views",
            small ? kFewViews : kViews, 0.5);
        scene.reset();
        if (!small && !frameOnly) {
            scene = std::make_unique<TerrainScene>(file, kLittleBytes);
            const test::LongFlight flight = test::flyLong(*scene, kLongFlight);
            row("memory in a flight of 20 minutes, at the most", flight.later, "MiB", "after one minute",
                flight.afterMinute, flight.afterMinute + kMemorySlack);
            row("  tiles of it", flight.tiles, "MiB", "budget", static_cast<double>(kLittleBytes >> 20),
                static_cast<double>(kLittleBytes >> 20));
        }
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench_terrain: {}\n", error.what());
        return 1;
    }
    return failed ? 1 : 0;
}
