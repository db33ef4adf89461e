// What the relief tool writes of a ground that is known in closed form, and what it refuses.

#include "app/view/tools/relief_work.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/ground_in_sight.h"
#include "app/view/tools/sun_work.h"
#include "geodata/gdal_session.h"

namespace atlas::app {
namespace {

using testing::HasSubstr;

/// A plane that rises by a tenth to the east: 5.71° steep, and it faces west.
geodata::Raster rising() {
    geodata::Raster raster;
    raster.width = 40;
    raster.height = 30;
    raster.crs = "EPSG:4545";
    raster.originX = 352000;
    raster.originY = 3274000;
    raster.cellX = raster.cellY = 10;
    for (int r = 0; r < raster.height; ++r)
        for (int c = 0; c < raster.width; ++c) raster.values.push_back(static_cast<float>(200 + c));
    return raster;
}

class ReliefWork : public testing::Test {
  protected:
    ReliefWork() : field_(sources()), ground_(field_, "EPSG:4545") {
        folder_ = std::filesystem::temp_directory_path() / ("yuzhong-relief-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    ~ReliefWork() override { std::filesystem::remove_all(folder_); }
    static std::vector<terrain::HeightSource> sources() {
        std::vector<terrain::HeightSource> all(1);
        all[0].raster = rising();
        return all;
    }
    std::string write(const ReliefState& state, const char* name) {
        const std::string path = (folder_ / name).string();
        FileExport file;
        file.start(path, reliefFile(ground_, state, true, path, provenance_));
        const auto outcome = file.take(true);
        EXPECT_TRUE(outcome && !outcome->problem) << name;
        return path;
    }
    std::string refusal(const ReliefState& state, bool contours, const char* name) {
        try {
            reliefFile(ground_, state, contours, name, provenance_);
        } catch (const WorkError& problem) {
            return problem.what();
        }
        return "";
    }

    geodata::GdalSession session_;
    terrain::HeightField field_;
    ToolGround ground_;
    ProvenanceOf provenance_ = [](const char* analysis) {
        return Provenance{{"analysis", analysis}, {"source", "a plane"}};
    };
    std::filesystem::path folder_;
};

TEST_F(ReliefWork, ValuesOfAPlaneWithParametersAndSourceInside) {
    ReliefState state;
    for (const auto& [kind, value] :
         {std::pair{"slope", std::atan(0.1) * 57.29577951}, std::pair{"aspect", 270.0}}) {
        state.kind = kind;
        const std::string path = write(state, "values.tif");
        const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str()));
        ASSERT_TRUE(dataset);
        float middle = 0;
        ASSERT_EQ(
            dataset->GetRasterBand(1)->RasterIO(GF_Read, 20, 15, 1, 1, &middle, 1, 1, GDT_Float32, 0, 0),
            CE_None);
        EXPECT_NEAR(middle, value, 1e-3) << kind;
        EXPECT_STREQ(dataset->GetMetadataItem("analysis"), kind);
        EXPECT_STREQ(dataset->GetMetadataItem("source"), "a plane");
        EXPECT_STREQ(dataset->GetMetadataItem("gradient"), "Horn (1981)");
    }
}

TEST_F(ReliefWork, ClassesWithTheirAreas) {
    ReliefState state;
    state.kind = "heights";
    state.heights = {210, 220};
    std::ifstream in(write(state, "classes.csv"));
    std::string line;
    std::vector<std::string> lines;
    while (std::getline(in, line)) lines.push_back(line);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_THAT(lines[0], HasSubstr("from_m,to_m,area_m2,share_percent,source,parameters"));
    EXPECT_THAT(lines[1], HasSubstr(",210,30000,25,"));  // 10 of 40 columns of 30 cells of 100 m²
    EXPECT_THAT(lines[3], HasSubstr("220,,60000,50,"));
    EXPECT_THAT(lines[1], HasSubstr("breaks=210 220"));
}

TEST_F(ReliefWork, RefusesWhatANameDoesNotTell) {
    ReliefState state;
    EXPECT_THAT(refusal(state, true, "a.tif"), HasSubstr("choose what lies over the ground first"));
    state.kind = "slope";
    EXPECT_THAT(refusal(state, false, "a.gpkg"), HasSubstr("contour lines are not shown"));
    EXPECT_THAT(refusal(state, true, "a.jpg"), HasSubstr("the name must end in"));
    EXPECT_THAT(refusal(state, true, "a.xlsx"), HasSubstr("the name must end in"));
    EXPECT_THAT(refusal(state, true, ""), HasSubstr("the name must end in"));
    state.kind = "hillshade";
    EXPECT_THAT(refusal(state, true, "a.csv"), HasSubstr("a hillshade has no classes"));
    EXPECT_EQ(refusal(state, true, "a.TIF"), "");
}

TEST(HoursThatCount, FollowTheRuleOnItsDaysOnly) {
    constexpr double kChina = 8 * 3600;
    EXPECT_EQ(hoursThatCount("2026-01-20", kChina), std::pair(8.0, 16.0));
    EXPECT_EQ(hoursThatCount("2008-01-21", kChina), std::pair(8.0, 16.0)) << "44 minutes past midnight";
    EXPECT_EQ(hoursThatCount("2008-01-20", kChina), std::pair(0.0, 24.0));
    // Of 2026: at 20:50 of the 21st in Greenwich (U.S. Naval Observatory), at 4:50 of the 22nd in Chongqing.
    EXPECT_EQ(hoursThatCount("2026-12-22", kChina), std::pair(9.0, 15.0));
    EXPECT_EQ(hoursThatCount("2026-12-21", kChina), std::pair(0.0, 24.0));
    EXPECT_EQ(hoursThatCount("2026-12-21", 0), std::pair(9.0, 15.0));
    EXPECT_EQ(hoursThatCount("2026-06-21", kChina), std::pair(0.0, 24.0));
    EXPECT_EQ(hoursThatCount("no date", kChina), std::pair(0.0, 24.0));
}

TEST(GroundInSight, CountsMeasuredGroundThatNothingStandsOn) {
    const geodata::Raster bare = rising();
    auto seen = analysis::viewshed(bare, {352005, 3273995}, {});  // from its foot: all of a rising plane
    ASSERT_TRUE(seen);
    EXPECT_EQ(groundInSight(*seen, {}, bare).share(), 1);
    analysis::CellSet guessed(bare.width, bare.height);
    for (int c = 0; c < bare.width; ++c) guessed.add(c, 7);
    hideCells(guessed, *seen);
    geodata::Raster surface = bare;
    surface.values[0] += 10;
    const GroundInSight counted = groundInSight(*seen, bare, surface);
    EXPECT_EQ(counted.seen + counted.hidden, 40U * 29 - 1);
}

}  // namespace
}  // namespace atlas::app
