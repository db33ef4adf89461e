#include "layers/sites/money.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace atlas::layers
