// Searching many texts at once, against searching each.

#include "layers/sites/text_haystack.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>

namespace atlas::layers {
namespace {

TEST(TextHaystack, FindsWhatSearchingEachTextFinds) {
    EXPECT_TRUE(rc::check([] {
        std::mt19937 random(*rc::gen::arbitrary<unsigned>());
        const char* letters[] = {"a", "b", "A", "厂", "广", "楼", " "};
        const auto word = [&](std::size_t most) {
            std::string made;
            for (std::size_t n = random() % most; n-- > 0;) made += letters[random() % 7];
            return made;
        };
        std::vector<std::string> texts;
        for (std::size_t n = random() % 60; n-- > 0;) texts.push_back(word(random() % 9 == 0 ? 90 : 6));
        const TextHaystack haystack(texts);
        const auto small = [](std::string text) {
            for (char& c : text) c = c == 'A' ? 'a' : c;
            return text;
        };
        for (int round = 0; round < 8; ++round) {
            const std::string needle = word(5);
            std::vector<std::uint8_t> found(texts.size(), 0);
            haystack.find(needle, found);
            for (std::size_t i = 0; i < texts.size(); ++i)
                RC_ASSERT((found[i] != 0) == (small(texts[i]).find(small(needle)) != std::string::npos));
        }
    }));
}

TEST(TextHaystack, NothingInNothing) {
    const TextHaystack none;
    none.find("a", {});
    const std::vector<std::string> texts{"", "a"};
    std::vector<std::uint8_t> found(2, 0);
    TextHaystack(texts).find("\xFF", found);
    EXPECT_EQ(found, (std::vector<std::uint8_t>{0, 0}));
    TextHaystack(texts).find("A", found);
    EXPECT_EQ(found, (std::vector<std::uint8_t>{0, 1}));
}

}  // namespace
}  // namespace atlas::layers
