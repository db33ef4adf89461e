// What an exhibit keeps on disk: the operator's settings and PIN, the counts, and files that are replaced
// under it.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/failure.h"
#include "app/kiosk/kiosk_config.h"
#include "app/kiosk/pin_lock.h"
#include "app/kiosk/replaced_files.h"
#include "app/kiosk/usage_counts.h"

namespace atlas::app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class KioskFiles : public testing::Test {
  protected:
    KioskFiles() { fs::create_directories(folder_); }
    ~KioskFiles() override {
        std::error_code code;
        fs::permissions(folder_, fs::perms::owner_all, code);
        fs::remove_all(folder_, code);
    }
    static std::string text(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    fs::path write(const char* name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return folder_ / name;
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(folder_))
            all.push_back(entry.path().filename().string());
        std::sort(all.begin(), all.end());
        return all;
    }
    fs::path folder_ = fs::path(testing::TempDir()) / ("atlas-kiosk-" + std::to_string(getpid()));
};

TEST_F(KioskFiles, ThePinIsKeptAsAHashThatOnlyTheOwnerReads) {
    const fs::path file = folder_ / "deep/kiosk.toml";
    KioskConfig config;
    config.pin = hashOfPin("24681");
    config.language = "en";
    config.counts = false;
    config.write(file);
    EXPECT_THAT(text(file), testing::Not(HasSubstr("24681")));
    EXPECT_THAT(text(file), HasSubstr("$argon2id$"));
    struct stat status {};
    ASSERT_EQ(stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600);
    const KioskConfig read = KioskConfig::read(file);
    EXPECT_EQ(read.pin, config.pin);
    EXPECT_EQ(read.language, "en");
    EXPECT_EQ(read.counts, std::optional(false));
    EXPECT_EQ(PinLock(read.pin).answer("24681", 0), PinLock::Answer::Right);
    EXPECT_EQ(PinLock(read.pin).answer("24682", 0), PinLock::Answer::Wrong);
    EXPECT_NE(hashOfPin("24681"), config.pin) << "salted";
}

TEST_F(KioskFiles, WhatAnotherVersionSetStaysAndBrokenSettingsAreKept) {
    const fs::path file = write("kiosk.toml", "tomorrow = 3\nlanguage = \"fr\"\n");
    KioskConfig config = KioskConfig::read(file);
    EXPECT_EQ(config.language, "") << "no language of ours";
    config.tour = "night-city";
    config.write(file);
    EXPECT_THAT(text(file), HasSubstr("tomorrow = 3"));
    EXPECT_EQ(KioskConfig::read(file).tour, "night-city");

    const fs::path broken = write("broken.toml", "pin = \"half");
    EXPECT_THAT(KioskConfig::read(broken).problem, HasSubstr("broken.toml"));
    EXPECT_THROW(config.write(broken), WorkError);
    EXPECT_EQ(text(broken), "pin = \"half");
    EXPECT_EQ(KioskConfig::read(folder_ / "none.toml").problem, "");
}

TEST(PinLock, IsDigitsOfALengthAndRestsAfterFiveWrongOnes) {
    for (const char* no : {"", "123", "1234567890123", "12a4", "１２３４"}) {
        EXPECT_FALSE(isPin(no)) << no;
        EXPECT_THROW(hashOfPin(no), WorkError) << no;
    }
    PinLock lock(hashOfPin("8050"));
    double now = 10;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < PinLock::kAttempts; ++i)
            EXPECT_EQ(lock.answer("0000", now), PinLock::Answer::Wrong);
        const double rest = PinLock::kFirstRest * (1 << round);
        EXPECT_DOUBLE_EQ(lock.rest(now), rest) << "twice as long each time";
        EXPECT_EQ(lock.answer("8050", now + rest - 1), PinLock::Answer::Resting)
            << "the right one, too early";
        now += rest;
    }
    EXPECT_EQ(lock.answer("8050", now), PinLock::Answer::Right);
    EXPECT_EQ(PinLock("").answer("8050", 0), PinLock::Answer::Wrong) << "no PIN is no open door";
}

