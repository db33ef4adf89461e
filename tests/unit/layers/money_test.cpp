#include "layers/sites/money.h"

#include <gtest/gtest.h>

#include <string>

#include "layers/sites/site_card.h"

namespace atlas::layers {
namespace {

TEST(Money, AsPeopleTypeIt) {
    const std::pair<const char*, double> amounts[] = {
        {"1.2", 1.2},      {"1.2亿", 1.2}, {"5000万", 0.5},    {"5000 万元", 0.5}, {"１２亿", 12},
        {"1,200万", 0.12}, {"0", 0},       {"300 million", 3}, {"1.5bn", 15},      {"CNY 1.25 bn", 12.5},
        {"CNY 100 m", 1},  {"2亿元", 2},   {"1万亿", 10000},   {"¥3亿", 3}};
    for (const auto& [text, yi] : amounts) {
        const auto parsed = parseMoney(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_DOUBLE_EQ(*parsed, yi) << text;
    }
    for (const char* text : {"", "abc", "-1", "1.2.3", "亿", "1亿2", "1e9", "nan", "inf", "1 斤"})
        EXPECT_FALSE(parseMoney(text)) << text;
}

// What the map writes can be typed in again, and no amount is written in powers of ten.
TEST(Money, WhatIsWrittenReadsBack) {
    for (const double yi : {0.0005, 0.47, 1.2, 9.99, 240.0, 9999.4, 9999.6, 12300.0, 217812.0, 9.99e7}) {
        for (const char* language : {"zh", "en"}) {
            const std::string text = moneyText(yi, language);
            EXPECT_EQ(text.find("e+"), std::string::npos) << text;
            const auto read = parseMoney(text);
            ASSERT_TRUE(read) << text;
            EXPECT_NEAR(*read, yi, yi * 6e-4) << text;
        }
    }
    EXPECT_EQ(moneyText(217812, "zh"), "21.78 万亿");
    EXPECT_EQ(moneyText(217812, "en"), "CNY 21.78 tn");
}

}  // namespace
}  // namespace atlas::layers
