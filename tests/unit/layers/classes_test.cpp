// The automatic style: which classes the values of a field fall into.

#include "layers/features/classes.h"

#include <gmock/gmock.h>

#include <set>

#include "geodata/crs.h"
#include "geodata/feature_source.h"

namespace atlas::layers {
namespace {

using Meaning = FeatureClass::Meaning;

// A table of one field from JSON values.
geodata::FeatureTable table(const std::vector<std::string>& values, const std::string& field = "f") {
    std::string features;
    for (std::size_t i = 0; i < values.size(); ++i)
        features += (i > 0 ? "," : "") + std::string(R"({"type":"Feature","geometry":null,"properties":{")") +
                    field + R"(":)" + values[i] + R"(,"one":1}})";
    geodata::FeatureSourceOptions options;
    options.path = R"({"type":"FeatureCollection","features":[)" + features + "]}";
    options.crs = "EPSG:4545";
    auto loaded = geodata::loadFeatures(options, *geodata::Crs::parse("EPSG:4545"));
    EXPECT_TRUE(loaded) << loaded.report.text();
    return std::move(*loaded.value);
}

std::vector<std::string> labels(const Classes& classes) {
    std::vector<std::string> all;
    for (const FeatureClass& c : classes.classes) all.push_back(c.label);
    return all;
}

TEST(Classes, TextsBecomeCategoriesTheMostFrequentFirst) {
    const auto data = table({R"("b")", R"("a")", R"("b")", "null", R"("c")", R"("a")", R"("b")"});
    const Classes classes = classify(data, "f");
    EXPECT_EQ(classes.kind, Classes::Kind::Categories);
    EXPECT_THAT(labels(classes), testing::ElementsAre("b", "a", "c", ""));
    EXPECT_EQ(classes.classes.back().meaning, Meaning::NoValue);
    EXPECT_EQ(classes.classes[0].features, 3U);
    EXPECT_THAT(classes.ofRow, testing::ElementsAre(0, 1, 0, 3, 2, 1, 0));
}

TEST(Classes, TooManyCategoriesShareTheLast) {
    std::vector<std::string> values;
    for (int i = 0; i < 30; ++i)
        for (int k = 0; k <= 30 - i; ++k) values.push_back("\"v" + std::to_string(i) + "\"");
    const Classes classes = classify(table(values), "f");
    ASSERT_EQ(classes.classes.size(), kMostCategories);
    EXPECT_EQ(classes.classes.front().label, "v0");
    EXPECT_EQ(classes.classes.back().meaning, Meaning::Others);
    std::set<std::array<float, 3>> colors;
    std::size_t all = 0;
    for (const FeatureClass& c : classes.classes) {
        colors.insert(c.color);
        all += c.features;
    }
    EXPECT_EQ(colors.size(), kMostCategories);
    EXPECT_EQ(all, values.size());
}

TEST(Classes, NumbersBecomeRangesOfAboutEqualCount) {
    std::vector<std::string> values;
    for (int i = 1; i <= 60; ++i) values.push_back(std::to_string(i * i) + ".5");
    const Classes classes = classify(table(values), "f");
    EXPECT_EQ(classes.kind, Classes::Kind::Ranges);
    ASSERT_EQ(classes.classes.size(), kRanges);
    for (const FeatureClass& c : classes.classes) EXPECT_EQ(c.features, 10U);
    EXPECT_EQ(classes.classes.front().label, "1.5 – 100.5");
    EXPECT_EQ(classes.classes.back().label, "2601.5 – 3600.5");
}

TEST(Classes, EqualNumbersAreNeverSplit) {
    std::vector<std::string> values(50, "7.25");
    values.emplace_back("1.5");
    values.emplace_back("9.5");
    const Classes classes = classify(table(values), "f");
    std::set<std::uint8_t> sevens(classes.ofRow.begin(), classes.ofRow.begin() + 50);
    EXPECT_EQ(sevens.size(), 1U);
    std::size_t all = 0;
    for (const FeatureClass& c : classes.classes) {
        EXPECT_GE(c.features, 1U);
        all += c.features;
    }
    EXPECT_EQ(all, values.size());
}

TEST(Classes, FewWholeNumbersAreCategories) {
    const Classes classes = classify(table({"1", "2", "1", "3"}), "f");
    EXPECT_EQ(classes.kind, Classes::Kind::Categories);
    EXPECT_THAT(labels(classes), testing::ElementsAre("1", "2", "3"));
}

TEST(Classes, TextsThatAreNumbersCountAsNumbers) {
    std::vector<std::string> values;
    for (int i = 0; i < 20; ++i) values.push_back("\"" + std::to_string(i * 5) + ".25\"");
    EXPECT_EQ(classify(table(values), "f").kind, Classes::Kind::Ranges);
    values.emplace_back("\"about 5\"");
    EXPECT_EQ(classify(table(values), "f").kind, Classes::Kind::Categories);
}

TEST(Classes, AnUnknownFieldIsOneClass) {
    const Classes classes = classify(table({"1", "2"}), "no such field");
    EXPECT_EQ(classes.kind, Classes::Kind::One);
    ASSERT_EQ(classes.classes.size(), 1U);
    EXPECT_EQ(classes.classes[0].features, 2U);
}

TEST(Classes, AllNullIsOneClassWithoutValue) {
    const Classes classes = classify(table({"null", "null"}), "f");
    ASSERT_EQ(classes.classes.size(), 1U);
    EXPECT_EQ(classes.classes[0].meaning, Meaning::NoValue);
    EXPECT_EQ(classes.ofRow.size(), 2U);
}

TEST(Classes, NamesAndConstantsAreNotOffered) {
    std::vector<std::string> names;
    for (int i = 0; i < 40; ++i) names.push_back("\"name " + std::to_string(i) + "\"");
    EXPECT_TRUE(fieldsForColor(table(names)).empty());
    EXPECT_EQ(suggestedField(table(names)), "");
    EXPECT_EQ(suggestedField(table({R"("a")", R"("b")", R"("a")"})), "f");
    EXPECT_EQ(suggestedField(table({"101", "102", "103"}, "osm_id")), "") << "an id tells nothing";
}

TEST(Classes, WellKnownNamesPlayRoles) {
    EXPECT_THAT(guessedRoles(table({"3"}, "Height")),
                testing::ElementsAre(testing::Pair("height", "Height")));
    EXPECT_THAT(guessedRoles(table({R"("x")"}, "名称")), testing::ElementsAre(testing::Pair("name", "名称")));
    EXPECT_TRUE(guessedRoles(table({R"("x")"}, "whatever")).empty());
}

}  // namespace
}  // namespace atlas::layers
