// Recording a tour: what is written is read again, and no file that somebody else wrote is written over.

#include "app/view/tour/tour_draft.h"

#include "app/view/tour/tour_text.h"
#include "tour_support.h"

namespace atlas::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class TourDraftTest : public test::TourFixture {
  protected:
    TourDraftTest() : session_(openingSession(catalog_, "zh")) {}

    TourDraft fresh() const { return {folder_ / "tours", {"我的导览", "My tour"}, catalog_}; }
    Session at(std::size_t view) const {
        Session session = session_;
        session.camera = catalog_.views[view].camera;
        return session;
    }
    static void save(TourDraft& draft) {
        const auto failure = draft.save();
        ASSERT_FALSE(failure) << failure->what();
        EXPECT_FALSE(draft.unsaved());
    }

    Session session_;
};

TEST_F(TourDraftTest, WhatIsRecordedIsWhatTheLoaderReads) {
    TourDraft draft = fresh();
    Session first = at(0);
    first.layers["sites"] = false;
    draft.add(first);
    Session second = at(1);
    second.time += 3600;
    second.waterLevel = 180.5;
    second.filter.industries = {"文旅产业"};
    second.selected = "districts:A02";
    second.theme = catalog_.themes.back().id;
    second.tools.relief.kind = "slope";
    second.contours = false;
    draft.add(second);
    draft.setWords(1, {{"\"二\"\\", "Two"}, {"第一行\n第二行", "A \t tab"}, "某书, p. 3", 7.5, -20});
    save(draft);
    EXPECT_EQ(draft.file(), folder_ / "tours" / "我的导览.toml");
    EXPECT_THAT(text(draft.file()), HasSubstr("camera = [ 106.593, 29.5735, 640.0, 232.0, 19.0 ]"));

    const auto read = loadTour(draft.file().string(), catalog_);
    ASSERT_TRUE(read) << read.report.text();
    EXPECT_TRUE(read.report.empty()) << read.report.text();
    ASSERT_EQ(read->stops.size(), 2U);
    EXPECT_EQ(read->title.zh, "我的导览");
    const TourStop& stop = read->stops[1];
    EXPECT_EQ(stop.title.zh, "\"二\"\\");
    EXPECT_EQ(stop.caption.zh, "第一行\n第二行");
    EXPECT_EQ(stop.caption.en, "A \t tab");
    EXPECT_EQ(stop.source, "某书, p. 3");
    EXPECT_EQ(stop.dwell, 7.5);
    EXPECT_EQ(stop.orbit, -20);
    EXPECT_NEAR(stop.camera.longitude, second.camera.longitude, 1e-6);
    EXPECT_NEAR(stop.camera.height, second.camera.height, 0.1);
    // Whatever the map shows when the tour begins, its stops show what they were recorded with.
    Session shown = session_;
    shown.layers["districts"] = false;
    shown.theme = catalog_.themes.front().id;
    const auto show = [&](std::size_t i) {
        Session session = shown;
        read->show.onto(session);
        read->stops[i].show.onto(session);
        return session;
    };
    EXPECT_FALSE(show(0).layers.at("sites"));
    EXPECT_EQ(show(0).layers.at("districts"), catalog_.layer("districts")->visible);
    EXPECT_EQ(show(0).time, first.time);
    EXPECT_EQ(show(0).waterLevel, first.waterLevel);
    EXPECT_TRUE(show(1).layers.at("sites")) << "the second was recorded with the catalogue's layers";
    EXPECT_EQ(show(1).time, second.time);
    EXPECT_EQ(show(1).waterLevel, 180.5);
    EXPECT_EQ(show(1).filter, second.filter);
    EXPECT_EQ(show(1).selected, second.selected);
    EXPECT_EQ(show(1).theme, second.theme);
    EXPECT_EQ(show(1).tools.relief.kind, "slope");
    EXPECT_FALSE(show(1).contours);
}

TEST_F(TourDraftTest, TheTextIsAFixedPoint) {
    for (const std::string& file : catalog_.tours) {
        const auto tour = loadTour(file, catalog_);
        ASSERT_TRUE(tour);
        const std::string once = tourToToml(*tour, catalog_);
        write(folder_ / "once.toml", once);
        const auto again = loadTour((folder_ / "once.toml").string(), catalog_);
        ASSERT_TRUE(again) << again.report.text();
        EXPECT_TRUE(again.report.empty()) << again.report.text();
        EXPECT_EQ(again->stops.size(), tour->stops.size()) << file;
        EXPECT_EQ(tourToToml(*again, catalog_), once) << file;
    }
}

