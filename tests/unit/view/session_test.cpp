// A view's whole state as text and back.

#include "app/view/session.h"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

namespace atlas::app {
namespace {

using testing::HasSubstr;

class SessionTest : public testing::Test {
  protected:
    SessionTest() {
        auto loaded = layers::loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
        EXPECT_TRUE(loaded) << loaded.report.text();
        catalog_ = std::move(*loaded);
        opening_ = openingSession(catalog_, "zh");
    }
    geodata::Loaded<Session> read(const std::string& text) const {
        return sessionFromJson(text, opening_, catalog_);
    }
    layers::Catalog catalog_;
    Session opening_;
};

TEST_F(SessionTest, OpensAsTheCatalogueSays) {
    ASSERT_FALSE(catalog_.views.empty());
    EXPECT_EQ(opening_.camera, catalog_.views.front().camera);
    EXPECT_EQ(opening_.waterLevel, catalog_.waterLevel);
    EXPECT_EQ(opening_.language, "zh");
    EXPECT_GT(opening_.time, 1.7e9) << "a time of the catalogue, not the epoch";
    EXPECT_EQ(opening_.filter, layers::SiteFilter());
}

TEST_F(SessionTest, SurvivesTheWayToTextAndBack) {
    const auto again = read(toJson(opening_));
    ASSERT_TRUE(again) << again.report.text();
    EXPECT_EQ(*again, opening_);

    std::mt19937 random(4);
    const auto between = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    const auto maybe = [&] { return random() % 2 == 0; };
    for (int round = 0; round < 300; ++round) {
        Session session = opening_;
        session.camera = {between(-180, 180), between(-90, 90), between(1, 100000), between(-720, 720),
                          between(-89, 90)};
        session.time = std::round(between(0, 4e9));
        session.waterLevel = between(0, 400);
        session.exaggeration = between(0.1, 5);
        session.contours = maybe();
        for (const auto& layer : catalog_.layers) {
            if (maybe()) session.layers[layer.id] = maybe();
            if (maybe()) session.opacity[layer.id] = between(0, 1);
            if (maybe()) session.hiddenParts[layer.id] = {"文旅产业", "a \"quoted\" part\n", ""};
        }
        if (maybe()) session.filter.industries = {"文旅产业", "现代商贸业"};
        if (maybe()) session.filter.statuses = {"under construction"};
        if (maybe()) session.filter.investment.low = between(0, 10);
        if (maybe()) session.filter.investment.high = between(10, 400);
        if (maybe()) session.filter.year = {2020, 2024};
        if (maybe()) session.filter.undisclosed = layers::Undisclosed::Exclude;
        if (maybe()) session.filter.text = "印制; \"二厂\"=";
        session.selected = maybe() ? "sites:P001" : "";
        session.language = maybe() ? "en" : "zh";
        const std::string text = toJson(session);
        const auto back = read(text);
        ASSERT_TRUE(back) << back.report.text() << text;
        EXPECT_EQ(*back, session) << text;
        EXPECT_EQ(toJson(*back), text) << "saved twice is the same file";
    }
}

TEST_F(SessionTest, WhatIsNotNamedStays) {
    const auto session = read(R"({"water": 190.5, "something of tomorrow": [1]})");
    ASSERT_TRUE(session) << session.report.text();
    Session expected = opening_;
    expected.waterLevel = 190.5;
    EXPECT_EQ(*session, expected);
    EXPECT_EQ(*read("{}"), opening_);
}

TEST_F(SessionTest, NamesTheKeyThatIsWrong) {
    const std::pair<const char*, const char*> wrong[] = {
        {"", "JSON"},
        {"{", "JSON"},
        {"[1]", "JSON"},
        {R"({"camera": [1, 2]})", "camera"},
        {R"({"camera": "here"})", "camera"},
        {R"({"camera": [106.5, 29.5, null, 0, 10]})", "camera"},
        {R"({"camera": [106.5, 29.5, -5, 0, 10]})", "camera"},
        {R"({"camera": [106.5, 129.5, 500, 0, 10]})", "camera"},
        {R"({"camera": [106.5, 29.5, 500, 0, 100]})", "camera"},
        {R"({"time": "noon"})", "time"},
        {R"({"time": 1e300})", "time"},
        {R"({"water": true})", "water"},
        {R"({"water": 1e300})", "water"},
        {R"({"exaggeration": 99})", "exaggeration"},
        {R"({"exaggeration": 0})", "exaggeration"},
        {R"({"contours": 1})", "contours"},
        {R"({"layers": ["sites"]})", "layers"},
        {R"({"opacity": {"sites": 7}})", "opacity"},
        {R"({"filter": "colour=red"})", "filter"},
        {R"({"selected": 5})", "selected"},
        {R"({"language": "fr"})", "language"}};
    for (const auto& [text, key] : wrong) {
        const auto session = read(text);
        EXPECT_FALSE(session) << text;
        EXPECT_THAT(session.report.text(), HasSubstr(key)) << text;
    }
}

TEST(ParseCamera, TakesFiveFiniteNumbersInRange) {
    std::string reason;
    const auto camera = parseCamera("106.5,29.5,700,-30.25,1e1", reason);
    ASSERT_TRUE(camera) << reason;
    EXPECT_EQ(*camera, (layers::GeoCamera{106.5, 29.5, 700, -30.25, 10}));
    for (const char* text :
         {"", "1,2,3,4", "1,2,3,4,5,6", "106.5,29.5,700,0,", "a,29.5,700,0,10", "106.5,29.5,700m,0,10",
          "nan,29.5,700,0,10", "106.5,29.5,inf,0,10", "106.5,29.5,0,0,10", "106.5,29.5,100001,0,10",
          "181,29.5,700,0,10", "106.5,-91,700,0,10", "106.5,29.5,700,0,91"}) {
        reason.clear();
        EXPECT_FALSE(parseCamera(text, reason)) << text;
        EXPECT_NE(reason, "") << text;
    }
}

}  // namespace
}  // namespace atlas::app
