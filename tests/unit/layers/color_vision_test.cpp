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
                            (!terms[i].glyph.empty() && terms[i].glyph != terms[k].glyph))
                    << name << ": " << terms[i].value << ", " << terms[k].value;
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
