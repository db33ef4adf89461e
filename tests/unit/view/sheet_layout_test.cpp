// Where things stand on a sheet: nothing on anything else, all on the page, whatever its size.

#include "app/view/sheet/sheet_layout.h"

#include <gmock/gmock.h>

#include <memory>

#include "app/failure.h"
#include "app/view/sheet/sheet_picture.h"

namespace atlas::app {
namespace {

class SheetLayoutTest : public testing::Test {
  protected:
    SheetLayoutTest() {
        for (int g = 0; g < 6; ++g) {
            SheetContent::Group group;
            group.name = "图层 " + std::to_string(g);
            for (int i = 0; i < 8; ++i) {
                layers::LegendEntry sign;
                sign.label = i == 3 ? "a label that is so long that it takes more than one line of a column"
                                    : "sign " + std::to_string(i);
                group.signs.push_back(sign);
            }
            content_.legend.push_back(group);
        }
        content_.title = "渝中图集";
        content_.subtitle = "light of 2026-10-18 17:10";
        content_.sources = {"Terrain: somebody", "Buildings, streets: © somebody else · 2026 · ODbL-1.0",
                            "EPSG:4545"};
        content_.made = "drawn 2026-11-30";
    }
    SheetLayout layOut(double width, double height) {
        return layOutSheet(content_, {true, true, true, true, true, true}, width, height, pen_);
    }
    SheetContent content_;
    std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_{
        cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), cairo_surface_destroy};
    std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo_{cairo_create(surface_.get()), cairo_destroy};
    SheetPen pen_{cairo_.get()};
};

bool apart(const SheetBox& a, const SheetBox& b) {
    return a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
}

TEST_F(SheetLayoutTest, NothingCoversAnythingOnPagesOfAllShapes) {
    const std::pair<double, double> pages[] = {{1920, 1080}, {1123, 794}, {794, 1123}, {1080, 1920},
                                               {800, 600},   {600, 600},  {3000, 700}, {700, 3000}};
    for (const auto& [width, height] : pages) {
        SCOPED_TRACE(testing::Message() << width << "x" << height);
        const SheetLayout layout = layOut(width, height);
        const auto inside = [&](const SheetBox& box) {
            return box.x >= 0 && box.y >= 0 && box.right() <= width + 0.5 && box.bottom() <= height + 0.5;
        };
        EXPECT_TRUE(inside(layout.map));
        EXPECT_GT(layout.map.width, 0.45 * width);
        EXPECT_GT(layout.map.height, 0.3 * height);
        EXPECT_TRUE(apart(layout.map, layout.head));
        EXPECT_TRUE(apart(layout.map, layout.foot));
        ASSERT_FALSE(layout.legend.empty());
        for (std::size_t i = 0; i < layout.legend.size(); ++i) {
            const SheetLayout::Row& row = layout.legend[i];
            const SheetBox box{row.x, row.y, row.width, row.height - 0.01};  // sums of rows are rounded
            EXPECT_TRUE(inside(box)) << i;
            EXPECT_TRUE(apart(box, layout.map)) << i;
            EXPECT_TRUE(apart(box, layout.head)) << i;
            for (std::size_t k = i + 1; k < layout.legend.size(); ++k) {
                const SheetLayout::Row& other = layout.legend[k];
                EXPECT_TRUE(apart(box, {other.x, other.y, other.width, other.height})) << i << ' ' << k;
            }
        }
    }
}

TEST_F(SheetLayoutTest, WhatHasRoomIsAllThereAndWhatHasNotIsTold) {
    std::size_t rows = 0;
    for (const auto& group : content_.legend) rows += 1 + group.signs.size();
    const SheetLayout large = layOut(1920, 1080);
    EXPECT_FALSE(large.crowded);
    EXPECT_EQ(large.legend.size(), rows);
    EXPECT_EQ(large.type, SheetType::kBody);
    const SheetLayout small = layOut(320, 240);
    EXPECT_TRUE(small.crowded);
    EXPECT_LT(small.type, SheetType::kBody) << "smaller type was tried first";
}

TEST_F(SheetLayoutTest, WithoutPartsTheMapHasThePage) {
    const SheetContent nothing;
    const SheetLayout layout = layOutSheet(nothing, {}, 1000, 800, pen_);
    EXPECT_NEAR(layout.map.width, 936, 0.1);
    EXPECT_NEAR(layout.map.height, 736, 0.1);
}

TEST(PaperSize, IsThatOfTheStandard) {
    const std::pair<const char*, std::pair<int, int>> papers[] = {
        {"A5", {210, 148}}, {"A4", {297, 210}}, {"a3", {420, 297}}, {"A2", {594, 420}}, {"A1", {841, 594}}};
    for (const auto& [name, millimetres] : papers) {
        const SheetSize size = paperSize({"", "", name, false, 254});  // ten pixels a millimetre
        EXPECT_EQ(size.pixels.width, millimetres.first * 10) << name;
        EXPECT_EQ(size.pixels.height, millimetres.second * 10) << name;
    }
    EXPECT_EQ(paperSize({"", "", "A4", true, 254}).pixels.height, 2970);
    EXPECT_EQ(paperSize({"", "", "100x50", false, 254}).pixels.width, 1000);
    for (const char* wrong : {"A9", "letter", "100", "10x10", "1e9x100", "nanx100", "100x100x3"})
        EXPECT_THROW(paperSize({"", "", wrong, false, 0}), UsageError) << wrong;
    EXPECT_THROW(paperSize({"", "", "A0", false, 1200}), UsageError) << "more than fits into memory";
}

TEST(SheetParts, AreNamed) {
    EXPECT_FALSE(parseSheetParts("").any());
    EXPECT_TRUE(parseSheetParts("all").legend);
    const SheetParts two = parseSheetParts("scale,north");
    EXPECT_TRUE(two.scale && two.north);
    EXPECT_FALSE(two.legend || two.title || two.sources || two.date);
    EXPECT_THROW(parseSheetParts("legend,frame"), UsageError);
}

}  // namespace
}  // namespace atlas::app
