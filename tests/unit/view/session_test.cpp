// A view's whole state as text and back.

#include "app/view/session.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <cmath>
#include <memory>
#include <numbers>

#include "app/view/toml_tree.h"
#include "layers/sites/site_filter_text.h"
#include "surface/image.h"

namespace atlas::app {
namespace {

using testing::HasSubstr;

// Texts with everything that breaks writers: quotes, backslashes, control characters, Chinese, emoji.
rc::Gen<std::string> texts() {
    const auto letter = rc::gen::elementOf(
        std::vector<std::string>{"a",    "Z", "0", " ", "\"", "'", "\\", "\n", "\r", "\t", "\x01",
                                 "\x7f", "#", "=", "[", "]",  ".", "渝", "厂", "😀",  "u",  "é"});
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(letter), [](const auto& letters) {
        std::string text;
        for (const std::string& one : letters) text += one;
        return text;
    });
}

// What ids may be: see treeToToml().
rc::Gen<std::string> keys() {
    return rc::gen::map(texts(), [](std::string text) {
        std::erase_if(text, [](char c) { return c == '\t' || c == '\n' || c == '\''; });
        return "k" + text;
    });
}

rc::Gen<double> between(double low, double high) {
    return rc::gen::map(rc::gen::inRange(0, 1 << 30), [=](int n) {
        return std::min(high, low + (high - low) * (static_cast<double>(n) / (1 << 30)));
    });
}

std::vector<geodata::Point2> places(std::size_t most) {
    std::vector<geodata::Point2> all;
    for (std::size_t i = *rc::gen::inRange<std::size_t>(0, most + 1); i > 0; --i)
        all.push_back({*between(-180, 180), *between(-90, 90)});
    return all;
}

// Three to `most` corners round a middle, in their order: no two edges cross.
std::vector<geodata::Point2> outline(std::size_t most) {
    const geodata::Point2 middle{*between(-170, 170), *between(-80, 80)};
    std::vector<geodata::Point2> ring(*rc::gen::inRange<std::size_t>(3, most + 1));
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const double turn = 2 * std::numbers::pi * (static_cast<double>(i) + *between(0, 0.3)) /
                            static_cast<double>(ring.size());
        const double reach = *between(0.001, 9);
        ring[i] = {middle.x + reach * std::cos(turn), middle.y + reach * std::sin(turn)};
    }
    return ring;
}

std::vector<double> breaks() {
    std::vector<double> all;
    for (int i = *rc::gen::inRange(1, 9); i > 0; --i) all.push_back(*between(-500, 500));
    std::sort(all.begin(), all.end());
    return all;
}

ToolState anyTools() {
    ToolState tools;
    tools.open = *texts();
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
        const std::string kind = *rc::gen::elementOf(std::vector<std::string>{"point", "area", "building"});
        tools.measurements.push_back({kind, *texts(), kind == "area" ? outline(5) : places(4), *texts()});
    }
    tools.profile = {places(5), *texts()};
    tools.flood.depths = *rc::gen::arbitrary<bool>();
    tools.relief = {*rc::gen::elementOf(std::vector<std::string>{"", "slope", "aspect", "heights"}), breaks(),
                    breaks(), *between(0, 1)};
    tools.sight = {places(1), *between(0, 1000), *between(10, 100000)};
    tools.sun = {*rc::gen::arbitrary<bool>(), *texts(), *between(0, 24)};
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
        tools.proposals.push_back(
            {*texts(), outline(6), *rc::gen::inRange(1, 301), *between(1, 20), *between(-100, 1000)});
    return tools;
}