TEST_F(KioskFiles, CountsAddUpByDayAndKindInTheMonthsFile) {
    UsageCounts counts(folder_, true);
    counts.count("2026-11-30", "visit", "", 61.6);
    counts.count("2026-11-30", "feature", "sites:P1, \"a\"", 3);
    counts.count("2026-11-30", "feature", "sites:P1, \"a\"", 4);
    counts.count("2026-12-01", "visit", "", 10);
    counts.flush();
    EXPECT_EQ(text(folder_ / "usage-2026-11.csv"),
              "day,kind,what,count,seconds\n2026-11-30,feature,\"sites:P1, "
              "\"\"a\"\"\",2,7\n2026-11-30,visit,,1,62\n");
    EXPECT_EQ(text(folder_ / "usage-2026-12.csv"), "day,kind,what,count,seconds\n2026-12-01,visit,,1,10\n");
    EXPECT_EQ(counts.visits(), 2);
    // A later start goes on where this one was.
    UsageCounts later(folder_, true);
    later.count("2026-11-30", "visit", "", 8);
    later.flush();
    later.flush();
    EXPECT_THAT(text(folder_ / "usage-2026-11.csv"), HasSubstr("2026-11-30,visit,,2,70\n"));
    EXPECT_THAT(text(folder_ / "usage-2026-11.csv"), HasSubstr("\"sites:P1, \"\"a\"\"\",2,7\n"));
}

TEST_F(KioskFiles, NothingIsCountedWhenItIsSwitchedOff) {
    UsageCounts counts(folder_, false);
    counts.count("2026-11-30", "visit", "", 5);
    counts.flush();
    EXPECT_THAT(names(), ElementsAre());
}

TEST_F(KioskFiles, CountsOutliveAFolderThatCannotBeWrittenAndABrokenFile) {
    const fs::path blocked = write("blocked", "a file where a folder should be");
    UsageCounts counts(blocked / "state", true);
    counts.count("2026-11-30", "visit", "", 5);
    counts.flush();
    EXPECT_NE(counts.problem(), "");
    fs::remove(blocked);
    counts.flush();
    EXPECT_EQ(counts.problem(), "");
    EXPECT_THAT(text(blocked / "state/usage-2026-11.csv"), HasSubstr("2026-11-30,visit,,1,5\n"));

    write("usage-2026-11.csv",
          "day,kind,what,count,seconds\nrubbish\n2026-11-02,visit,,x,1\n2026-11-02,visit,,3,9\n");
    UsageCounts after(folder_, true);
    after.count("2026-11-30", "visit", "", 5);
    after.flush();
    EXPECT_EQ(text(folder_ / "usage-2026-11.csv"),
              "day,kind,what,count,seconds\n2026-11-02,visit,,3,9\n2026-11-30,visit,,1,5\n");
    EXPECT_EQ(text(folder_ / "usage-2026-11.csv.unread"), "rubbish\n2026-11-02,visit,,x,1\n");
}

TEST_F(KioskFiles, CountsAreExportedToTheFirstFolderThatTakesThem) {
    EXPECT_FALSE(exportCounts(folder_, {folder_}).done) << "nothing yet";
    UsageCounts counts(folder_ / "state", true);
    counts.count("2026-11-30", "visit", "", 5);
    counts.flush();
    fs::create_directories(folder_ / "stick");
    const auto exported = exportCounts(folder_ / "state", {folder_ / "missing", folder_ / "stick"});
    EXPECT_TRUE(exported.done) << exported.words;
    EXPECT_EQ(text(folder_ / "stick/yuzhong-usage-2026-11.csv"), text(folder_ / "state/usage-2026-11.csv"));
    EXPECT_FALSE(exportCounts(folder_ / "state", {folder_ / "missing"}).done);
}

TEST_F(KioskFiles, AReplacedFileIsNoticedOnceItIsWhole) {
    layers::Catalog catalog;
    catalog.file = write("catalog.toml", "a").string();
    layers::LayerEntry layer;
    layer.path = write("sites.csv", "one").string() + "|sites";
    catalog.layers.push_back(layer);
    ReplacedFiles files(catalog);
    EXPECT_FALSE(files.due(0));
    EXPECT_FALSE(files.due(100));
    write("sites.csv", "one and two");
    EXPECT_FALSE(files.due(102)) << "may still be copied";
    write("sites.csv", "one and two and three");
    EXPECT_FALSE(files.due(103.2)) << "still changing";
    EXPECT_FALSE(files.due(104.3));
    EXPECT_TRUE(files.due(105.4));
    files.settle();
    EXPECT_FALSE(files.due(110)) << "told once";
    // Another catalogue: its own files, and no amnesia about those of before.
    layers::LayerEntry other;
    other.path = write("other.csv", "one").string();
    catalog.layers.push_back(other);
    write("sites.csv", "changed between the reading and now");
    files.follow(catalog);
    EXPECT_FALSE(files.due(110.5)) << "looked at less than a second ago";
    EXPECT_FALSE(files.due(111.2));
    EXPECT_TRUE(files.due(113));
    files.settle();
    write("other.csv", "one and two");
    EXPECT_FALSE(files.due(114.1));
    EXPECT_TRUE(files.due(116));
    files.settle();
    fs::remove(folder_ / "sites.csv");
    EXPECT_FALSE(files.due(118));
    EXPECT_TRUE(files.due(120)) << "a file that is gone is a change, too";
}

}  // namespace
}  // namespace atlas::app
