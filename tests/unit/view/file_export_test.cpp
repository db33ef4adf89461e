// A tool's file is there whole or not at all, whatever becomes of its writing.

#include "app/view/tools/file_export.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace atlas::app {
namespace {

namespace fs = std::filesystem;

class FileExportTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / fs::path("yuzhong-export-" + std::to_string(::getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::string path(const char* name) const { return (folder_ / name).string(); }
    static std::string read(const std::string& path) {
        std::ifstream in(path);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
    }

    fs::path folder_;
};

/// Writes a part, tells of it, and goes on until it is cancelled.
FileWriting endless(std::atomic<bool>& begun) {
    return [&begun](OutputFile& file, const analysis::Job& job) {
        file.write("a part");
        begun = true;
        while (!job.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
}

TEST_F(FileExportTest, WritesTheWholeFile) {
    FileExport work;
    work.start(path("a.csv"), textFile("one\n"));
    const auto outcome = work.take(true);
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->problem);
    EXPECT_EQ(read(path("a.csv")), "one\n");
    EXPECT_EQ(files(), 1U);
}

TEST_F(FileExportTest, CancelledItLeavesNothingAndAnOlderFileAsItWas) {
    std::ofstream(path("a.csv")) << "older";
    {
        FileExport work;
        std::atomic<bool> begun = false;
        work.start(path("a.csv"), endless(begun));
        while (!begun) std::this_thread::yield();
        work.cancel();
        EXPECT_FALSE(work.busy());
        EXPECT_FALSE(work.take(true));
    }
    EXPECT_EQ(read(path("a.csv")), "older");
    EXPECT_EQ(files(), 1U);
}

TEST_F(FileExportTest, DestroyedWhileItWritesItLeavesNothing) {
    std::atomic<bool> begun = false;
    {
        FileExport work;
        work.start(path("a.csv"), endless(begun));
        while (!begun) std::this_thread::yield();
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(FileExportTest, SaysWhyThereIsNoFile) {
    FileExport work;
    work.start(path("missing/a.csv"), textFile("one\n"));
    auto outcome = work.take(true);
    ASSERT_TRUE(outcome && outcome->problem);
    EXPECT_NE(std::string(outcome->problem->what()).find("cannot write"), std::string::npos);
    work.start(path("a.csv"), [](OutputFile& file, const analysis::Job&) {
        file.write("a part");
        throw WorkError("the disk is full");
    });
    outcome = work.take(true);
    ASSERT_TRUE(outcome && outcome->problem);
    EXPECT_STREQ(outcome->problem->what(), "the disk is full");
    EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace atlas::app
