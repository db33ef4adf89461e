// Reads a GeoPackage of a million points with loadFeatures, against what `ogrinfo -al` takes on the same file
// in the same run. The ratio travels between machines; the seconds do not.

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "geodata/feature_source.h"
#include "geodata/gdal_session.h"

namespace {

using namespace atlas::geodata;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr double kLimit = 1.5;

struct Settings {
    int features = 1'000'000;
    int rounds = 5;
    bool limit = true;
    std::string json;
};

struct Result {
    double ogrinfo = 0;
    double load = 0;
    double ratio = 0;
    double bytesAFeature = 0;
};

[[noreturn]] void fail(const std::string& reason) {
    fmt::print(stderr, "bench_geodata: {}\n", reason);
    std::exit(1);
}

/// A temporary folder that goes with the program, however it ends short of a signal.
class TempDir {
  public:
    TempDir() {
        std::string name = (fs::temp_directory_path() / "yuzhong-bench-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) fail("no temporary folder can be made");
        path_ = name;
    }
    ~TempDir() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    std::string file(const std::string& name) const { return (path_ / name).string(); }

  private:
    fs::path path_;
};

/// Points round the district with a column of each type: a few words, many words, numbers, dates, nulls.
bool writePoints(const std::string& path, int features) {
    const GDALDatasetUniquePtr dataset(
        GetGDALDriverManager()->GetDriverByName("GPKG")->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) return false;
    OGRSpatialReference wgs84;
    wgs84.importFromEPSG(4326);
    wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayer* layer = dataset->CreateLayer("points", &wgs84, wkbPoint, nullptr);
    const std::pair<const char*, OGRFieldType> fields[] = {
        {"industry", OFTString}, {"address", OFTString}, {"storeys", OFTInteger}, {"parcel", OFTInteger64},
        {"investment", OFTReal}, {"opened", OFTDate},    {"changed", OFTDateTime}};
    for (const auto& [name, type] : fields) {
        OGRFieldDefn field(name, type);
        if (layer->CreateField(&field) != OGRERR_NONE) return false;
    }
    const std::array<const char*, 6> industries = {"文旅产业",   "现代商贸业", "金融业",
                                                   "专业服务业", "大健康产业", "数字经济"};
    std::mt19937 random(20260621);
    const auto unit = [&random] { return static_cast<double>(random()) / 4294967296.0; };
    dataset->StartTransaction();
    OGRFeature feature(layer->GetLayerDefn());
    for (int i = 0; i < features; ++i) {
        feature.SetFID(OGRNullFID);
        feature.SetField(0, industries[random() % industries.size()]);
        feature.SetField(1, fmt::format("中山一路{}号", random() % 100'000).c_str());
        feature.SetField(2, static_cast<int>(random() % 60));
        feature.SetField(3, static_cast<GIntBig>(random()) * 1000);
        if (i % 5 == 0) {
            feature.SetFieldNull(4);
        } else {
            feature.SetField(4, unit() * 50);
        }
        feature.SetField(5, 2000 + static_cast<int>(random() % 26), 1 + static_cast<int>(random() % 12),
                         1 + static_cast<int>(random() % 28));
        feature.SetField(6, 2026, 6, 21, static_cast<int>(random() % 24), static_cast<int>(random() % 60),
                         0.0F, 100);
        const OGRPoint point(106.4 + unit() * 0.3, 29.45 + unit() * 0.2);
        feature.SetGeometry(&point);
        if (layer->CreateFeature(&feature) != OGRERR_NONE) return false;
    }
    return dataset->CommitTransaction() == OGRERR_NONE;
}

double timed(const auto& work) {
    const auto begin = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Result measure(const std::string& path, const Settings& settings) {
    const Crs target = *Crs::parse("EPSG:4545");
    const std::string command = "ogrinfo -al '" + path + "' > /dev/null 2>&1";
    std::vector<double> ogrinfo;
    std::vector<double> load;
    std::vector<double> ratios;
    Result result;
    for (int round = 0; round < settings.rounds; ++round) {
        // By turns, so that a busy moment of the machine hits both alike.
        ogrinfo.push_back(timed([&] {
            if (std::system(command.c_str()) != 0) fail("ogrinfo failed; is gdal-bin installed?");
        }));
        load.push_back(timed([&] {
            FeatureSourceOptions options;
            options.path = path;
            const auto table = loadFeatures(options, target);
            if (!table || table->rows() != static_cast<std::size_t>(settings.features))
                fail("loading failed: " + table.report.text());
            result.bytesAFeature = static_cast<double>(table->bytes()) / static_cast<double>(table->rows());
        }));
        ratios.push_back(load.back() / ogrinfo.back());
        fmt::print("round {}: ogrinfo -al {:.3f} s, loadFeatures {:.3f} s, ratio {:.3f}\n", round + 1,
                   ogrinfo.back(), load.back(), ratios.back());
    }
    result.ogrinfo = median(ogrinfo);
    result.load = median(load);
    result.ratio = median(ratios);
    return result;
}

int usage() {
    fmt::print(stderr, "usage: bench_geodata [--features N] [--rounds N] [--no-limit] [--json FILE]\n");
    return 2;
}

bool parseCount(const char* text, int& value) {
    char* end = nullptr;
    const long number = std::strtol(text, &end, 10);
    value = static_cast<int>(number);
    return *text != '\0' && *end == '\0' && number > 0 && number <= 100'000'000;
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        const bool hasValue = i + 1 < argc;
        if (option == "--no-limit") {
            settings.limit = false;
        } else if (option == "--features" && hasValue) {
            if (!parseCount(argv[++i], settings.features)) return usage();
        } else if (option == "--rounds" && hasValue) {
            if (!parseCount(argv[++i], settings.rounds)) return usage();
        } else if (option == "--json" && hasValue) {
            settings.json = argv[++i];
        } else {
            return usage();
        }
    }
    const GdalSession session;
    const TempDir dir;
    const std::string path = dir.file("points.gpkg");
    if (!writePoints(path, settings.features)) fail("the test file cannot be written: " + path);
    const Result result = measure(path, settings);
    fmt::print("features {}, median ratio to ogrinfo -al {:.3f} (limit {}), {:.1f} bytes a feature\n",
               settings.features, result.ratio, kLimit, result.bytesAFeature);
    const bool good = !settings.limit || result.ratio <= kLimit;
    if (!settings.json.empty()) {
        std::ofstream out(settings.json);
        out << fmt::format(
            "{{\"bench\": \"geodata\", \"features\": {}, \"rounds\": {}, \"ogrinfo_s\": {:.4f}, \"load_s\": "
            "{:.4f}, \"ratio\": {:.4f}, "
            "\"ratio_limit\": {}, \"bytes_a_feature\": {:.1f}, \"pass\": {}}}\n",
            settings.features, settings.rounds, result.ogrinfo, result.load, result.ratio, kLimit,
            result.bytesAFeature, good);
        if (!out.flush()) {
            fmt::print(stderr, "bench_geodata: {} cannot be written\n", settings.json);
            return 1;
        }
    }
    return good ? 0 : 1;
}
