// Styles: what a file may say, and what is said about a file that is wrong.

#include "layers/style.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace atlas::layers {
namespace {

class StyleTest : public testing::Test {
  protected:
    std::string file_ =
        (std::filesystem::temp_directory_path() / ("style-" + std::to_string(::getpid()) + ".toml")).string();
    void TearDown() override { std::filesystem::remove(file_); }
    geodata::Loaded<Style> style(const std::string& text) const {
        std::ofstream(file_) << text;
        return loadStyle(file_);
    }
};

TEST_F(StyleTest, GivesWhatTheFileSays) {
    const auto loaded = style(
        "wall = \"#FF8000\"\nstorey_lines = 0.25\n[night]\nglow = 1\nwindow = \"#00000080\"\non = true\n");
    ASSERT_TRUE(loaded) << loaded.report.text();
    EXPECT_EQ(loaded->color("wall", {}), (StyleColor{1, 128 / 255.0F, 0, 1}));
    EXPECT_FLOAT_EQ(loaded->color("night.window", {})[3], 128 / 255.0F);
    EXPECT_DOUBLE_EQ(loaded->number("storey_lines", 0), 0.25);
    EXPECT_DOUBLE_EQ(loaded->number("night.glow", 0), 1) << "a whole number is a number";
    EXPECT_TRUE(loaded->flag("night.on", false));
    EXPECT_TRUE(loaded->report().empty()) << loaded->report().text();
}

TEST_F(StyleTest, WhatIsLeftOutStaysAsTheLayerDrawsIt) {
    const auto loaded = style("");
    ASSERT_TRUE(loaded);
    EXPECT_DOUBLE_EQ(loaded->number("width", 3.5), 3.5);
    EXPECT_EQ(loaded->text("look", "plain"), "plain");
}

TEST_F(StyleTest, WrongValuesAreNamedAndNotUsed) {
    const auto loaded = style("width = \"wide\"\nopacity = 7\nheigth = 3\n");
    ASSERT_TRUE(loaded) << "the file itself is well-formed";
    EXPECT_DOUBLE_EQ(loaded->number("width", 2), 2);
    EXPECT_DOUBLE_EQ(loaded->number("opacity", 0.5, 0, 1), 0.5);
    const std::string said = loaded->report().text();
    for (const char* word :
         {"width", "expected a number", "opacity", "7 is outside 0 to 1", "heigth", "unknown key"})
        EXPECT_NE(said.find(word), std::string::npos) << word << " is missing in: " << said;
}

TEST_F(StyleTest, ABrokenFileHasNoValueSoThatTheLastGoodOneStays) {
    for (const char* text : {"wall = ", "wall = \"#GG0000\"", "wall = \"#123\"", "wall = [1, 2]"}) {
        const auto loaded = style(text);
        EXPECT_FALSE(loaded) << text;
        EXPECT_NE(loaded.report.text().find(file_), std::string::npos) << text;
    }
    EXPECT_FALSE(loadStyle(file_ + ".none"));
}

TEST(BundledStyles, AreWellFormed) {
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(ATLAS_SHARE_DIR "/styles")) {
        const auto loaded = loadStyle(entry.path().string());
        EXPECT_TRUE(loaded) << loaded.report.text();
        ++seen;
    }
    EXPECT_GT(seen, 3);
}

}  // namespace
}  // namespace atlas::layers
