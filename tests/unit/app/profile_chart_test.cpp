#include "app/profile_chart.h"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>

#include "app/failure.h"

namespace atlas::app {
namespace {

namespace fs = std::filesystem;

TEST(RoundStep, IsOneTwoOrFiveTimesAPowerOfTen) {
    EXPECT_DOUBLE_EQ(roundStep(100, 10), 10);
    EXPECT_DOUBLE_EQ(roundStep(101, 10), 20);
    EXPECT_DOUBLE_EQ(roundStep(3, 10), 0.5);
    EXPECT_DOUBLE_EQ(roundStep(2600, 10), 500);
    EXPECT_DOUBLE_EQ(roundStep(7, 1), 10);
    for (double span = 0.013; span < 1e6; span *= 1.37) {
        const double step = roundStep(span, 7);
        EXPECT_LE(span / step, 7.0001);
        EXPECT_GT(span / step, 7 / 2.51) << "no coarser than needed";
    }
}

TEST(ProfileChart, IsWrittenWholeOrNotAtAll) {
    const fs::path folder = fs::path(testing::TempDir()) / "profile-chart";
    fs::create_directories(folder);
    const auto ground = [](double x, double) {
        return x > 300 && x < 400 ? std::nan("") : 200 + 30 * std::sin(x / 90);
    };
    const auto profile = analysis::profileAlong({{0, 0}, {1000, 0}}, ground);
    ASSERT_TRUE(profile);
    Section section;
    section.profile = *profile.value;
    section.extrapolated.assign(section.profile.points.size(), 0);
    section.extrapolated[20] = 1;
    section.crossings = {{250, {}, false, "streets", "1", {"民族路", ""}, {}},
                         {900, {}, true, "rivers", "2", {"", "River"}, {}}};
    EXPECT_DOUBLE_EQ(section.extrapolatedLength(), 10) << "both pieces that end at the point";
    EXPECT_TRUE(std::isnan(section.heightAt(350)));
    EXPECT_NEAR(section.heightAt(251), 200 + 30 * std::sin(251 / 90.0), 0.05);
    const ProfileChart chart{section, "解放碑 A", "1000 m", "source", "zh"};
    const fs::path file = folder / "chart.png";
    writeProfileChart(file.string(), chart);
    EXPECT_GT(fs::file_size(file), 10000U);
    EXPECT_THROW(writeProfileChart((folder / "none" / "chart.png").string(), chart), WorkError);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1) << "nothing is left beside it";
    fs::remove_all(folder);
}

}  // namespace
}  // namespace atlas::app
