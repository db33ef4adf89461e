#include "city.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <cstdlib>

namespace atlas::test {

namespace {

// SplitMix64 (Steele, Lea and Flood 2014): the distributions of <random> differ between libraries.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    double between(double low, double high) {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return low + (high - low) * static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
    }

  private:
    std::uint64_t state_;
};

CityBuilding::Ring shellOf(Dice& dice, int kind, double w, double h) {
    const double t = dice.between(0.3, 0.45);
    switch (kind) {
        case 1:  // an angle
            return {
                {-w, -h}, {w, -h}, {w, -h + 2 * h * t}, {-w + 2 * w * t, -h + 2 * h * t}, {-w + 2 * w * t, h},
                {-w, h}};
        case 2:  // a horseshoe
            return {{-w, -h},
                    {w, -h},
                    {w, h},
                    {w - w * t, h},
                    {w - w * t, -h + h * t},
                    {-w + w * t, -h + h * t},
                    {-w + w * t, h},
                    {-w, h}};
        case 3: {  // many corners
            CityBuilding::Ring ring;
            for (int i = 0; i < 12; ++i) {
                const double r = dice.between(0.7, 1.0);
                const double a = 2 * M_PI * i / 12;
                ring.emplace_back(w * r * std::cos(a), h * r * std::sin(a));
            }
            return ring;
        }
        default:
            return {{-w, -h}, {w, -h}, {w, h}, {-w, h}};
    }
}

}  // namespace

std::vector<CityBuilding> makeCity(std::size_t count, double west, double south, double east, double north,
                                   std::uint64_t seed) {
    Dice dice(seed);
    std::vector<CityBuilding> city;
    city.reserve(count);
    const double pitch = std::sqrt((east - west) * (north - south) / static_cast<double>(count)) * 0.999;
    const auto columns = static_cast<std::size_t>((east - west) / pitch);
    for (std::size_t i = 0; i < count; ++i) {
        const double x = west + (static_cast<double>(i % columns) + 0.5) * pitch;
        const double y = south + (static_cast<double>(i / columns) + 0.5) * pitch;
        const double what = dice.between(0, 1);
        const bool yard = what > 0.9;
        const int kind = what < 0.55 ? 0 : what < 0.72 ? 1 : what < 0.82 ? 2 : what < 0.9 ? 3 : 0;
        // Half diagonals stay below half the pitch, whatever the angle.
        const double w = pitch * dice.between(0.20, 0.34);
        const double h = pitch * dice.between(0.18, 0.30);
        const double angle = dice.between(0, M_PI);
        CityBuilding building;
        building.rings.push_back(shellOf(dice, kind, w, h));
        if (yard)
            building.rings.push_back({{-w / 2, -h / 2}, {-w / 2, h / 2}, {w / 2, h / 2}, {w / 2, -h / 2}});
        for (auto& ring : building.rings)
            for (auto& [px, py] : ring) {
                const double rx = px * std::cos(angle) - py * std::sin(angle);
                py = y + px * std::sin(angle) + py * std::cos(angle);
                px = x + rx;
            }
        const double tall = dice.between(0, 1);
        building.levels = static_cast<int>(tall < 0.6   ? dice.between(1, 8)
                                           : tall < 0.9 ? dice.between(8, 20)
                                                        : dice.between(20, 60));
        building.height = building.levels * 3.3;
        city.push_back(std::move(building));
    }
    return city;
}

std::string writeCity(const std::vector<CityBuilding>& city, const std::string& crs,
                      const std::string& path) {
    GDALAllRegister();
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    if (driver == nullptr) return "GDAL cannot write GeoPackages";
    driver->Delete(path.c_str());
    const GDALDatasetUniquePtr file(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!file) return "cannot write " + path;
    OGRSpatialReference reference;
    if (reference.SetFromUserInput(crs.c_str()) != OGRERR_NONE) return "unknown CRS " + crs;
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayer* layer = file->CreateLayer("buildings", &reference, wkbPolygon, nullptr);
    if (layer == nullptr) return "cannot make the layer";
    OGRFieldDefn height("height", OFTReal);
    OGRFieldDefn levels("levels", OFTInteger);
    if (layer->CreateField(&height) != OGRERR_NONE || layer->CreateField(&levels) != OGRERR_NONE)
        return "cannot make the fields";
    file->StartTransaction();
    for (const CityBuilding& building : city) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
        OGRPolygon polygon;
        for (const auto& points : building.rings) {
            OGRLinearRing ring;
            for (const auto& [x, y] : points) ring.addPoint(x, y);
            ring.closeRings();
            polygon.addRing(&ring);
        }
        feature->SetField("height", building.height);
        feature->SetField("levels", building.levels);
        feature->SetGeometry(&polygon);
        if (layer->CreateFeature(feature.get()) != OGRERR_NONE) return "cannot write a building";
    }
    return file->CommitTransaction() == OGRERR_NONE ? "" : "cannot finish " + path;
}

}  // namespace atlas::test
