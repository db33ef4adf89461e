// What is wrong with a source table is said with file, line and column.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "district/table.h"

namespace atlas::district {
namespace {

namespace fs = std::filesystem;

class BadTable : public testing::Test {
  protected:
    fs::path folder_ = fs::temp_directory_path() / ("bad-table-" + std::to_string(::getpid()));

    void SetUp() override {
        fs::create_directories(folder_);
        write("tables.toml", R"([extent]
lon = [106.0, 107.0]
lat = [29.0, 30.0]
[licence]
values = ["facts"]
[[table]]
name = "places"
geometry = "point"
columns = [
    { name = "id", type = "text", required = true, unique = true },
    { name = "lon", type = "lon" },
    { name = "lat", type = "lat" },
    { name = "height", type = "real", min = 0, max = 500 },
    { name = "licence", type = "licence", required = true },
]
)");
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
    std::string problemsOf(const std::string& csv) {
        write("places.csv", csv);
        const auto sources = readSources(folder_.string());
        EXPECT_FALSE(sources);
        return sources.report.text();
    }
};

TEST_F(BadTable, AGoodOneIsRead) {
    write("places.csv", "id,lon,lat,height,licence\nA,106.5,29.5,12,facts\nB,,,,facts\n");
    const auto sources = readSources(folder_.string());
    ASSERT_TRUE(sources) << sources.report.text();
    EXPECT_EQ(sources->tables.front().rows.size(), 2U);
}

TEST_F(BadTable, EachProblemIsNamed) {
    struct Case {
        const char* csv;
        std::vector<const char*> words;
    };
    const Case cases[] = {
        {"id,lon,lat,licence\nA,106.5,29.5,facts\n", {"places.csv", "height"}},
        {"id,lon,lat,height,licence\nA,106.5,29.5,tall,facts\n", {"places.csv", "line 2", "height", "tall"}},
        {"id,lon,lat,height,licence\nA,106.5,29.5,1,facts\nA,106.5,29.5,1,facts\n", {"line 3", "id"}},
        {"id,lon,lat,height,licence\nA,106.5,29.5,900,facts\n", {"line 2", "height", "900"}},
        {"id,lon,lat,height,licence\nA,10.5,29.5,1,facts\n", {"line 2", "lon"}},
        {"id,lon,lat,height,licence\nA,106.5,,1,facts\n", {"line 2", "lat"}},
        {"id,lon,lat,height,licence\nA,106.5,29.5,1,mine\n", {"line 2", "licence", "mine"}},
        {"id,lon,lat,height,licence\nA,106.5,29.5,1\n", {"line 2"}},
        {"id,lon,lat,height,licence\n\"A,106.5,29.5,1,facts\n", {"line 2"}},
        {"", {"places.csv"}},
    };
    for (const Case& one : cases) {
        const std::string problems = problemsOf(one.csv);
        for (const char* word : one.words)
            EXPECT_NE(problems.find(word), std::string::npos)
                << "'" << word << "' is missing in: " << problems;
    }
}

TEST_F(BadTable, AMissingFileIsNamed) {
    const auto sources = readSources(folder_.string());
    ASSERT_FALSE(sources);
    EXPECT_NE(sources.report.text().find("places.csv"), std::string::npos);
}

}  // namespace
}  // namespace atlas::district
