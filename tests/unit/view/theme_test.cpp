// A theme file gives what it says and leaves the rest of the sand-table model alone.
#include "layers/factory/theme.h"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "scene/light.h"

namespace atlas::layers {
namespace {

Style styleOf(const std::string& text) {
    const auto file = std::filesystem::temp_directory_path() /
                      ("theme_test_" + std::to_string(std::hash<std::string>()(text)) + ".toml");
    std::ofstream(file) << text;
    auto loaded = loadStyle(file.string());
    std::filesystem::remove(file);
    EXPECT_TRUE(loaded) << loaded.report.text();
    return loaded ? std::move(*loaded.value) : Style();
}

// 8 bits a channel, squared, times the strength: half a step is at most 0.004 of the strength.
void expectNear(const osg::Vec3f& a, const osg::Vec3f& b, float tolerance) {
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(a[i], b[i], tolerance);
}

TEST(Theme, NothingSaidIsTheSandTable) {
    EXPECT_EQ(mapTheme(Style(), false), scene::MapTheme());
}

TEST(Theme, TheBundledSandTableIsTheDefaultInWords) {
    const auto loaded = loadStyle(ATLAS_SHARE_DIR "/styles/theme-sand.toml");
    ASSERT_TRUE(loaded) << loaded.report.text();
    const scene::MapTheme read = mapTheme(*loaded.value, false);
    EXPECT_TRUE(loaded.value->report().empty()) << loaded.value->report().text();
    const scene::MapTheme own;
    ASSERT_EQ(read.keys.size(), own.keys.size());
    for (std::size_t i = 0; i < own.keys.size(); ++i) {
        EXPECT_DOUBLE_EQ(read.keys[i].altitude, own.keys[i].altitude);
        expectNear(read.keys[i].sun, own.keys[i].sun, 0.012F);
        expectNear(read.keys[i].haze, own.keys[i].haze, 0.012F);
    }
    ASSERT_EQ(read.tints.size(), own.tints.size());
    for (std::size_t i = 0; i < own.tints.size(); ++i)
        expectNear(read.tints[i].color, own.tints[i].color, 0.006F);
}

// Contrast ratio as WCAG 2.2 has it, of two sRGB colours.
double contrast(const osg::Vec3f& a, const osg::Vec3f& b) {
    const auto light = [](const osg::Vec3f& c) {
        double sum = 0;
        const double share[] = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; ++i)
            sum += share[i] * (c[i] <= 0.04045F ? c[i] / 12.92 : std::pow((c[i] + 0.055) / 1.055, 2.4));
        return sum;
    };
    return (std::max(light(a), light(b)) + 0.05) / (std::min(light(a), light(b)) + 0.05);
}

TEST(Theme, NamesStandOffTheirHaloInEveryBundledTheme) {
    for (const char* file : {"theme-sand", "theme-ink"}) {
        const auto loaded = loadStyle(std::string(ATLAS_SHARE_DIR "/styles/") + file + ".toml");
        ASSERT_TRUE(loaded) << loaded.report.text();
        const scene::MarkLook marks = mapTheme(*loaded.value, false).marks;
        EXPECT_GE(contrast(marks.lightName, marks.darkHalo), 7) << file;
        EXPECT_GE(contrast({0.10F, 0.10F, 0.11F}, marks.halo), 7) << file << ": the usual ink of names";
        expectNear(marks.halo, scene::MarkLook().halo, 0.004F);
        expectNear(marks.pin, scene::MarkLook().pin, 0.004F);
    }
}

TEST(Theme, MarksAreData) {
    const scene::MarkLook marks =
        mapTheme(styleOf("[names]\nhalo = \"#FF0000\"\n[pins]\nhidden = 0.5\nnight_paper = \"#0000FF\"\n"),
                 false)
            .marks;
    EXPECT_EQ(marks.halo, osg::Vec3f(1, 0, 0));
    EXPECT_EQ(marks.nightPin, osg::Vec3f(0, 0, 1));
    EXPECT_FLOAT_EQ(marks.hidden, 0.5F);
    EXPECT_EQ(marks.darkHalo, scene::MarkLook().darkHalo);
}

TEST(Theme, InkIsDarkerThanSandAtEveryHour) {
    const auto loaded = loadStyle(ATLAS_SHARE_DIR "/styles/theme-ink.toml");
    ASSERT_TRUE(loaded) << loaded.report.text();
    const scene::MapTheme ink = mapTheme(*loaded.value, true);
    EXPECT_TRUE(loaded.value->report().empty()) << loaded.value->report().text();
    for (const double altitude : {-20.0, -3.0, 2.0, 20.0, 60.0}) {
        const scene::Light dark = scene::lightFor({200, altitude}, ink);
        const scene::Light light = scene::lightFor({200, altitude});
        EXPECT_LE(dark.paper.length(), light.paper.length()) << altitude;
        EXPECT_EQ(dark.dark, 1) << altitude;
        EXPECT_EQ(dark.night, light.night) << altitude;
    }
}

TEST(Theme, TintsComeInOrderWhateverTheFileSays) {
    const Style style =
        styleOf("[tint.1]\nat = 0.9\ncolor = \"#FFFFFF\"\n[tint.2]\nat = 0.1\ncolor = \"#000000\"\n");
    const auto table = mapTheme(style, false).tintTable();
    EXPECT_EQ(table.front(), osg::Vec3f(0, 0, 0));
    EXPECT_EQ(table.back(), osg::Vec3f(1, 1, 1));
    for (std::size_t i = 1; i < table.size(); ++i) EXPECT_GE(table[i].x(), table[i - 1].x());
    EXPECT_NEAR(table[table.size() / 2].x(), 0.5, 0.01);
}

TEST(Theme, WrongValuesAreToldAndTheDefaultStays) {
    const Style style =
        styleOf("[light.high]\nsun_strength = -1\naltitude = 400\n[ground]\nrock = 3\nsand = 1\n");
    EXPECT_EQ(mapTheme(style, false), scene::MapTheme());
    const std::string told = style.report().text();
    for (const char* key : {"light.high.sun_strength", "light.high.altitude", "ground.rock", "ground.sand"})
        EXPECT_THAT(told, testing::HasSubstr(key));
}

TEST(Theme, AStyleHasDarkValuesForDarkThemes) {
    Style style = styleOf("wall = \"#FFFFFF\"\nsize = 3\n[dark]\nwall = \"#000000\"\n");
    EXPECT_EQ(style.color("wall", {})[0], 1);
    style.setDark(true);
    EXPECT_EQ(style.color("wall", {})[0], 0);
    EXPECT_EQ(style.number("size", 1), 3);
    EXPECT_TRUE(style.report().empty()) << style.report().text();
}

}  // namespace
}  // namespace atlas::layers