TEST_F(TourDraftTest, StopsChangePlaces) {
    TourDraft draft = fresh();
    const auto order = [&] {
        std::string names;
        for (const TourStop& stop : draft.tour().stops) names += stop.title.en;
        return names;
    };
    for (const char* name : {"a", "b", "c", "d"}) {
        const std::size_t stop = draft.add(at(0));
        draft.setWords(stop, {{"", name}, {}, "", 6, 0});
    }
    EXPECT_EQ(order(), "abcd");
    EXPECT_TRUE(draft.move(0, 2));
    EXPECT_EQ(order(), "bcad");
    EXPECT_TRUE(draft.move(3, 0));
    EXPECT_EQ(order(), "dbca");
    EXPECT_FALSE(draft.move(0, 4));
    EXPECT_FALSE(draft.move(4, 0));
    EXPECT_FALSE(draft.move(1, 1));
    draft.remove(1);
    EXPECT_EQ(order(), "dca");
    EXPECT_EQ(draft.add(at(1), 0), 1U) << "after the chosen one";
    EXPECT_EQ(order(), "dca") << "it has no name";
    EXPECT_EQ(draft.tour().stops[1].camera, catalog_.views[1].camera);
}

TEST_F(TourDraftTest, WithoutAStopNothingIsWritten) {
    TourDraft draft = fresh();
    save(draft);
    EXPECT_FALSE(fs::exists(draft.file()));
    draft.add(at(0));
    save(draft);
    const std::string before = text(draft.file());
    draft.remove(0);
    save(draft);
    EXPECT_EQ(text(draft.file()), before) << "a tour is better than none";
    EXPECT_TRUE(draft.saved());
    // Another of the same name has a file of its own.
    TourDraft other = fresh();
    other.add(at(1));
    save(other);
    EXPECT_NE(other.file(), draft.file());
    EXPECT_EQ(text(draft.file()), before);
}

TEST_F(TourDraftTest, AHandWrittenTourIsNotWrittenOver) {
    const std::string hand =
        "# mine\ntitle = \"手写\"\n[[stop]]\nview = \"top\"\n[[stop]]\nview = \"night\"\n";
    const std::string half = "title = \"半\"\n[[stop]]\nview = \"top\"\n[[stop]]\nview = \"nowhere\"\n";
    const std::string strange = "colour = 3\n[[stop]]\nview = \"top\"\n";
    for (const std::string& original : {hand, half, strange}) {
        const fs::path file = folder_ / "hand.toml";
        write(file, original);
        geodata::Report report;
        auto draft = TourDraft::open(file, catalog_, report);
        ASSERT_TRUE(draft) << report.text();
        EXPECT_TRUE(draft->isCopy());
        draft->setTitle({"改", "Changed"});
        save(*draft);
        EXPECT_EQ(text(file), original);
        EXPECT_NE(draft->file(), file);
        EXPECT_EQ(loadTour(draft->file().string(), catalog_)->title.en, "Changed");
        fs::remove(draft->file());
    }
    geodata::Report report;
    write(folder_ / "none.toml", "[[stop");
    EXPECT_FALSE(TourDraft::open(folder_ / "none.toml", catalog_, report));
    EXPECT_TRUE(report.hasErrors());
}

TEST_F(TourDraftTest, ARecordedTourIsChangedInItsPlace) {
    TourDraft draft = fresh();
    draft.add(at(0));
    save(draft);
    geodata::Report report;
    auto again = TourDraft::open(draft.file(), catalog_, report);
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->isCopy());
    again->add(at(1));
    save(*again);
    EXPECT_EQ(again->file(), draft.file());
    EXPECT_EQ(loadTour(draft.file().string(), catalog_)->stops.size(), 2U);
}

TEST_F(TourDraftTest, WhatSomebodyElseWroteIsTakenOverOrLeftAlone) {
    TourDraft draft = fresh();
    draft.add(at(0));
    save(draft);
    geodata::Report report;
    EXPECT_FALSE(draft.reread(report)) << "nothing has changed";
    std::string other = text(draft.file());
    other.replace(other.find("My tour"), 7, "Another");
    write(draft.file(), other);
    EXPECT_TRUE(draft.reread(report)) << report.text();
    EXPECT_EQ(draft.tour().title.en, "Another");
    EXPECT_FALSE(draft.isCopy());
    // A broken file is told of, and changes go beside it.
    const fs::path file = draft.file();
    write(file, "[[stop");
    EXPECT_FALSE(draft.reread(report));
    EXPECT_TRUE(report.hasErrors());
    draft.setTitle({"三", "Third"});
    save(draft);
    EXPECT_EQ(text(file), "[[stop");
    EXPECT_THAT(text(draft.file()), HasSubstr("Third"));
}

TEST_F(TourDraftTest, WhatCannotBeWrittenStaysUnsaved) {
    write(folder_ / "tours", "a file where the folder should be");
    TourDraft draft = fresh();
    draft.add(at(0));
    EXPECT_TRUE(draft.save());
    EXPECT_TRUE(draft.unsaved());
}

}  // namespace
}  // namespace atlas::app
