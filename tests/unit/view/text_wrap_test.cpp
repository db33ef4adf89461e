#include <gmock/gmock.h>

#include "ui/text.h"

namespace atlas::ui {
namespace {

/// A Chinese character is two wide, any other one.
std::string wrap(const std::string& text, float width) {
    return wrapped(text, width, [](char32_t c) { return c > 0x2000 ? 2.0F : 1.0F; });
}

TEST(Wrapped, BreaksBetweenWords) {
    EXPECT_EQ(wrap("one two three", 7), "one two\nthree");
    EXPECT_EQ(wrap("one two three", 6), "one\ntwo\nthree");
    EXPECT_EQ(wrap("fits", 4), "fits");
    EXPECT_EQ(wrap("", 4), "");
    EXPECT_EQ(wrap("a\nlong line", 8), "a\nlong\nline") << "breaks that are there stay";
}

TEST(Wrapped, BreaksAWordThatIsLongerThanALine) {
    EXPECT_EQ(wrap("abcdefgh ij", 3), "abc\ndef\ngh\nij");
    EXPECT_EQ(wrap("abc", 0), "a\nb\nc") << "no endless loop";
}

TEST(Wrapped, BreaksBetweenChineseCharactersButKeepsNumbersAndPunctuation) {
    EXPECT_EQ(wrap("按静水面与 30 米高程推算", 13), "按静水面与 30\n米高程推算");
    EXPECT_EQ(wrap("按静水面与 30 米高程推算", 12), "按静水面与\n30 米高程推\n算");
    EXPECT_EQ(wrap("低，不能", 3), "低，\n不\n能") << "no line begins with a comma";
    EXPECT_EQ(wrap("看（图）", 5), "看\n（图）") << "nor ends with what opens";
}

TEST(Wrapped, LosesNothingOfBrokenText) {
    const std::string broken = "a\xFF\xE4\xBD c";
    std::string joined = wrap(broken, 2);
    std::erase(joined, '\n');
    std::string expected = broken;
    std::erase(joined, ' ');
    std::erase(expected, ' ');
    EXPECT_EQ(joined, expected);
}

}  // namespace
}  // namespace atlas::ui
