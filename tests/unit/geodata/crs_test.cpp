#include "geodata/crs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <thread>
#include <vector>

#include "support.h"

namespace {

using atlas::geodata::Crs;
using atlas::geodata::CrsKind;
using atlas::geodata::Transform;
using geodata_test::crs;
using testing::HasSubstr;

struct Case {
    int line = 0;
    std::string from;
    std::string to;
    double x = 0;
    double y = 0;
    bool fails = false;
    double expectedX = 0;
    double expectedY = 0;
    double tolerance = 0;
};

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<Case> readCases() {
    std::vector<Case> cases;
    std::istringstream file(geodata_test::readFile(std::string(ATLAS_TEST_DIR) + "/coordinates.txt"));
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (trimmed(line).empty() || line[0] == '#') continue;
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, '|');) cells.push_back(trimmed(cell));
        EXPECT_EQ(cells.size(), 5U) << "coordinates.txt:" << number;
        if (cells.size() != 5) continue;
        Case c;
        c.line = number;
        c.from = cells[0];
        c.to = cells[1];
        // strtod, because streams do not read "nan" and "inf".
        char* rest = nullptr;
        c.x = std::strtod(cells[2].c_str(), &rest);
        c.y = std::strtod(rest, nullptr);
        c.fails = cells[3] == "fail";
        if (!c.fails) {
            c.expectedX = std::strtod(cells[3].c_str(), &rest);
            c.expectedY = std::strtod(rest, nullptr);
        }
        c.tolerance = std::strtod(cells[4].c_str(), nullptr);
        cases.push_back(c);
    }
    return cases;
}

bool projOnly(const Case& c) {
    return crs(c.from).kind() == CrsKind::Proj && crs(c.to).kind() == CrsKind::Proj;
}

TEST(Coordinates, TableHolds) {
    const std::vector<Case> cases = readCases();
    ASSERT_GT(cases.size(), 35U);
    for (const Case& c : cases) {
        SCOPED_TRACE("coordinates.txt:" + std::to_string(c.line));
        const auto from = Crs::parse(c.from);
        const auto to = Crs::parse(c.to);
        ASSERT_TRUE(from && to);
        const auto transform = Transform::create(*from, *to);
        ASSERT_TRUE(transform) << transform.report.text();
        double x = c.x;
        double y = c.y;
        EXPECT_EQ(transform->apply(x, y), !c.fails);
        if (c.fails) {
            EXPECT_TRUE(std::isnan(x) && std::isnan(y)) << x << " " << y;
        } else {
            EXPECT_NEAR(x, c.expectedX, c.tolerance);
            EXPECT_NEAR(y, c.expectedY, c.tolerance);
        }
    }
}

TEST(Coordinates, AgreeWithCs2cs) {
    if (!geodata_test::onPath("cs2cs")) GTEST_SKIP() << "cs2cs is not on PATH";
    int asked = 0;
    for (const Case& c : readCases()) {
        if (c.fails || !projOnly(c)) continue;
        SCOPED_TRACE("coordinates.txt:" + std::to_string(c.line));
        // cs2cs takes and gives the authority's order: latitude or northing first in these three. Proj
        // strings have a command line syntax of their own there.
        if (c.from[0] == '+') continue;
        const auto northingFirst = [](const std::string& name) {
            return name == "EPSG:4326" || name == "EPSG:4490" || name == "EPSG:4545";
        };
        std::ostringstream command;
        command.precision(17);
        command << "echo '" << (northingFirst(c.from) ? c.y : c.x) << " "
                << (northingFirst(c.from) ? c.x : c.y) << "' | cs2cs -f %.12f '" << c.from << "' '" << c.to
                << "'";
        const geodata_test::Ran ran = geodata_test::run(command.str());
        ASSERT_EQ(ran.rc, 0);
        std::istringstream answer(ran.out);
        double first = 0;
        double second = 0;
        answer >> first >> second;
        double x = c.x;
        double y = c.y;
        ASSERT_TRUE(Transform::create(crs(c.from), crs(c.to))->apply(x, y));
        const double precision = crs(c.to).isGeographic() ? 1e-11 : 1e-6;
        EXPECT_NEAR(x, northingFirst(c.to) ? second : first, precision);
        EXPECT_NEAR(y, northingFirst(c.to) ? first : second, precision);
        ++asked;
    }
    EXPECT_GE(asked, 7);
}

TEST(Coordinates, RoundTripsThroughTheMapOverTheDistrict) {
    for (const char* source : {"EPSG:4326", "GCJ02", "BD09", "EPSG:32648", "EPSG:3857"}) {
        SCOPED_TRACE(source);
        const auto there = Transform::create(crs("EPSG:4545"), crs(source));
        const auto back = Transform::create(crs(source), crs("EPSG:4545"));
        ASSERT_TRUE(there && back);
        for (double e = 340000; e <= 380000; e += 2500) {
            for (double n = 3255000; n <= 3290000; n += 2500) {
                double x = e;
                double y = n;
                ASSERT_TRUE(there->apply(x, y));
                ASSERT_TRUE(back->apply(x, y));
                EXPECT_NEAR(x, e, 1e-4);
                EXPECT_NEAR(y, n, 1e-4);
            }
        }
    }
}

