#include "geodata/text_encoding.h"

#include <gtest/gtest.h>

namespace {

using namespace atlas::geodata;

// Bytes that `iconv -t GBK` and `-t GB18030` make of these words; written out so that the test does not ask
// our own code.
constexpr std::string_view kChongqingGbk =
    "\xD6\xD8\xC7\xEC\xCA\xD0\xD3\xE5\xD6\xD0\xC7\xF8";  // 重庆市渝中区

TEST(TextEncoding, NamesOfOneFamilyAreOne) {
    for (const char* name : {"GBK", "gb2312", "CP936", "936", "GB-18030", "EUC-CN", " cp936\r\n"})
        EXPECT_EQ(canonicalEncoding(name), "GB18030") << name;
    for (const char* name : {"utf8", "UTF-8", "65001"}) EXPECT_EQ(canonicalEncoding(name), "UTF-8") << name;
    EXPECT_TRUE(encodingKnown("BIG5"));
    EXPECT_FALSE(encodingKnown("klingon"));
    EXPECT_FALSE(encodingKnown(""));
}

TEST(TextEncoding, ConvertsBothWays) {
    EXPECT_EQ(toUtf8(kChongqingGbk, "GB18030"), "重庆市渝中区");
    EXPECT_EQ(fromUtf8("重庆市渝中区", "GB18030"), kChongqingGbk);
    EXPECT_EQ(toUtf8("\x82\x30\xA8\x30", "GB18030"), "㘬");  // four bytes
    EXPECT_EQ(toUtf8("", "GB18030"), "");
    EXPECT_EQ(fromUtf8("重", "ISO-8859-1"), std::nullopt);
    const std::string longText(5000, 'x');
    EXPECT_EQ(toUtf8(longText + std::string(kChongqingGbk), "GB18030"), longText + "重庆市渝中区");
}

TEST(TextEncoding, DamageIsMarkedAndEnds) {
    bool damaged = false;
    EXPECT_EQ(toUtf8("\xD6\xD8\xFF", "GB18030", &damaged), "重\xEF\xBF\xBD");
    EXPECT_TRUE(damaged);
    EXPECT_EQ(repairUtf8("重\xFFx"), "重\xEF\xBF\xBDx");
    EXPECT_EQ(repairUtf8("重\xE5\xBA"), "重");
}

TEST(TextEncoding, ChecksUtf8ByTheStandard) {
    EXPECT_EQ(checkUtf8("abc"), Utf8Check::Ascii);
    EXPECT_EQ(checkUtf8("重庆"), Utf8Check::Valid);
    EXPECT_EQ(checkUtf8("重\xE5\xBA"), Utf8Check::CutOff);
    // overlong, surrogate, beyond U+10FFFF, lone continuation
    for (const char* bad : {"\xC1\xAA", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80"})
        EXPECT_EQ(checkUtf8(bad), Utf8Check::Invalid);
}

TEST(EncodingVote, MostTextsDecide) {
    EncodingVote gbk;
    gbk.see(kChongqingGbk);
    gbk.see("plain");
    gbk.see("\xC4\xA3");  // 模 in GBK, and valid UTF-8 by accident
    EXPECT_TRUE(gbk.saysGb18030());

    EncodingVote utf8;
    utf8.see("重庆市");
    utf8.see("渝中区");
    utf8.see("\xFF broken");
    utf8.see("解放碑\xE8\xA1");  // a field too short for its last character
    EXPECT_FALSE(utf8.saysGb18030());
    EXPECT_TRUE(utf8.sawDamage());

    EXPECT_FALSE(EncodingVote().saysGb18030());
    EncodingVote notepad;  // the word that made Notepad famous: 联通
    notepad.see("\xC1\xAA\xCD\xA8");
    EXPECT_TRUE(notepad.saysGb18030());
}

}  // namespace
