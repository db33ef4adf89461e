#include "geodata/report.h"

#include <cpl_error.h>
#include <gtest/gtest.h>

#include "support.h"

namespace {

using namespace atlas::geodata;

TEST(Report, SaysWhereAndWhat) {
    Problem p;
    p.file = "a.shp";
    p.layer = "a";
    p.field = "name";
    p.feature = 7;
    p.message = "is wrong";
    EXPECT_EQ(toText(p), "error: a.shp: layer a: field name: feature 7: is wrong");
    p = {};
    p.severity = Severity::Warning;
    p.file = "catalog.toml";
    p.line = 12;
    p.count = 3;
    p.message = "odd";
    EXPECT_EQ(toText(p), "warning: catalog.toml: line 12: odd (3 times; this is the first)");
    Report report;
    report.add(p);
    EXPECT_FALSE(report.hasErrors());
    Report other;
    other.add({});
    report.append(other);
    EXPECT_TRUE(report.hasErrors());
    EXPECT_EQ(report.problems().size(), 2U);
}

TEST(Report, IsSaidInAnotherTongue) {
    const Tongue tongue = [](const char* english) -> const char* {
        const std::string text = english;
        if (text == "error: ") return "Fehler: ";
        if (text == "line {}: ") return "Zeile {}: ";
        if (text == "{} is no {}") return "{} ist keine {}";
        if (text == "number") return "Zahl";
        return english;
    };
    Problem p;
    p.file = "a.toml";
    p.line = 3;
    p.say(said("{} is no {}", "{}", said("number")));
    EXPECT_EQ(p.message, "{} is no number") << "words are not looked into";
    EXPECT_EQ(toText(p), "error: a.toml: line 3: {} is no number");
    EXPECT_EQ(toText(p, tongue), "Fehler: a.toml: Zeile 3: {} ist keine Zahl");
    Report report;
    report.add(p);
    report.add(p);
    EXPECT_EQ(report.text(tongue), toText(p, tongue) + "\n" + toText(p, tongue) + "\n");
    p.message += "!";
    EXPECT_EQ(toText(p, tongue), "Fehler: a.toml: Zeile 3: {} is no number!");
}

TEST(GdalMessages, CollectsCountsAndKeepsStderrClean) {
    const GdalSession session;
    testing::internal::CaptureStderr();
    {
        GdalMessages outer("outer");
        {
            GdalMessages inner("inner");
            for (int i = 0; i < 1000; ++i) CPLError(CE_Failure, CPLE_AppDefined, "row %d is bad", i);
            CPLError(CE_Warning, CPLE_AppDefined, "hm");
            EXPECT_EQ(inner.lastError(), "row 999 is bad");
            const Report report = inner.take();
            ASSERT_EQ(report.problems().size(), 2U);
            EXPECT_EQ(report.problems()[0].count, 1000);
            EXPECT_EQ(report.problems()[0].message, "row 0 is bad");
            EXPECT_EQ(report.problems()[0].file, "inner");
            EXPECT_EQ(report.problems()[1].severity, Severity::Warning);
            EXPECT_TRUE(inner.take().empty());
        }
        EXPECT_TRUE(outer.take().empty());
        for (int i = 0; i < 3000; ++i)
            CPLError(CE_Failure, CPLE_AppDefined, "%s",
                     std::string(static_cast<std::size_t>(i), 'x').c_str());
        EXPECT_LE(outer.take().problems().size(), 50U);
    }
    CPLError(CE_Failure, CPLE_AppDefined, "nobody collects this");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
