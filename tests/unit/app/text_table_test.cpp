#include "app/text_table.h"

#include <gtest/gtest.h>

namespace atlas::app {
namespace {

TEST(DisplayWidth, CountsTerminalCells) {
    EXPECT_EQ(displayWidth(""), 0U);
    EXPECT_EQ(displayWidth("abc"), 3U);
    EXPECT_EQ(displayWidth("渝中"), 4U);
    EXPECT_EQ(displayWidth("，（）"), 6U);
    EXPECT_EQ(displayWidth("·é"), 2U);
    EXPECT_EQ(displayWidth("e\u0301"), 1U);
    EXPECT_EQ(displayWidth("𠀀"), 2U);
    EXPECT_EQ(displayWidth("\xFF\xE6\xB8"), 2U) << "broken UTF-8 is counted, not read past its end";
}

TEST(TextTable, AlignsAndCleans) {
    TextTable table;
    table.addColumn("编号");
    table.addColumn("n", TextTable::Align::Right);
    table.addRow({"a\x1b\n", "10"});
    table.addRow({"渝中区", "5"});
    table.addRow({"short"});
    EXPECT_EQ(table.text(),
              "编号     n\n"
              "a       10\n"
              "渝中区   5\n"
              "short\n");
}

TEST(TextTable, EmptyOnes) {
    EXPECT_EQ(TextTable{}.text(), "\n");
}

}  // namespace
}  // namespace atlas::app
