// Chinese shapefiles and CSV files: every way in which nobody says what the bytes are.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geodata/feature_source.h"
#include "support.h"

namespace {

using namespace atlas::geodata;
using geodata_test::crs;
using geodata_test::TempDir;
using testing::HasSubstr;
using testing::Not;

// 名称 / 解放碑 / 朝天门 in GBK, as `iconv -t GBK` writes them.
const std::string kNameGbk = "\xC3\xFB\xB3\xC6";
const std::string kFirstGbk = "\xBD\xE2\xB7\xC5\xB1\xAE";
const std::string kSecondGbk = "\xB3\xAF\xCC\xEC\xC3\xC5";
// 㘬㐀, which GB18030 has in four bytes each and GBK lacks.
const std::string kRareGb18030 = "\x82\x30\xA8\x30\x81\x39\xEE\x39";

/// A shapefile whose .dbf holds exactly these bytes: written with another's encoding switched off.
std::string writeShapefile(const TempDir& dir, const std::string& field,
                           const std::vector<std::string>& values) {
    const std::string path = dir / "sites.shp";
    {
        const GdalSession session;
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
        const GDALDatasetUniquePtr dataset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        OGRSpatialReference cgcs = geodata_test::srs(4545);
        const char* const options[] = {"ENCODING=", nullptr};
        OGRLayer& layer = *dataset->CreateLayer("sites", &cgcs, wkbPoint, const_cast<char**>(options));
        geodata_test::addField(layer, field.c_str(), OFTString);
        for (const std::string& value : values) {
            const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
            feature->SetField(0, value.c_str());
            const OGRPoint point(1, 2);
            feature->SetGeometry(&point);
            if (layer.CreateFeature(feature.get()) != OGRERR_NONE) std::abort();
        }
    }
    geodata_test::fs::remove(dir / "sites.cpg");
    return path;
}

void setLanguageByte(const TempDir& dir, unsigned char byte) {
    std::string dbf = geodata_test::readFile(dir / "sites.dbf");
    dbf[29] = static_cast<char>(byte);
    geodata_test::writeFile(dir / "sites.dbf", dbf);
}

Loaded<FeatureTable> loadEncoded(const std::string& path, const std::string& encoding = "",
                                 const std::string& where = "") {
    FeatureSourceOptions options;
    options.path = path;
    options.encoding = encoding;
    options.where = where;
    return loadFeatures(options, crs("EPSG:4545"));
}

std::string cell(const Loaded<FeatureTable>& table, std::size_t row) {
    const auto text = table->text(&table->columns.at(0), row);
    return text ? std::string(*text) : "(null)";
}

TEST(FeatureEncoding, GbkShapefileWithEachLanguageByteAndNoCpg) {
    for (const int byte : {0x00, 0x4D, 0x57}) {
        const TempDir dir;
        const std::string path = writeShapefile(dir, kNameGbk, {kFirstGbk, kSecondGbk, "plain"});
        setLanguageByte(dir, static_cast<unsigned char>(byte));
        const auto table = loadEncoded(path);
        ASSERT_TRUE(table) << table.report.text();
        EXPECT_EQ(table->columns.at(0).name, "名称") << byte;
        EXPECT_EQ(cell(table, 0), "解放碑") << byte;
        EXPECT_EQ(cell(table, 1), "朝天门") << byte;
        EXPECT_EQ(cell(table, 2), "plain") << byte;
        if (byte != 0x4D) {
            EXPECT_THAT(table.report.text(), HasSubstr("read as GB18030")) << byte;
        }
    }
}

TEST(FeatureEncoding, CpgIsBelievedUnlessTheBytesSayOtherwise) {
    for (const char* cpg : {"GBK", "936", "CP936", "GB2312", "GB18030", "UTF-8", "nonsense"}) {
        const TempDir dir;
        const std::string path = writeShapefile(dir, kNameGbk, {kFirstGbk, kSecondGbk});
        geodata_test::writeFile(dir / "sites.cpg", cpg);
        const auto table = loadEncoded(path);
        ASSERT_TRUE(table) << cpg << table.report.text();
        EXPECT_EQ(cell(table, 0), "解放碑") << cpg;
        EXPECT_EQ(table->columns.at(0).name, "名称") << cpg;
        EXPECT_FALSE(table.report.hasErrors()) << table.report.text();
    }
    const TempDir dir;
    const std::string path = writeShapefile(dir, "name", {"\xB8\xD1\xA9\xF1\xB8\x4F"});  // 解放碑 in Big5
    geodata_test::writeFile(dir / "sites.cpg", "BIG5");
    EXPECT_EQ(cell(loadEncoded(path), 0), "解放碑");
}

TEST(FeatureEncoding, Gb18030BeyondGbk) {
    const TempDir dir;
    const std::string path = writeShapefile(dir, "name", {kRareGb18030, kFirstGbk});
    geodata_test::writeFile(dir / "sites.cpg", "GBK");
    EXPECT_EQ(cell(loadEncoded(path), 0), "㘬㐀");
}

TEST(FeatureEncoding, Utf8ShapefileWithoutCpgStaysUtf8) {
    const TempDir dir;
    const std::string path =
        writeShapefile(dir, "name", {"解放碑", "朝天门", "七星岗\xE8\xA1"});  // the last cut in half
    const auto table = loadEncoded(path);
    ASSERT_TRUE(table);
    EXPECT_EQ(cell(table, 0), "解放碑");
    EXPECT_EQ(cell(table, 2), "七星岗");
    EXPECT_THAT(table.report.text(), HasSubstr("a text is damaged"));
}

TEST(FeatureEncoding, DeclaredEncodingWins) {
    const TempDir dir;
    const std::string path = writeShapefile(dir, "name", {kFirstGbk});
    geodata_test::writeFile(dir / "sites.cpg", "ISO-8859-1");
    EXPECT_NE(cell(loadEncoded(path), 0), "解放碑");
    EXPECT_EQ(cell(loadEncoded(path, "GBK"), 0), "解放碑");
    const auto unknown = loadEncoded(path, "klingon");
    EXPECT_FALSE(unknown);
    EXPECT_THAT(unknown.report.text(), HasSubstr("encoding \"klingon\" is unknown"));
}

TEST(FeatureEncoding, ChineseFiltersMeetChineseBytes) {
    for (const char* encoding : {"", "GBK"}) {
        const TempDir dir;
        const std::string path = writeShapefile(dir, kNameGbk, {kFirstGbk, kSecondGbk, kSecondGbk});
        const auto table = loadEncoded(path, encoding, "\"名称\" = '朝天门'");
        ASSERT_TRUE(table) << encoding << table.report.text();
        EXPECT_EQ(table->rows(), 2U) << encoding;
        EXPECT_EQ(cell(table, 0), "朝天门") << encoding;
    }
}

TEST(FeatureEncoding, GbkCsv) {
    const TempDir dir;
    const std::string path = dir / "sites.csv";
    geodata_test::writeFile(path, kNameGbk + ",x,y\n" + kFirstGbk + ",1,2\n" + kSecondGbk + ",3,4\n");
    for (const char* encoding : {"", "GB18030"}) {
        const auto table = loadEncoded(path, encoding);
        ASSERT_TRUE(table) << table.report.text();
        EXPECT_EQ(table->columns.at(0).name, "名称");
        EXPECT_EQ(cell(table, 0), "解放碑");
        EXPECT_EQ(cell(table, 1), "朝天门");
        EXPECT_EQ(table.report.text().find("read as GB18030") != std::string::npos,
                  std::string(encoding).empty());
    }
    const auto filtered = loadEncoded(path, "", "名称 = '朝天门'");
    ASSERT_TRUE(filtered) << filtered.report.text();
    EXPECT_EQ(filtered->rows(), 1U);
}

}  // namespace
