#pragma once
// What the geodata tests share: a folder that goes away, other programs to ask, and data made on the fly.

#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "geodata/crs.h"
#include "geodata/gdal_session.h"
#include "geodata/report.h"

namespace geodata_test {

namespace fs = std::filesystem;

class TempDir {
  public:
    TempDir() {
        std::string name = (fs::temp_directory_path() / "yuzhong-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) std::abort();
        path_ = name;
    }
    ~TempDir() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

struct Ran {
    int rc = -1;
    std::string out;
};

inline Ran run(const std::string& command) {
    Ran ran;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return ran;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        ran.out.append(buffer.data(), n);
    const int status = pclose(pipe);
    ran.rc = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

inline bool onPath(const std::string& program) {
    return run("command -v " + program + " 2>/dev/null").rc == 0;
}

inline void writeFile(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string readFile(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Cuts a file to a share of its length.
inline void truncateFile(const std::string& path, double share) {
    fs::resize_file(path, static_cast<std::uintmax_t>(static_cast<double>(fs::file_size(path)) * share));
}

inline atlas::geodata::Crs crs(const std::string& definition) {
    return *atlas::geodata::Crs::parse(definition);
}

/// A new, empty dataset of a driver; the GDAL session is set up on the way.
inline GDALDatasetUniquePtr createDataset(const std::string& driver, const std::string& path) {
    const atlas::geodata::GdalSession session;
    GDALDriver* found = GetGDALDriverManager()->GetDriverByName(driver.c_str());
    return GDALDatasetUniquePtr(
        found == nullptr ? nullptr : found->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
}

inline OGRSpatialReference srs(int epsg) {
    OGRSpatialReference result;
    result.importFromEPSG(epsg);
    result.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return result;
}

inline void addField(OGRLayer& layer, const char* name, OGRFieldType type) {
    OGRFieldDefn field(name, type);
    layer.CreateField(&field);
}

inline void addFeature(OGRLayer& layer, const char* wkt) {
    const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
    OGRGeometry* geometry = nullptr;
    if (wkt != nullptr) OGRGeometryFactory::createFromWkt(wkt, nullptr, &geometry);
    feature->SetGeometryDirectly(geometry);
    if (layer.CreateFeature(feature.get()) != OGRERR_NONE) std::abort();
}

}  // namespace geodata_test
