// The district's figures: grouped, in words, with what sources disagree about.

#include "layers/figures/figure_table.h"

#include <gtest/gtest.h>

#include "geodata/crs.h"
#include "geodata/feature_source.h"
#include "layers/figures/figure_words.h"

namespace atlas::layers {
namespace {

geodata::FeatureTable rows(const std::string& features) {
    geodata::FeatureSourceOptions options;
    options.path = R"({"type":"FeatureCollection","features":[)" + features + "]}";
    options.crs = "EPSG:4545";
    auto loaded = geodata::loadFeatures(options, *geodata::Crs::parse("EPSG:4545"));
    EXPECT_TRUE(loaded) << loaded.report.text();
    return std::move(*loaded.value);
}

std::string row(const std::string& properties) {
    return R"({"type":"Feature","geometry":null,"properties":{)" + properties + "}}";
}

class FigureTest : public testing::Test {
  protected:
    FigureTest() {
        for (const char* role : {"topic", "chart", "name", "name_en", "value", "unit", "period", "source",
                                 "note", "conflict", "figure_key", "figure_first", "figure_second"})
            entry_.fields[role] = role;
        const auto term = [](const char* value, const char* zh, const char* en) {
            Term made;
            made.value = value;
            made.label = {zh, en};
            return made;
        };
        catalog_.vocabularies["topic"] = {term("money", "钱", "Money"), term("empty", "空", "Empty")};
        catalog_.vocabularies["unit"] = {term("more", "{} 亿元以上", "more than {}")};
    }
    LayerEntry entry_;
    Catalog catalog_;
};

TEST_F(FigureTest, ChartsGatherPartsAndSeries) {
    const auto table = rows(
        row(R"("topic":"money","chart":"parts","name":"甲","name_en":"A","value":5,"unit":"more","source":"s")") +
        "," +
        row(R"("topic":"other","chart":null,"name":"产值","name_en":null,"value":7,"unit":"t","source":"s")") +
        "," +
        row(R"("topic":"money","chart":"parts","name":"乙","name_en":"B","value":1,"unit":"more","source":"s")") +
        "," +
        row(R"("topic":"other","chart":null,"name":"产值","name_en":null,"value":9,"unit":"t","source":"s")") +
        "," +
        row(R"("topic":"other","chart":null,"name":"无","name_en":null,"value":null,"unit":"t","source":"s")"));
    const FigureBook book = figureBook(entry_, table, nullptr, catalog_, "en");
    ASSERT_EQ(book.topics.size(), 2U) << "a topic without figures is no heading";
    EXPECT_EQ(book.topics[0].label, "Money");
    EXPECT_EQ(book.topics[1].label, "other") << "an unknown topic is shown as it is";
    ASSERT_EQ(book.topics[0].charts.size(), 1U);
    ASSERT_EQ(book.topics[0].charts[0].figures.size(), 2U);
    EXPECT_EQ(book.topics[0].charts[0].figures[1].label, "B");
    EXPECT_EQ(book.topics[0].charts[0].figures[1].shown, "more than 1");
    ASSERT_EQ(book.topics[1].charts.size(), 1U) << "one name, one series; a row without a number is none";
    EXPECT_EQ(book.topics[1].charts[0].figures[1].value, 9);
    EXPECT_EQ(book.topics[1].charts[0].figures[1].label, "产值");
    EXPECT_EQ(figureBook(entry_, table, nullptr, catalog_, "zh").topics[0].charts[0].figures[0].shown,
              "5 亿元以上");
}

TEST_F(FigureTest, ConflictsStandAtTheirFigures) {
    const auto table =
        rows(row(R"("topic":"money","name":"甲","value":5,"unit":"more","conflict":"c2")") + "," +
             row(R"("topic":"money","name":"乙","value":6,"unit":"more","conflict":"unknown")"));
    const auto conflicts = rows(row(R"("figure_key":"c1","figure_first":"1","figure_second":"2")") + "," +
                                row(R"("figure_key":"c2","figure_first":"5","figure_second":"50")"));
    const FigureBook book = figureBook(entry_, table, &conflicts, catalog_, "zh");
    ASSERT_EQ(book.conflicts.size(), 2U);
    ASSERT_EQ(book.topics[0].charts.size(), 2U);
    ASSERT_EQ(book.topics[0].charts[0].conflicts.size(), 1U);
    EXPECT_EQ(book.topics[0].charts[0].conflicts[0]->second, "50");
    EXPECT_TRUE(book.topics[0].charts[1].conflicts.empty());
}

TEST(FigureWords, TheUnitSaysWhereTheNumberStands) {
    EXPECT_EQ(withUnit("1500", "{} 亿元以上"), "1500 亿元以上");
    EXPECT_EQ(withUnit("7.5", "km"), "7.5 km");
    EXPECT_EQ(withUnit("7", ""), "7");
    EXPECT_EQ(withUnit("7", "{ unclosed"), "7 { unclosed");
    EXPECT_EQ(withUnit("1191", "{*10000} visits"), "11.91 million visits");
    EXPECT_EQ(withUnit("22", "more than {*10000} a day"), "more than 220,000 a day");
    EXPECT_EQ(withUnit("0.05", "{*10000}"), "500");
    EXPECT_EQ(withUnit("1309.6", "CNY {*100000000}"), "CNY 130.96 billion");
    EXPECT_EQ(withUnit("3 to 5", "{*10000}"), "3 to 5 × 10000") << "no number";
    EXPECT_EQ(withUnit("743000", "{*1} m²"), "743,000 m²");
    EXPECT_EQ(withUnit("743000", "{*0.0001} 万平方米"), "74.3 万平方米");
    EXPECT_EQ(withUnit("70 (site fall)", "{*1} m"), "70 (site fall) m") << "no number";
}

}  // namespace
}  // namespace atlas::layers
