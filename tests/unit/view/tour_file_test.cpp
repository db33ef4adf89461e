// Tours as files: the bundled ones are right, and of wrong ones the rest is used.

#include "app/view/tour/tour.h"
#include "tour_support.h"

namespace atlas::app {
namespace {

using testing::HasSubstr;

class TourFileTest : public test::TourFixture {
  protected:
    geodata::Loaded<Tour> load(const std::string& text) const {
        write(folder_ / "tour.toml", text);
        return loadTour((folder_ / "tour.toml").string(), catalog_);
    }
};

TEST_F(TourFileTest, TheBundledToursAreRight) {
    ASSERT_GE(catalog_.tours.size(), 4U);
    for (const std::string& file : catalog_.tours) {
        const auto tour = loadTour(file, catalog_);
        ASSERT_TRUE(tour) << tour.report.text();
        EXPECT_TRUE(tour.report.empty()) << tour.report.text();
        EXPECT_GE(tour->stops.size(), 4U) << file;
        for (const layers::Localized& text : {tour->title, tour->about}) {
            EXPECT_NE(text.zh, "");
            EXPECT_NE(text.en, "");
        }
        for (const TourStop& stop : tour->stops) {
            EXPECT_EQ(stop.caption.zh.empty(), stop.caption.en.empty()) << file << ":" << stop.line;
            EXPECT_EQ(stop.title.zh.empty(), stop.title.en.empty()) << file << ":" << stop.line;
        }
    }
}

TEST_F(TourFileTest, ReadsAllThatAStopCanSay) {
    const auto tour = load(R"(
title = { zh = "一", en = "One" }
[show]
layers = "-sites"
theme = "ink"
[[stop]]
view = "chaotianmen"
dwell = 3
flight = 4.5
orbit = -20
caption = { zh = "水", en = "Water" }
source = "somebody"
layers = "+districts"
filter = "industry=文旅产业"
time = 2026-10-18T20:30:00+08:00
water = 190
relief = "slope"
depths = true
contours = false
chart = true
[[stop]]
walk = { feature = "walkways:W05", from = 1, to = 0.5, speed = 3, eye = 4 }
)");
    ASSERT_TRUE(tour) << tour.report.text();
    EXPECT_TRUE(tour.report.empty()) << tour.report.text();
    ASSERT_EQ(tour->stops.size(), 2U);
    const TourStop& stop = tour->stops[0];
    EXPECT_EQ(stop.camera, catalog_.view("chaotianmen")->camera);
    EXPECT_EQ(stop.dwell, 3);
    EXPECT_EQ(stop.flight, 4.5);
    EXPECT_EQ(stop.orbit, -20);
    EXPECT_TRUE(stop.chart);
    EXPECT_FALSE(tour->stops[1].chart);
    EXPECT_EQ(stop.caption.en, "Water");
    EXPECT_EQ(stop.source, "somebody");
    Session session;
    tour->show.onto(session);
    stop.show.onto(session);
    EXPECT_EQ(session.layers, (std::map<std::string, bool>{{"sites", false}, {"districts", true}}));
    EXPECT_EQ(session.theme, "ink");
    EXPECT_EQ(session.filter.industries.count("文旅产业"), 1U);
    EXPECT_EQ(session.time, 1792326600);
    EXPECT_EQ(session.waterLevel, 190);
    EXPECT_EQ(session.tools.relief.kind, "slope");
    EXPECT_TRUE(session.tools.flood.depths);
    EXPECT_FALSE(session.contours);
    ASSERT_TRUE(tour->stops[1].walk);
    EXPECT_EQ(tour->stops[1].walk->from, 1);
    EXPECT_EQ(tour->stops[1].walk->speed, 3);
}

TEST_F(TourFileTest, OfAWrongTourTheRestIsUsed) {
    const std::pair<const char*, const char*> wrong[] = {
        {"view = \"nowhere\"", "there is no view \"nowhere\"; the catalogue has opening"},
        {"camera = [106.57, 29.56, -12, 0, 20]", "under the ground"},
        {"camera = [106.57, 29.56, 100]", "five numbers"},
        {"camera = [206.57, 29.56, 100, 0, 20]", "degrees"},
        {"view = \"top\"\nfilter = \"colour=red\"", "filter"},
        {"view = \"top\"\nlayers = \"+nothing\"", "there is no layer \"nothing\""},
        {"view = \"top\"\nselect = \"nothing:1\"", "select"},
        {"view = \"top\"\nwater = \"deep\"", "water"},
        {"view = \"top\"\ndwell = -1", "dwell"},
        {"view = \"top\"\nrelief = \"magic\"", "relief"},
        {"view = \"top\"\ntheme = \"neon\"", "theme"},
        {"view = \"top\"\ntime = \"noon\"", "time"},
        {"walk = { feature = \"nothing:1\" }", "feature"},
        {"walk = { feature = \"walkways:W05\", from = 0.5, to = 0.5 }", "no length"},
        {"view = \"top\"\ncamera = [106.57, 29.56, 100, 0, 20]", "one of view, camera, walk or include"},
        {"dwell = 3", "one of view, camera, walk or include"},
        {"include = \"none.toml\"", "none.toml"},
    };
    for (const auto& [text, words] : wrong) {
        const auto tour = load("[[stop]]\nview = \"opening\"\n[[stop]]\n" + std::string(text) +
                               "\n[[stop]]\nview = \"night\"\n");
        ASSERT_TRUE(tour) << text;
        EXPECT_TRUE(tour.report.hasErrors()) << text;
        EXPECT_THAT(tour.report.text(), HasSubstr(words)) << text;
        EXPECT_THAT(tour.report.text(), HasSubstr("tour.toml")) << text;
        ASSERT_EQ(tour->stops.size(), 2U) << text;
        EXPECT_EQ(tour->stops[1].camera, catalog_.view("night")->camera) << text;
    }
    const auto unknown = load("colour = 3\n[[stop]]\nview = \"top\"\n");
    ASSERT_TRUE(unknown);
    EXPECT_FALSE(unknown.report.hasErrors());
    EXPECT_THAT(unknown.report.text(), HasSubstr("colour"));
}

TEST_F(TourFileTest, ToursThatIncludeEachOtherEnd) {
    write(folder_ / "b.toml",
          "[show]\nwater = 180\n[[stop]]\nview = \"night\"\n[[stop]]\ninclude = \"tour.toml\"\n");
    const auto tour =
        load("[[stop]]\nview = \"top\"\n[[stop]]\ninclude = \"b.toml\"\n[[stop]]\nview = \"dusk\"\n");
    ASSERT_TRUE(tour);
    EXPECT_THAT(tour.report.text(), HasSubstr("tour.toml > b.toml > tour.toml"));
    ASSERT_EQ(tour->stops.size(), 3U);
    EXPECT_EQ(tour->stops[1].camera, catalog_.view("night")->camera);
    EXPECT_EQ(tour->stops[1].show.water, 180) << "what the included tour shows stays with its stops";
    EXPECT_FALSE(tour->stops[2].show.water);
    const auto self = load("[[stop]]\nview = \"top\"\n[[stop]]\ninclude = \"tour.toml\"\n");
    ASSERT_TRUE(self);
    EXPECT_EQ(self->stops.size(), 1U);
    EXPECT_TRUE(self.report.hasErrors());
}

TEST_F(TourFileTest, WithoutAStopThereIsNoTour) {
    for (const char* text : {"", "[[stop", "title = \"a\"", "[[stop]]\nview = \"nowhere\"\n"}) {
        const auto tour = load(text);
        EXPECT_FALSE(tour) << text;
        EXPECT_TRUE(tour.report.hasErrors()) << text;
    }
    EXPECT_FALSE(loadTour((folder_ / "none.toml").string(), catalog_));
}

}  // namespace
}  // namespace atlas::app
