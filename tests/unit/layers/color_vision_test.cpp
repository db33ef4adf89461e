// Colours that tell things apart do so for people who see colours differently, or a sign does it for them.
// Simulation: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
// Deficiency", IEEE TVCG 2009, severity 1. Difference: CIE 1976 (L*, a*, b*).

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "layers/catalog.h"
#include "layers/features/classes.h"
#include "layers/style.h"

namespace atlas::layers {
namespace {

using Rgb = std::array<double, 3>;
using Matrix = std::array<double, 9>;

constexpr double kTellsApart = 8;  // CIE 1976 difference: some three times what can just be noticed
constexpr std::pair<const char*, Matrix> kSight[] = {
    {"all cones", {1, 0, 0, 0, 1, 0, 0, 0, 1}},
    {"no L cones",
     {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998}},
    {"no M cones",
     {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881}},
    {"no S cones",
     {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}}};

Rgb seen(const std::array<float, 3>& color, const Matrix& m) {
    Rgb linear{};
    for (std::size_t i = 0; i < 3; ++i)
        linear[i] = color[i] <= 0.04045F ? color[i] / 12.92 : std::pow((color[i] + 0.055) / 1.055, 2.4);
    Rgb out{};
    for (std::size_t i = 0; i < 3; ++i)
        out[i] = std::max(0.0, m[i * 3] * linear[0] + m[i * 3 + 1] * linear[1] + m[i * 3 + 2] * linear[2]);
    return out;
}

Rgb lab(const Rgb& c) {
    const double x = (0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505;
    const double y = 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    const double z = (0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089;
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

double difference(const std::array<float, 3>& a, const std::array<float, 3>& b, const Matrix& sight) {
    const Rgb la = lab(seen(a, sight));
    const Rgb lb = lab(seen(b, sight));
    return std::hypot(la[0] - lb[0], la[1] - lb[1], la[2] - lb[2]);
}

TEST(ColorVision, TheMeasureKnowsBlackFromWhite) {
    EXPECT_NEAR(difference({0, 0, 0}, {1, 1, 1}, kSight[0].second), 100, 0.5);
    EXPECT_LT(difference({0.75F, 0.45F, 0.2F}, {0.53F, 0.55F, 0.2F}, kSight[2].second), 30)
        << "a red and a green of one lightness come near each other without M cones";
}

TEST(ColorVision, IndustriesDifferInColourOrSign) {
    const auto catalog = loadCatalog(std::string(ATLAS_SHARE_DIR) + "/catalog.toml");
    ASSERT_TRUE(catalog) << catalog.report.text();
    const std::vector<Term>& terms = catalog->vocabularies.at("industry");
    ASSERT_EQ(terms.size(), 9U);
    for (const auto& [name, sight] : kSight)
        for (std::size_t i = 0; i < terms.size(); ++i)
            for (std::size_t k = i + 1; k < terms.size(); ++k)
                EXPECT_TRUE(difference(terms[i].color, terms[k].color, sight) >= kTellsApart ||
                            (!terms[i].glyph.empty() && terms[i].glyph.zh != terms[k].glyph.zh))
                    << name << ": " << terms[i].value << ", " << terms[k].value;
}

class OfTheMap : public testing::Test {
  protected:
    OfTheMap() : catalog_(loadCatalog(std::string(ATLAS_SHARE_DIR) + "/catalog.toml")) {}
    void SetUp() override { ASSERT_TRUE(catalog_) << catalog_.report.text(); }
    static Style style(const std::string& name) {
        auto loaded = loadStyle(std::string(ATLAS_SHARE_DIR) + "/styles/" + name + ".toml");
        EXPECT_TRUE(loaded) << loaded.report.text();
        return loaded ? std::move(*loaded.value) : Style();
    }
    // A colour of a file, as it looks over another.
    static std::array<float, 3> color(const Style& style, const std::string& key,
                                      const std::array<float, 3>& under = {}) {
        const StyleColor c = style.color(key, {0, 0, 0, -1});
        EXPECT_GE(c[3], 0) << style.file() << " has no " << key;
        std::array<float, 3> out{};
        for (std::size_t i = 0; i < 3; ++i) out[i] = c[i] * c[3] + under[i] * (1 - c[3]);
        return out;
    }
    const std::vector<Term>& terms(const char* vocabulary) const {
        return catalog_->vocabularies.at(vocabulary);
    }
    // Of colours, or of the signs drawn in them.
    static void expectDistinct(const std::vector<Term>& terms) {
        for (const auto& [name, sight] : kSight)
            for (std::size_t i = 0; i < terms.size(); ++i)
                for (std::size_t k = i + 1; k < terms.size(); ++k)
                    EXPECT_TRUE(difference(terms[i].color, terms[k].color, sight) >= kTellsApart ||
                                (!terms[i].glyph.empty() && terms[i].glyph.zh != terms[k].glyph.zh))
                        << name << ": " << terms[i].value << ", " << terms[k].value;
    }

    geodata::Loaded<Catalog> catalog_;
};

TEST_F(OfTheMap, DistrictsScenesStationsAndRiversDiffer) {
    for (const char* vocabulary : {"district", "scene", "station", "river"})
        expectDistinct(terms(vocabulary));
}

TEST_F(OfTheMap, WalkwaysAreNoStreets) {
    for (const auto& [name, sight] : kSight)
        for (const Term& walk : terms("walkway"))
            for (const Term& street : terms("street"))
                EXPECT_GE(difference(walk.color, street.color, sight), 2 * kTellsApart)
                    << name << ": " << walk.value << ", " << street.value;
}

TEST_F(OfTheMap, LinesStandOffTheGround) {
    // By their core, or by the casing round it.
    const auto walkCasing = color(style("walkways"), "casing");
    const auto streetCasing = color(style("streets"), "casing");
    const Style boundary = style("boundary");
    for (const char* theme : {"theme-sand", "theme-ink"}) {
        const Style palette = style(theme);
        Style edge = boundary;
        edge.setDark(std::string(theme) == "theme-ink");
        for (const char* tint : {"tint.1.color", "tint.2.color", "tint.3.color", "tint.4.color"}) {
            const auto ground = color(palette, tint);
            const auto stands = [&](const auto& core, const auto& casing, const Matrix& sight) {
                return std::max(difference(core, ground, sight), difference(casing, ground, sight)) >=
                       2 * kTellsApart;
            };
            for (const auto& [name, sight] : kSight) {
                const std::string where = std::string(theme) + " " + tint + ", " + name;
                for (const Term& walk : terms("walkway"))
                    EXPECT_TRUE(stands(walk.color, walkCasing, sight)) << where << ": " << walk.value;
                for (const Term& street : terms("street"))
                    EXPECT_TRUE(stands(street.color, streetCasing, sight)) << where << ": " << street.value;
                EXPECT_TRUE(stands(color(edge, "core", ground), color(edge, "casing", ground), sight))
                    << where;
            }
        }
    }
}

TEST_F(OfTheMap, ByNightWalkwaysStreetsAndBridgesDiffer) {
    const std::array<float, 3> ground{0.13F, 0.14F, 0.16F};
    const std::pair<const char*, std::array<float, 3>> lines[] = {
        {"walkways", color(style("walkways"), "night.core", ground)},
        {"streets", color(style("streets"), "night.core", ground)},
        {"bridges", color(style("bridges"), "night.road", ground)}};
    for (const auto& [name, sight] : kSight)
        for (std::size_t i = 0; i < std::size(lines); ++i) {
            EXPECT_GE(difference(lines[i].second, ground, sight), 2 * kTellsApart)
                << name << ": " << lines[i].first;
            for (std::size_t k = i + 1; k < std::size(lines); ++k)
                EXPECT_GE(difference(lines[i].second, lines[k].second, sight), kTellsApart)
                    << name << ": " << lines[i].first << ", " << lines[k].first;
        }
}

TEST(ColorVision, CategoriesOfAddedDataDiffer) {
    geodata::FeatureTable table;
    geodata::Column column;
    column.name = "f";
    geodata::TextValues texts;
    for (std::uint32_t i = 0; i < kMostCategories; ++i) {
        texts.values.push_back(std::string(1, static_cast<char>('a' + i)));
        texts.codes.push_back(i);
        column.nulls.push(false);
        table.fids.push_back(i);
    }
    column.values = texts;
    table.columns.push_back(std::move(column));
    const Classes classes = classify(table, "f");
    ASSERT_EQ(classes.classes.size(), kMostCategories);
    for (const auto& [name, sight] : kSight)
        for (std::size_t i = 0; i < classes.classes.size(); ++i)
            for (std::size_t k = i + 1; k < classes.classes.size(); ++k)
                EXPECT_GE(difference(classes.classes[i].color, classes.classes[k].color, sight), kTellsApart)
                    << name << ": " << i << ", " << k;
}

}  // namespace
}  // namespace atlas::layers
