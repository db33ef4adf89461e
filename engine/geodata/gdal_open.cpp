#include "geodata/gdal_open.h"

#include <cpl_string.h>
#include <cpl_vsi.h>

namespace atlas::geodata {
namespace {

bool isRemote(const std::string& path) {
    return path.find("://") != std::string::npos || path.compare(0, 8, "/vsicurl") == 0;
}

/// GDAL's in-memory and archive paths answer a stat like files do; asking a server that is dead costs another
/// time-out.
bool statFile(const std::string& path, VSIStatBufL& info) {
    return !isRemote(path) && VSIStatL(path.c_str(), &info) == 0;
}

Sentence whyNotOpened(const std::string& path, bool vector, const std::string& gdalSays) {
    const Sentence gdal = gdalSays.empty() ? Sentence() : said(" (GDAL says: {})", gdalSays);
    if (isRemote(path)) {
        return said(
            "nothing usable came from this address within the time allowed{}; check the address and the "
            "network",
            gdal);
    }
    VSIStatBufL info{};
    if (!statFile(path, info)) {
        // Connection strings such as "PG:…" are no files and GDAL's words are all there is.
        const bool looksLikeFile = path.find(':') == std::string::npos || path.compare(0, 4, "/vsi") == 0;
        return looksLikeFile ? said("no such file{}", gdal) : said("cannot be opened{}", gdal);
    }
    const Sentence kind = vector ? said("vector layer") : said("raster");
    if (VSI_ISDIR(info.st_mode)) return said("this is a folder in which GDAL finds no {}{}", kind, gdal);
    return said("GDAL cannot read this file as a {}: it is damaged, cut off, or of another kind{}", kind,
                gdal);
}

/// What makes a driver read more of what people really have; by driver, since GDAL warns about options a
/// driver lacks.
void addDriverOptions(const std::string& driver, unsigned flags, CPLStringList& options) {
    if ((flags & GDAL_OF_VECTOR) == 0 || driver != "CSV") return;
    options.SetNameValue("AUTODETECT_TYPE", "YES");
    options.SetNameValue("AUTODETECT_SIZE_LIMIT", "100000000");
    options.SetNameValue("EMPTY_STRING_AS_NULL", "YES");
    options.SetNameValue("X_POSSIBLE_NAMES", "lon,lng,longitude,x,easting,经度");
    options.SetNameValue("Y_POSSIBLE_NAMES", "lat,latitude,y,northing,纬度");
    options.SetNameValue("GEOM_POSSIBLE_NAMES", "wkt,geom,geometry,the_geom,shape");
}

}  // namespace

Problem makeError(const std::string& file, Sentence message) {
    Problem problem;
    problem.file = file;
    problem.say(std::move(message));
    return problem;
}

Problem makeWarning(const std::string& file, Sentence message) {
    Problem problem = makeError(file, std::move(message));
    problem.severity = Severity::Warning;
    return problem;
}

GDALDatasetUniquePtr openDataset(const std::string& path, unsigned gdalFlags,
                                 const std::vector<std::string>& extraOptions, GdalMessages& messages,
                                 Report& report) {
    const auto fail = [&](const Sentence& reason) {
        messages.take();  // GDAL's words are in the reason
        report.add(makeError(path, reason));
        return GDALDatasetUniquePtr();
    };
    if (path.empty()) return fail(said("no file is named"));
    VSIStatBufL info{};
    if (statFile(path, info) && VSI_ISREG(info.st_mode) && info.st_size == 0)
        return fail(said("the file is empty (0 bytes)"));

    CPLStringList options;
    for (const std::string& option : extraOptions) options.AddString(option.c_str());
    if (!isRemote(path)) {
        GDALDriverH driver = GDALIdentifyDriverEx(path.c_str(), gdalFlags, nullptr, nullptr);
        if (driver != nullptr) addDriverOptions(GDALGetDriverShortName(driver), gdalFlags, options);
    }
    GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(),
                                                   gdalFlags | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                                   nullptr, options.List(), nullptr));
    if (!dataset) return fail(whyNotOpened(path, (gdalFlags & GDAL_OF_VECTOR) != 0, messages.lastError()));
    report.append(messages.take());
    return dataset;
}

}  // namespace atlas::geodata
