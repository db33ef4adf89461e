// Where the program finds its files, and how it writes others'.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "app/assets.h"
#include "app/failure.h"
#include "app/output_file.h"

namespace atlas::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FilesTest : public testing::Test {
  protected:
    FilesTest() { fs::create_directories(folder_); }
    ~FilesTest() override { fs::remove_all(folder_); }

    fs::path share(const char* name) {
        fs::create_directories(folder_ / name);
        std::ofstream(folder_ / name / "catalog.toml") << "x";
        return folder_ / name;
    }

    Surroundings surroundings() {
        Surroundings result;
        result.executable = folder_ / "here/bin/yuzhong";
        result.installed = folder_ / "prefix/share/yuzhong";
        result.environment = [this](const char* name) { return variables_[name]; };
        return result;
    }

    std::string read(const fs::path& path) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }

    std::size_t entries() {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }

    fs::path folder_ = fs::path(testing::TempDir()) / ("atlas-files-" + std::to_string(getpid()));
    std::map<std::string, std::string> variables_;
};

TEST_F(FilesTest, ShareFolderByPrecedence) {
    variables_["XDG_DATA_DIRS"] = (folder_ / "xdg1").string() + ":" + (folder_ / "xdg2").string();
    EXPECT_EQ(findShareFolder(surroundings()).path, std::nullopt);
    EXPECT_EQ(findShareFolder(surroundings()).tried.size(), 4U);
    const auto xdg = share("xdg2/yuzhong");
    EXPECT_EQ(findShareFolder(surroundings()).path, xdg);
    const auto installed = share("prefix/share/yuzhong");
    EXPECT_EQ(findShareFolder(surroundings()).path, installed);
    const auto beside = share("here/share/yuzhong");
    EXPECT_EQ(findShareFolder(surroundings()).path, beside);
    const auto named = share("named");
    variables_["YUZHONG_SHARE"] = named.string();
    EXPECT_EQ(findShareFolder(surroundings()).path, named);
}

TEST_F(FilesTest, AWrongVariableIsNotPassedOverInSilence) {
    share("here/share/yuzhong");
    variables_["YUZHONG_SHARE"] = (folder_ / "typo").string();
    try {
        findAssets("", surroundings());
        FAIL();
    } catch (const WorkError& error) {
        EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("typo"), HasSubstr("--catalog")));
    }
    EXPECT_EQ(findAssets("mine.toml", surroundings()).catalog, "mine.toml");
}

TEST_F(FilesTest, AFileAppearsWholeOrNotAtAll) {
    const auto target = folder_ / "out.txt";
    {
        OutputFile file(target);
        file.write("half");
        EXPECT_FALSE(fs::exists(target));
    }
    EXPECT_EQ(entries(), 0U) << "given up: nothing is left";
    {
        OutputFile file(target);
        file.write("whole");
        file.commit();
    }
    EXPECT_EQ(read(target), "whole");
    {
        OutputFile file(target);
        file.write("other");
    }
    EXPECT_EQ(read(target), "whole") << "an older file stays";
    EXPECT_EQ(entries(), 1U);
}

TEST_F(FilesTest, PlacesThatCannotBeWritten) {
    fs::create_directories(folder_ / "dir");
    EXPECT_THROW(OutputFile(folder_ / "dir"), WorkError);
    EXPECT_THROW(OutputFile(folder_ / "nowhere" / "x"), WorkError);
    EXPECT_THROW(OutputFile("/dev/null"), WorkError);
    OutputFile nothing(folder_ / "x");
    EXPECT_THROW(nothing.commit(), WorkError);
    EXPECT_EQ(OutputFile(folder_ / "x.dat", ".gpkg").temporary().extension(), ".gpkg");
    EXPECT_EQ(entries(), 1U);
}

}  // namespace
}  // namespace atlas::app