Session anySession(const layers::Catalog& catalog) {
    const auto truth = [] { return *rc::gen::arbitrary<bool>(); };
    Session session;
    session.camera = {*between(-180, 180), *between(-90, 90), *between(1, 100000), *between(-720, 720),
                      *between(-89, 90)};
    session.time = *rc::gen::oneOf(rc::gen::cast<double>(rc::gen::arbitrary<int>()), between(-1e11, 1e11));
    session.waterLevel = *between(-kMostWater, kMostWater);
    session.exaggeration = *between(0.1, 5);
    session.contours = truth();
    session.shadows = truth();
    for (const auto& layer : catalog.layers) {
        if (truth()) session.layers[layer.id] = truth();
        if (truth()) session.opacity[layer.id] = *between(0, 1);
        if (truth()) session.hiddenParts[layer.id] = {*texts(), *texts()};
        if (truth()) session.colorFields[layer.id] = *texts();
    }
    session.layers[*keys()] = truth();
    if (truth()) session.hiddenParts[*keys()] = {};
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) session.added.push_back(*texts());
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) session.terrain.push_back(*texts());
    if (truth()) session.filter.industries = {"文旅产业", "现代商贸业"};
    if (truth()) session.filter.statuses = {"under construction"};
    if (truth()) session.filter.investment.low = *between(0, 10);
    if (truth()) session.filter.investment.high = *between(10, 400);
    if (truth()) session.filter.year = {2020, 2024};
    if (truth()) session.filter.undisclosed = layers::Undisclosed::Exclude;
    if (truth()) session.filter.text = "印制; \"二厂\"=";
    session.filteredOut =
        *rc::gen::element(layers::FilteredOut::Vanish, layers::FilteredOut::Fade, layers::FilteredOut::Ghost);
    session.selected = *texts();
    session.language = *rc::gen::element<std::string>("zh", "en");
    session.tools = anyTools();
    session.theme = truth() ? "" : catalog.themes.back().id;
    session.lightPanels = truth();
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
        Bookmark& mark = session.bookmarks.emplace_back();
        mark.name = *texts();
        mark.camera = {*between(-180, 180), *between(-90, 90), *between(1, 100000), *between(-720, 720),
                       *between(-89, 90)};
        mark.time = *between(-1e11, 1e11);
        if (truth()) {
            const auto grey = *rc::gen::arbitrary<std::uint8_t>();
            mark.thumbnail =
                std::make_shared<const std::string>(surface::pngBytes({{2, 1}, {grey, 1, 2, 3, 4, 5}}));
        }
    }
    return session;
}

class SessionTest : public testing::Test {
  protected:
    SessionTest() {
        auto loaded = layers::loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
        EXPECT_TRUE(loaded) << loaded.report.text();
        catalog_ = std::move(*loaded);
        opening_ = openingSession(catalog_, "zh");
    }
    ReadSession read(const std::string& text) const { return readSession(text, opening_, catalog_); }
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

TEST_F(SessionTest, OfBookmarksThatCannotBeUsedTheOthersStay) {
    const std::string good = "[[bookmarks]]\nname = \"a\"\ncamera = [106.5, 29.5, 300, 0, 20]\ntime = 5\n";
    const std::pair<const char*, const char*> wrong[] = {
        {"name = 3\ncamera = [106.5, 29.5, 300, 0, 20]", "bookmarks[1].name"},
        {"camera = [106.5, 29.5, 300, 0, 20]", "bookmarks[1].name"},
        {"name = \"b\"", "bookmarks[1].camera"},
        {"name = \"b\"\ncamera = [106.5, 29.5, 300]", "bookmarks[1].camera"},
        {"name = \"b\"\ncamera = [106.5, 29.5, -3, 0, 20]", "bookmarks[1].camera"},
        {"name = \"b\"\ncamera = [106.5, 29.5, 300, 0, 20]\ntime = 1e30", "bookmarks[1].time"},
    };
    for (const auto& [text, words] : wrong) {
        const ReadSession result = read(good + "[[bookmarks]]\n" + text + "\n" + good);
        ASSERT_TRUE(result.session) << text;
        EXPECT_THAT(result.report.text(), testing::HasSubstr(words)) << text;
        EXPECT_FALSE(result.replaceable) << text;
        ASSERT_EQ(result.session->bookmarks.size(), 2U) << text;
        EXPECT_EQ(result.session->bookmarks[1].time, 5) << text;
    }
    // A small picture that is none costs no bookmark.
    for (const char* thumbnail : {"no base64!", "aGVsbG8=", ""}) {
        const ReadSession result = read(good + "thumbnail = \"" + thumbnail + "\"\n");
        ASSERT_EQ(result.session->bookmarks.size(), 1U) << thumbnail;
        EXPECT_FALSE(result.session->bookmarks[0].thumbnail) << thumbnail;
        EXPECT_FALSE(result.report.hasErrors()) << thumbnail;
    }
    EXPECT_THAT(read("bookmarks = 3\n").report.text(), testing::HasSubstr("bookmarks"));
}

TEST_F(SessionTest, AnySessionComesBackAsItWent) {
    EXPECT_TRUE(rc::check([&] {
        const Session session = anySession(catalog_);
        const std::string text = toToml(session);
        const ReadSession again = read(text);
        RC_ASSERT(again.report.text() == "");
        RC_ASSERT(again.session.has_value());
        RC_ASSERT(*again.session == session);
        RC_ASSERT(again.replaceable);
        RC_ASSERT(toToml(*again.session) == text);
    }));
}

// Wherever a file was cut off: what comes out is either what stood there or what was there before, and the
// file may not be written over.
TEST_F(SessionTest, OfACutFileTheBeginningIsUsed) {
    EXPECT_TRUE(rc::check([&] {
        const Session session = anySession(catalog_);
        const std::string text = toToml(session);
        const ReadSession half = read(text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size())));
        RC_ASSERT(half.report.hasErrors());
        RC_ASSERT(!half.replaceable);
        if (!half.session) return;
        const auto one = [](const auto& value, const auto& a, const auto& b) {
            return value == a || value == b;
        };
        RC_ASSERT(one(half.session->camera, session.camera, opening_.camera));
        RC_ASSERT(one(half.session->time, session.time, opening_.time));
        RC_ASSERT(one(half.session->waterLevel, session.waterLevel, opening_.waterLevel));
        RC_ASSERT(one(half.session->exaggeration, session.exaggeration, opening_.exaggeration));
        RC_ASSERT(one(half.session->filter, session.filter, opening_.filter));
        RC_ASSERT(one(half.session->selected, session.selected, opening_.selected));
        RC_ASSERT(one(half.session->language, session.language, opening_.language));
        RC_ASSERT(one(half.session->added, session.added, opening_.added));
        RC_ASSERT(one(half.session->terrain, session.terrain, opening_.terrain));
        RC_ASSERT(
            one(half.session->tools.sight.range, session.tools.sight.range, opening_.tools.sight.range));
    }));
}

