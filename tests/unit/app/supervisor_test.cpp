// The supervisor with shells for children: what they write to the pipe and how they end is theirs.

#include "app/kiosk/supervisor.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace atlas::app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class Supervise : public testing::Test {
  protected:
    Supervise() {
        fs::create_directories(folder_);
        options_.startPatience = 20;
        options_.firstPause = 0.05;
        options_.say = [this](const std::string& text) { said_.push_back(text); };
    }
    ~Supervise() override { fs::remove_all(folder_); }
    // `script` finds $n, the number of this start from 1, and $fd, where to beat.
    int run(const std::string& script) {
        const std::string count = (folder_ / "count").string();
        return supervise(
            {"/bin/sh", "-c",
             "echo x >>" + count + "; n=$(wc -l <" + count + "); fd=$YUZHONG_HEARTBEAT_FD; " + script},
            options_);
    }
    fs::path folder_ = fs::path(testing::TempDir()) / ("atlas-supervisor-" + std::to_string(getpid()));
    SuperviseOptions options_;
    std::vector<std::string> said_;
};

TEST_F(Supervise, EndsWithAProgramThatEndsWellOrWasCalledWrongly) {
    EXPECT_EQ(run("exit 0"), 0);
    EXPECT_EQ(run("exit 2"), 2);
    EXPECT_EQ(supervise({"/nothing/there"}, options_), 127);
    EXPECT_THAT(said_, ElementsAre());
}

TEST_F(Supervise, StartsACrashedOneAgainAtOnceAndThenEverMoreSlowly) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(run("[ $n -ge 5 ] && exit 0; [ $n = 1 ] && kill -SEGV $$; [ $n = 2 ] && kill -9 $$; exit 1"),
              0);
    ASSERT_EQ(said_.size(), 4U);
    EXPECT_THAT(said_[0], testing::AllOf(HasSubstr("signal 11"), testing::EndsWith("started again")));
    EXPECT_THAT(said_[1], testing::AllOf(HasSubstr("signal 9"), HasSubstr("in 0.05 s")));
    EXPECT_THAT(said_[2], testing::AllOf(HasSubstr("status 1"), HasSubstr("in 0.1 s")));
    EXPECT_THAT(said_[3], HasSubstr("in 0.2 s"));
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(350));
}

TEST_F(Supervise, RestartsAtOnceWhenAsked) {
    EXPECT_EQ(run("[ $n -ge 4 ] && exit 0; exit 75"), 0);
    EXPECT_THAT(said_, ElementsAre(HasSubstr("asked"), HasSubstr("asked"), HasSubstr("asked")));
}

TEST_F(Supervise, KillsOneThatShowsNoSignOfLife) {
    // Beats for a while (longer than it once granted), then hangs deaf to SIGTERM.
    EXPECT_EQ(
        run("[ $n = 2 ] && exit 0; for i in 1 2 3 4 5 6; do echo 0.5 >&$fd; sleep 0.2; done; trap '' TERM; "
            "while true; do sleep 0.1; done"),
        0);
    EXPECT_THAT(said_, ElementsAre(HasSubstr("no sign of life")));
}

TEST_F(Supervise, WaitsLongerForOneThatSaysSoAndReadsNoRubbish) {
    EXPECT_EQ(run("printf 'x\\n-3\\n\\n' >&$fd; echo 9 >&$fd; sleep 1; exit 0"), 0);
    EXPECT_THAT(said_, ElementsAre());
}

TEST_F(Supervise, TakesItsChildAlongWhenItIsToldToEnd) {
    const fs::path mark = folder_ / "child";
    const pid_t supervisor = fork();
    if (supervisor == 0) {
        supervise({"/bin/sh", "-c", "echo $$ >" + mark.string() + "; exec sleep 600"}, {});
        _exit(42);
    }
    pid_t child = 0;
    for (int i = 0; i < 400 && child == 0; ++i) {
        std::ifstream(mark) >> child;
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    ASSERT_GT(child, 0);
    kill(supervisor, SIGTERM);
    int status = 0;
    ASSERT_EQ(waitpid(supervisor, &status, 0), supervisor);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42) << status;
    EXPECT_NE(kill(child, 0), 0) << "the child lives on";
}

}  // namespace
}  // namespace atlas::app
