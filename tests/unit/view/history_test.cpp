// Steps back and forth, and filters that are kept.

#include "app/view/history.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "app/view/saved_filters.h"

namespace atlas::app {
namespace {

TEST(History, GoesBackAndForth) {
    Session session;
    History history(session);
    EXPECT_FALSE(history.undo(session));
    session.filter.industries = {"a"};
    history.watch(session, false);
    session.filter.investment.low = 1;
    history.watch(session, true);  // pulled
    session.filter.investment.low = 2;
    history.watch(session, true);
    session.filter.investment.low = 3;
    history.watch(session, false);
    EXPECT_EQ(history.steps(), 2U) << "one pull is one step";
    ASSERT_TRUE(history.undo(session));
    EXPECT_FALSE(session.filter.investment.low);
    EXPECT_EQ(session.filter.industries.size(), 1U);
    ASSERT_TRUE(history.undo(session));
    EXPECT_TRUE(session.filter.any());
    EXPECT_FALSE(history.undo(session));
    ASSERT_TRUE(history.redo(session));
    ASSERT_TRUE(history.redo(session));
    EXPECT_EQ(session.filter.investment.low, 3);
    EXPECT_FALSE(history.redo(session));
    history.undo(session);
    session.waterLevel = 190;
    history.watch(session, false);
    EXPECT_FALSE(history.canRedo()) << "a new step forgets what was undone";
}

TEST(History, CameraAndFollowedViewAreNoSteps) {
    Session session;
    History history(session);
    session.filter.view = {{1, 2}, {2, 2}, {2, 3}};
    history.watch(session, false);
    session.camera.height = 77;
    session.filter.view = {{5, 2}, {2, 2}, {2, 3}};
    session.added.push_back("file");
    history.watch(session, false);
    EXPECT_EQ(history.steps(), 1U);
}

TEST(History, ChoosingAroundIsOneStep) {
    Session session;
    History history(session);
    session.filter.industries = {"a"};
    history.watch(session, false);
    for (const char* site : {"sites:P1", "sites:P2", "sites:P3"}) {
        session.selected = site;
        history.watch(session, false);
    }
    EXPECT_EQ(history.steps(), 2U);
    history.undo(session);
    EXPECT_EQ(session.selected, "");
    EXPECT_EQ(session.filter.industries.size(), 1U);
}

TEST(History, AnySeriesGoesBackToItsBeginning) {
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        Session session;
        History history(session);
        std::vector<Session> states{session};
        const int steps = static_cast<int>(random() % 60);
        for (int i = 0; i < steps; ++i) {
            session.waterLevel += 1;
            if (random() % 2) session.filter.text += "x";
            session.camera.height += 3;
            history.watch(session, false);
            states.push_back(session);
        }
        for (std::size_t i = states.size(); i-- > 1;) {
            ASSERT_TRUE(history.undo(session));
            ASSERT_EQ(session.filter, states[i - 1].filter);
            ASSERT_EQ(session.waterLevel, states[i - 1].waterLevel);
            ASSERT_EQ(session.camera.height, states.back().camera.height);
        }
        for (std::size_t i = 1; i < states.size(); ++i) {
            ASSERT_TRUE(history.redo(session));
            ASSERT_EQ(session.filter, states[i].filter);
        }
    }
}

TEST(History, ForgetsTheOldest) {
    Session session;
    History history(session);
    for (std::size_t i = 0; i < History::kMost + 50; ++i) {
        session.waterLevel = static_cast<double>(i) + 1;
        history.watch(session, false);
    }
    EXPECT_EQ(history.steps(), History::kMost);
    while (history.undo(session)) {
    }
    EXPECT_EQ(session.waterLevel, 50);
}

class SavedFiltersTest : public testing::Test {
  protected:
    SavedFiltersTest()
        : folder_(std::filesystem::temp_directory_path() /
                  ("yuzhong-filters-" + std::to_string(::getpid()))) {}
    ~SavedFiltersTest() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_;
};

TEST_F(SavedFiltersTest, AreThereAgain) {
    const auto file = folder_ / "deep/filters.json";
    SavedFilters first(file);
    EXPECT_TRUE(first.all().empty());
    first.keep("文旅 \"大\"", "industry=文旅产业; investment=10..");
    first.keep("b", "year=2024");
    first.remove("b");
    EXPECT_FALSE(first.problem().has_value());
    const SavedFilters second(file);
    EXPECT_THAT(second.all(),
                testing::ElementsAre(testing::Pair("文旅 \"大\"", "industry=文旅产业; investment=10..")));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}), 1)
        << "nothing else is left there";
}

TEST_F(SavedFiltersTest, ABrokenFileIsNeverWrittenOver) {
    const auto file = folder_ / "filters.json";
    std::filesystem::create_directories(folder_);
    for (const char* text : {"{\"a\": 1}", "[1]", "{", "\xff"}) {
        std::ofstream(file) << text;
        SavedFilters filters(file);
        EXPECT_TRUE(filters.problem().has_value()) << text;
        filters.keep("x", "year=2024");
        std::ifstream in(file);
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text);
    }
}

TEST_F(SavedFiltersTest, SaysWhatCannotBeWritten) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "file") << "x";
    SavedFilters filters(folder_ / "file/filters.json");
    filters.keep("x", "year=2024");
    EXPECT_TRUE(filters.problem().has_value());
    EXPECT_EQ(filters.all().size(), 1U) << "it lasts as long as the window";
}

}  // namespace
}  // namespace atlas::app