TEST_F(SessionTest, ACutFileGivesMostOfIt) {
    Session session = opening_;
    session.waterLevel = 190.5;
    session.selected = "sites:P001";
    const std::string text = toToml(session);
    const ReadSession half = read(text.substr(0, text.find("[tools") + 3));
    ASSERT_TRUE(half.session) << half.report.text();
    EXPECT_THAT(half.report.text(), HasSubstr("cut off"));
    EXPECT_EQ(half.session->waterLevel, 190.5);
    EXPECT_EQ(half.session->selected, "sites:P001");
}

TEST_F(SessionTest, WhateverBytesAreInItTheFileCanBeRead) {
    EXPECT_TRUE(rc::check([&](const std::string& bytes) {
        Session session = opening_;
        session.added = {bytes};
        session.layers["k" + bytes] = true;
        const ReadSession again = read(toToml(session));
        RC_ASSERT(again.session.has_value());
        RC_ASSERT(!again.report.hasErrors());
        RC_ASSERT(again.session->added.size() == 1U);
    }));
}

TEST_F(SessionTest, AnyTextEndsWell) {
    EXPECT_TRUE(rc::check([&](const std::string& bytes) { read(bytes); }));
    const std::string text = toToml(opening_);
    EXPECT_TRUE(rc::check([&](unsigned char byte) {
        std::string broken = text;
        broken[*rc::gen::inRange<std::size_t>(0, text.size())] = static_cast<char>(byte);
        const ReadSession again = read(broken);
        RC_ASSERT(again.session || again.report.hasErrors());
    }));
}

TEST_F(SessionTest, WhatIsNotNamedStays) {
    const auto read1 = read("water = 190.5\n");
    ASSERT_TRUE(read1.session) << read1.report.text();
    EXPECT_TRUE(read1.replaceable);
    Session expected = opening_;
    expected.waterLevel = 190.5;
    EXPECT_EQ(*read1.session, expected);
}

TEST_F(SessionTest, TimesAreDatesOrSeconds) {
    for (const char* text : {"time = 2026-10-18T08:40:00+08:00", "time = 2026-10-18T00:40:00Z",
                             "time = 2026-10-18T08:40:00", "time = 1792284000", "time = 1792284000.0"}) {
        const auto session = read(text);
        ASSERT_TRUE(session.session) << text;
        EXPECT_EQ(session.session->time, 1792284000) << text << session.report.text();
    }
    Session session = opening_;
    session.time = 1792284000;
    EXPECT_THAT(toToml(session), HasSubstr("time = 2026-10-18T00:40:00Z"));
}

TEST_F(SessionTest, TheJsonOfEarlyVersionsIsRead) {
    const auto session = read(R"({"water": 190.5, "camera": [106.5, 29.5, 500, 10, 20], "time": 1792284000.0,
                 "tools": {"flood": {"depths": true}}})");
    ASSERT_TRUE(session.session) << session.report.text();
    EXPECT_EQ(session.session->waterLevel, 190.5);
    EXPECT_EQ(session.session->camera, (layers::GeoCamera{106.5, 29.5, 500, 10, 20}));
    EXPECT_TRUE(session.session->tools.flood.depths);
    EXPECT_FALSE(session.replaceable) << "the early file stays";
}

