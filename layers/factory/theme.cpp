#include "layers/factory/theme.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace atlas::layers {

namespace {

constexpr std::array kHours{"night", "twilight", "low", "golden", "high"};
constexpr int kMostTints = 8;
constexpr double kStrongest = 20;

// The shaders' display curve has a gamma of 2.
osg::Vec3f linear(const StyleColor& c) {
    return {c[0] * c[0], c[1] * c[1], c[2] * c[2]};
}

void readColor(const Style& style, const std::string& key, osg::Vec3f& color) {
    // An alpha of -1 is no colour of a file: the key is missing, and the default stays exactly as it is.
    const StyleColor found = style.color(key, {0, 0, 0, -1});
    const auto strength = static_cast<float>(style.number(key + "_strength", 1, 0, kStrongest));
    if (found[3] >= 0) color = linear(found) * strength;
}

void readHour(const Style& style, const std::string& name, scene::LightKey& key) {
    const std::string at = "light." + name + ".";
    key.altitude = style.number(at + "altitude", key.altitude, -90, 90);
    key.night = static_cast<float>(style.number(at + "night", key.night, 0, 1));
    key.lamps = static_cast<float>(style.number(at + "lamps", key.lamps, 0, 1));
    readColor(style, at + "sun", key.sun);
    readColor(style, at + "sky", key.sky);
    readColor(style, at + "bounce", key.bounce);
    readColor(style, at + "haze", key.haze);
    readColor(style, at + "zenith", key.zenith);
    readColor(style, at + "paper", key.paper);
}

// Names and pins are drawn over the picture, in colours as they are.
void readMarks(const Style& style, scene::MarkLook& marks) {
    const auto read = [&](const char* key, osg::Vec3f& color) {
        const StyleColor found = style.color(key, {0, 0, 0, -1});
        if (found[3] >= 0) color.set(found[0], found[1], found[2]);
    };
    read("names.light", marks.lightName);
    read("names.halo", marks.halo);
    read("names.dark_halo", marks.darkHalo);
    marks.haloStrength = static_cast<float>(style.number("names.halo_strength", marks.haloStrength, 0, 1));
    read("pins.paper", marks.pin);
    read("pins.night_paper", marks.nightPin);
    marks.hidden = static_cast<float>(style.number("pins.hidden", marks.hidden, 0, 1));
}

}  // namespace

scene::MapTheme mapTheme(const Style& style, bool dark) {
    scene::MapTheme theme;
    theme.dark = dark;
    std::vector<scene::TintStop> tints;
    for (int i = 1; i <= kMostTints; ++i) {
        const std::string key = fmt::format("tint.{}.", i);
        const StyleColor color = style.color(key + "color", {0, 0, 0, -1});
        const double at = style.number(key + "at", static_cast<double>(i - 1) / (kMostTints - 1), 0, 1);
        if (color[3] >= 0) tints.push_back({at, linear(color)});
    }
    std::stable_sort(tints.begin(), tints.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    if (!tints.empty()) theme.tints = std::move(tints);
    readColor(style, "ground.rock", theme.rock);
    const auto share = [&](const char* key, float fallback) {
        return static_cast<float>(style.number(key, fallback, 0, 1));
    };
    theme.rockShare = share("ground.rock_share", theme.rockShare);
    theme.outsideColor = share("ground.outside_color", theme.outsideColor);
    theme.outsidePaper = share("ground.outside_paper", theme.outsidePaper);
    readMarks(style, theme.marks);
    for (std::size_t i = 0; i < kHours.size(); ++i) readHour(style, kHours[i], theme.keys[i]);
    std::stable_sort(theme.keys.begin(), theme.keys.end(),
                     [](const auto& a, const auto& b) { return a.altitude < b.altitude; });
    return theme;
}

}  // namespace atlas::layers
