// A style file that is edited while the map is shown: what is good takes effect at once, what is broken is
// named and the last good style stays.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "app/view/map_view.h"
#include "surface/egl_context.h"

namespace atlas::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Rgb = std::array<float, 3>;

class StyleTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("yuzhong-style-" + std::to_string(::getpid()));
        fs::create_directories(folder_);
        std::string reason;
        context_ = surface::EglContext::create(reason);
        ASSERT_TRUE(context_) << reason;
        write("stops.geojson", R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},)"
                               R"("geometry":{"type":"Point","coordinates":[106.58,29.56]}}]})");
        write("map.toml", R"(
[map]
crs = "EPSG:4545"
[[layer]]
id = "stops"
kind = "features"
path = "stops.geojson"
style = "stops.toml"
)");
        style(R"(color = "#FF0000")");
        auto catalog = layers::loadCatalog((folder_ / "map.toml").string());
        ASSERT_TRUE(catalog) << catalog.report.text();
        auto district = app::loadDistrict(std::move(*catalog.value));
        ASSERT_TRUE(district) << district.report.text();
        district_ = std::make_unique<app::District>(std::move(*district.value));
        view_ = std::make_unique<app::MapView>(*district_, terrain::makeGroundGrid(district_->ground),
                                               fs::path(ATLAS_SHARE_DIR) / "shaders");
    }
    void TearDown() override {
        view_.reset();
        fs::remove_all(folder_);
    }

    void write(const char* name, const std::string& text) { std::ofstream(folder_ / name) << text; }
    // Each version is a second younger: file systems do not tell less apart.
    void style(const std::string& text) {
        write("stops.toml", text);
        fs::last_write_time(folder_ / "stops.toml",
                            fs::file_time_type::clock::now() + std::chrono::seconds(++age_));
    }
    Rgb color() const {
        const ui::Translations texts(fs::path(ATLAS_SHARE_DIR) / "locale", ui::Language::En);
        return view_->layers().front()->legend(texts).front().color;
    }
    std::string problems() const { return view_->styleReport(0).text(); }

    fs::path folder_;
    int age_ = 0;
    std::unique_ptr<surface::EglContext> context_;
    std::unique_ptr<app::District> district_;
    std::unique_ptr<app::MapView> view_;
};

TEST_F(StyleTest, TheLastGoodOneStays) {
    EXPECT_EQ(color(), (Rgb{1, 0, 0}));
    EXPECT_FALSE(view_->reloadStyles()) << "nothing has changed";

    style(R"(color = "#00FF00")");
    EXPECT_TRUE(view_->reloadStyles());
    EXPECT_EQ(color(), (Rgb{0, 1, 0}));
    EXPECT_EQ(problems(), "");

    style("color = [");
    view_->reloadStyles();
    EXPECT_EQ(color(), (Rgb{0, 1, 0}));
    EXPECT_THAT(problems(), HasSubstr("stops.toml"));

    style(R"(color = "#GG0000")");
    view_->reloadStyles();
    EXPECT_EQ(color(), (Rgb{0, 1, 0}));
    EXPECT_THAT(problems(), HasSubstr("color"));

    fs::remove(folder_ / "stops.toml");
    view_->reloadStyles();
    EXPECT_EQ(color(), (Rgb{0, 1, 0}));
    EXPECT_THAT(problems(), HasSubstr("stops.toml"));

    style("color = \"#0000FF\"\nsise = 3");
    view_->reloadStyles();
    EXPECT_EQ(color(), (Rgb{0, 0, 1}));
    EXPECT_THAT(problems(), HasSubstr("sise")) << "a key nobody knows is named";

    style(R"(color = "#0000FF")");
    view_->reloadStyles();
    EXPECT_EQ(problems(), "");
}

}  // namespace
}  // namespace atlas::test