TEST_F(SessionTest, WhatANewerVersionWroteIsKept) {
    const std::string text = R"(version = 7
water = 190.5
weather = "fog"
since = 2031-01-02
[clouds]
height = 900
[tools.relief]
kind = "slope"
shade = [1, 2]
)";
    const auto session = read(text);
    ASSERT_TRUE(session.session) << session.report.text();
    EXPECT_FALSE(session.report.hasErrors());
    EXPECT_FALSE(session.replaceable);
    for (const char* word : {"newer version", "weather", "since", "clouds", "tools.relief.shade"})
        EXPECT_THAT(session.report.text(), HasSubstr(word));
    EXPECT_EQ(session.session->waterLevel, 190.5);
    EXPECT_EQ(session.session->tools.relief.kind, "slope");
    const std::string saved = toToml(*session.session);
    for (const char* line : {"weather = \"fog\"", "since = 2031-01-02", "height = 900", "shade = [ 1, 2 ]"})
        EXPECT_THAT(saved, HasSubstr(line)) << saved;
    const auto again = read(saved);
    EXPECT_EQ(*again.session, *session.session);
}

TEST_F(SessionTest, NamesTheKeyThatIsWrongAndUsesTheRest) {
    const std::pair<const char*, const char*> wrong[] = {{"camera = [1, 2]", "camera"},
                                                         {"camera = \"here\"", "camera"},
                                                         {"camera = [106.5, 29.5, nan, 0, 10]", "camera"},
                                                         {"camera = [106.5, 29.5, -5, 0, 10]", "camera"},
                                                         {"camera = [106.5, 129.5, 500, 0, 10]", "camera"},
                                                         {"camera = [106.5, 29.5, 500, 0, 100]", "camera"},
                                                         {"time = \"noon\"", "time"},
                                                         {"time = 08:00:00", "time"},
                                                         {"time = 1e300", "time"},
                                                         {"water = true", "water"},
                                                         {"water = 1e300", "water"},
                                                         {"exaggeration = 99", "exaggeration"},
                                                         {"exaggeration = 0", "exaggeration"},
                                                         {"contours = 1", "contours"},
                                                         {"layers = [\"sites\"]", "layers"},
                                                         {"opacity = { sites = 7 }", "opacity"},
                                                         {"filter = \"colour=red\"", "filter"},
                                                         {"selected = 5", "selected"},
                                                         {"theme = \"neon\"", "theme"},
                                                         {"filtered_out = \"gone\"", "filtered_out"},
                                                         {"version = 0", "version"},
                                                         {"tools = 3", "tools"},
                                                         {"language = \"fr\"", "language"}};
    Session expected = opening_;
    expected.lightPanels = true;
    for (const auto& [text, key] : wrong) {
        const auto session = read("light_panels = true\n" + std::string(text) + "\n");
        EXPECT_TRUE(session.report.hasErrors()) << text;
        EXPECT_FALSE(session.replaceable) << text;
        EXPECT_THAT(session.report.text(), HasSubstr(key)) << text;
        ASSERT_TRUE(session.session) << text;
        EXPECT_EQ(*session.session, expected) << text;
    }
}

TEST_F(SessionTest, SaysThatNothingCanBeUsed) {
    for (const char* text : {"", " \n", "{", "[1", "not a session", "= 5"}) {
        const auto session = read(text);
        EXPECT_FALSE(session.session) << text;
        EXPECT_FALSE(session.replaceable) << text;
        EXPECT_TRUE(session.report.hasErrors()) << text;
    }
}

TEST(ParseCamera, TakesFiveFiniteNumbersInRange) {
    geodata::Sentence reason;
    const auto camera = parseCamera("106.5,29.5,700,-30.25,1e1", reason);
    ASSERT_TRUE(camera) << reason.text();
    EXPECT_EQ(*camera, (layers::GeoCamera{106.5, 29.5, 700, -30.25, 10}));
    for (const char* text :
         {"", "1,2,3,4", "1,2,3,4,5,6", "106.5,29.5,700,0,", "a,29.5,700,0,10", "106.5,29.5,700m,0,10",
          "nan,29.5,700,0,10", "106.5,29.5,inf,0,10", "106.5,29.5,0,0,10", "106.5,29.5,100001,0,10",
          "181,29.5,700,0,10", "106.5,-91,700,0,10", "106.5,29.5,700,0,91"}) {
        reason = {};
        EXPECT_FALSE(parseCamera(text, reason)) << text;
        EXPECT_NE(reason.text(), "") << text;
    }
}

}  // namespace
}  // namespace atlas::app