TEST(Transform, InverseIsTheWayBackAndACopyTheSame) {
    for (const char* source : {"EPSG:4326", "GCJ02", "BD09", "EPSG:32648", "EPSG:4214", "EPSG:4545"}) {
        SCOPED_TRACE(source);
        const auto back = Transform::create(crs(source), crs("EPSG:4545"));
        ASSERT_TRUE(back);
        const Transform there = back->inverse();
        const auto made = Transform::create(crs("EPSG:4545"), crs(source));
        const Transform again = there.inverse().copy();
        const double precision = crs(source).isGeographic() ? 1e-11 : 1e-6;
        for (double e = 340000; e <= 380000; e += 20000) {
            double x = e;
            double y = 3270000;
            double madeX = x;
            double madeY = y;
            ASSERT_TRUE(there.apply(x, y));
            ASSERT_TRUE(made->apply(madeX, madeY));
            EXPECT_NEAR(x, madeX, precision);
            EXPECT_NEAR(y, madeY, precision);
            double backX = x;
            double backY = y;
            ASSERT_TRUE(back->apply(backX, backY));
            ASSERT_TRUE(again.apply(x, y));
            EXPECT_DOUBLE_EQ(x, backX);
            EXPECT_DOUBLE_EQ(y, backY);
        }
    }
}

TEST(Transform, InterleavedAndBadPointsKeepTheirPlaces) {
    const auto transform = Transform::create(crs("EPSG:4326"), crs("EPSG:4545"));
    std::vector<double> xy = {106.57336, 29.5601, NAN, 29, 106.57336, 29.5601, 106, INFINITY, 108, 0};
    EXPECT_EQ(transform->apply(&xy[0], &xy[1], 5, 2), 2U);
    EXPECT_NEAR(xy[0], 361738.38768, 1e-4);
    EXPECT_TRUE(std::isnan(xy[2]) && std::isnan(xy[3]));
    EXPECT_DOUBLE_EQ(xy[4], xy[0]);
    EXPECT_TRUE(std::isnan(xy[6]) && std::isnan(xy[7]));
    EXPECT_NEAR(xy[8], 500000, 1e-6);
    EXPECT_EQ(transform->apply(nullptr, nullptr, 0), 0U);
}

TEST(Transform, WorksInEveryThreadAtOnce) {
    std::vector<std::thread> threads;
    std::vector<double> eastings(8, 0.0);
    for (std::size_t i = 0; i < eastings.size(); ++i) {
        threads.emplace_back([&eastings, i] {
            const auto transform = Transform::create(crs("GCJ02"), crs("EPSG:4545"));
            for (int k = 0; k < 200; ++k) {
                double x = 106.57705028753267;
                double y = 29.55721660342675;
                transform->apply(x, y);
                eastings[i] = x;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const double x : eastings) EXPECT_NEAR(x, 361738.38768, 1e-3);
}

TEST(Crs, ReadsWhatPeopleWrite) {
    EXPECT_EQ(crs("EPSG:4545").name(), "CGCS2000 / 3-degree Gauss-Kruger CM 108E");
    EXPECT_FALSE(crs("EPSG:4545").isGeographic());
    EXPECT_TRUE(crs(" EPSG:4326 \n").isGeographic());
    for (const char* gcj : {"GCJ02", "gcj-02", "Gcj_02"}) EXPECT_EQ(crs(gcj).kind(), CrsKind::Gcj02) << gcj;
    for (const char* bd : {"BD09", "bd-09"}) EXPECT_EQ(crs(bd).kind(), CrsKind::Bd09) << bd;
    EXPECT_EQ(crs("GCJ02").name(), "GCJ-02");
    EXPECT_FALSE(crs("+proj=utm +zone=48").isGeographic());
    EXPECT_FALSE(crs("EPSG:4545+5737").isGeographic());
    EXPECT_THAT(crs("EPSG:4545").wkt(), HasSubstr("PROJCRS["));
}

TEST(Crs, RefusesWithAReason) {
    for (const char* bad : {"", "  ", "EPSG:999999", "EPSG:", "GCJ03", "+proj=nonsense", "PROJCS[\"cut",
                            "EPSG:5737", "{\"type\":1}", "EPSG:4978", "../etc/passwd", "\xff\xfe"}) {
        testing::internal::CaptureStderr();
        const auto parsed = Crs::parse(bad);
        EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << bad;
        EXPECT_FALSE(parsed) << bad;
        EXPECT_TRUE(parsed.report.hasErrors()) << bad;
        EXPECT_THAT(parsed.report.text(), HasSubstr("is not a coordinate reference system")) << bad;
    }
    const auto huge = Crs::parse(std::string(1'000'000, 'x'));
    EXPECT_FALSE(huge);
    EXPECT_LT(huge.report.text().size(), 1000U);
}

TEST(Crs, SameAsLooksAtCoordinatesNotAtWords) {
    EXPECT_TRUE(crs("EPSG:4326").sameAs(crs("OGC:CRS84")));
    EXPECT_TRUE(crs("EPSG:4545").sameAs(crs(crs("EPSG:4545").wkt())));
    EXPECT_TRUE(crs("EPSG:4545+5737").sameAs(crs("EPSG:4545")));
    EXPECT_FALSE(crs("EPSG:4545").sameAs(crs("EPSG:4544")));
    EXPECT_FALSE(crs("GCJ02").sameAs(crs("EPSG:4326")));
    EXPECT_FALSE(crs("GCJ02").sameAs(crs("BD09")));
    EXPECT_TRUE(Transform::create(crs("EPSG:4326"), crs("OGC:CRS84"))->isIdentity());
    EXPECT_FALSE(Transform::create(crs("GCJ02"), crs("EPSG:4326"))->isIdentity());
}

}  // namespace
