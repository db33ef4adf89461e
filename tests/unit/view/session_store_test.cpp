// Sessions on disk: what is saved by itself, what a dead process left, what may be written over.

#include "app/view/session_store.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "app/failure.h"

namespace atlas::app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class SessionStoreTest : public testing::Test {
  protected:
    SessionStoreTest() {
        char name[] = "/tmp/atlas-sessions-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    ~SessionStoreTest() override {
        std::error_code error;
        fs::permissions(folder_, fs::perms::owner_all, error);
        fs::remove_all(folder_, error);
    }
    static std::string text(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(folder_)) all.push_back(entry.path().filename());
        std::sort(all.begin(), all.end());
        return all;
    }
    Session flooded() const {
        Session session = start_;
        session.waterLevel = 190;
        return session;
    }
    fs::path folder_;
    Session start_;
};

TEST_F(SessionStoreTest, SavesWhatHasChangedAndLeavesNothingBehind) {
    {
        Autosave autosave(folder_, start_);
        autosave.watch(start_, 0);
        autosave.flush();
        EXPECT_EQ(names().size(), 1U) << "nothing has happened yet: a lock alone";
        autosave.watch(flooded(), 1);
        autosave.flush();
        ASSERT_EQ(names().size(), 2U);
        EXPECT_THAT(text(folder_ / names()[1]), HasSubstr("water = 190"));
        Session later = flooded();
        later.waterLevel = 191;
        autosave.watch(later, 1 + Autosave::kPeriod / 2);
        autosave.flush();
        EXPECT_THAT(text(folder_ / names()[1]), HasSubstr("water = 190")) << "not that often";
        autosave.watch(later, 1 + Autosave::kPeriod);
        autosave.flush();
        EXPECT_THAT(text(folder_ / names()[1]), HasSubstr("water = 191"));
        EXPECT_TRUE(autosave.lost().empty()) << "its own";
        EXPECT_EQ(autosave.takeProblem(), "");
    }
    EXPECT_TRUE(names().empty());
}

// A process that dies without a word, as with kill -9.
void dieWith(const fs::path& folder, const Session& start, const Session& session) {
    const pid_t child = ::fork();
    if (child == 0) {
        Autosave autosave(folder, start);
        autosave.watch(session, 0);
        autosave.flush();
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
}

TEST_F(SessionStoreTest, FindsWhatADeadWindowLeftButNotWhatALivingOneHas) {
    dieWith(folder_, start_, flooded());
    Autosave living(folder_, start_);
    living.watch(flooded(), 0);
    living.flush();
    Autosave newest(folder_, start_);
    auto lost = newest.lost();
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_THAT(text(lost[0].file), HasSubstr("water = 190"));

    newest.takeOver(lost[0], flooded());
    EXPECT_TRUE(newest.lost().empty());
    EXPECT_FALSE(fs::exists(lost[0].file));
    dieWith(folder_, start_, flooded());
    lost = newest.lost();
    ASSERT_EQ(lost.size(), 1U);
    newest.discard(lost[0]);
    EXPECT_TRUE(newest.lost().empty());
    EXPECT_THAT(text(folder_ / "discarded.toml"), HasSubstr("water = 190"));
}

TEST_F(SessionStoreTest, AWindowThatCannotGoOnLeavesItsSessionBehind) {
    {
        Autosave autosave(folder_, start_);
        autosave.leaveBehind(start_);
    }
    EXPECT_TRUE(Autosave(folder_, start_).lost().empty()) << "nothing had happened";
    {
        Autosave autosave(folder_, start_);
        autosave.watch(flooded(), 0);
        Session later = flooded();
        later.waterLevel = 191;
        autosave.leaveBehind(later);
    }
    const auto lost = Autosave(folder_, start_).lost();
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_THAT(text(lost[0].file), HasSubstr("water = 191")) << "the last moment as well";
}

TEST_F(SessionStoreTest, SaysOnceThatNothingCanBeSaved) {
    write(folder_ / "file", "");
    Autosave autosave(folder_ / "file" / "state", start_);
    EXPECT_NE(autosave.takeProblem(), "");
    EXPECT_EQ(autosave.takeProblem(), "");
    autosave.watch(flooded(), 1);  // and nothing happens
    EXPECT_TRUE(autosave.lost().empty());
}

TEST_F(SessionStoreTest, AGoodFileIsWrittenOverADamagedOneIsNot) {
    SessionFile good(folder_ / "deep/good.toml", true);
    good.save(start_);
    good.save(flooded());
    EXPECT_THAT(text(folder_ / "deep/good.toml"), HasSubstr("water = 190"));

    write(folder_ / "mine.toml", "water = 18");
    SessionFile damaged(folder_ / "mine.toml", false);
    damaged.save(flooded());
    EXPECT_EQ(text(folder_ / "mine.toml"), "water = 18");
    EXPECT_EQ(damaged.path(), folder_ / "mine-2.toml");
    damaged.save(start_);
    EXPECT_EQ(damaged.path(), folder_ / "mine-2.toml") << "its own file it may write over";
    SessionFile early(folder_ / "early.json", false);
    write(folder_ / "early.json", "{}");
    early.save(start_);
    EXPECT_EQ(early.path(), folder_ / "early.toml");
    EXPECT_EQ(text(folder_ / "early.json"), "{}");
}

TEST_F(SessionStoreTest, AFullDiskLeavesTheOldFile) {
    if (!fs::exists("/dev/full")) GTEST_SKIP();
    EXPECT_THROW(SessionFile("/dev/full", true).save(start_), WorkError);
}

TEST_F(SessionStoreTest, RemembersWhatWasUsedLately) {
    RecentSessions recent(folder_ / "recent.toml");
    EXPECT_TRUE(recent.all().empty());
    for (int i = 0; i < 12; ++i) recent.add(folder_ / ("s" + std::to_string(i) + ".toml"));
    recent.add(folder_ / "s9.toml");
    const RecentSessions again(folder_ / "recent.toml");
    ASSERT_EQ(again.all().size(), RecentSessions::kMost);
    EXPECT_EQ(again.all()[0], (folder_ / "s9.toml").string());
    EXPECT_EQ(again.all()[1], (folder_ / "s11.toml").string());
    recent.remove((folder_ / "s9.toml").string());
    EXPECT_EQ(recent.all()[0], (folder_ / "s11.toml").string());
    write(folder_ / "recent.toml", "sessions = [1, \"a\"");
    EXPECT_TRUE(RecentSessions(folder_ / "recent.toml").all().empty()) << "a broken list is an empty one";
}

TEST_F(SessionStoreTest, NamesTheFileThatIsWrong) {
    layers::Catalog catalog;
    const auto missing = readSessionFile(folder_ / "none.toml", start_, catalog);
    EXPECT_FALSE(missing.session);
    EXPECT_THAT(missing.report.text(), HasSubstr("none.toml"));
    write(folder_ / "bad.toml", "water = true\ncontours = false\n");
    const auto bad = readSessionFile(folder_ / "bad.toml", start_, catalog);
    ASSERT_TRUE(bad.session);
    EXPECT_FALSE(bad.session->contours);
    EXPECT_THAT(bad.report.text(), HasSubstr("bad.toml"));
}

}  // namespace
}  // namespace atlas::app
