// What the tools hold comes back from JSON as it went in, and nonsense is named.

#include "app/view/tools/tool_state.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "app/view/tools/background.h"

namespace atlas::app {
namespace {

ToolState full() {
    ToolState state;
    state.open = "measure";
    state.measurements = {{"distance", "A, \"b\"", {{106.57336, 29.5601}, {106.58, 29.56}}, ""},
                          {"building", "塔", {{106.5, 29.5}}, "landmarks:L1"}};
    state.profile = {{{106.5, 29.5}, {106.6, 29.6}}, "步道"};
    state.flood.depths = true;
    state.relief = {"slope", {5, 10}, {200}, 0.5, 20};
    state.sight = {{{106.57, 29.56}}, 30, 1500, 135, 90, false, {{106.58, 29.57}}, 12};
    state.sun = {true, "2026-01-20", 3};
    state.proposals = {{"P", {{106.5, 29.5}, {106.51, 29.5}, {106.51, 29.51}}, 30, 3.6, 2}};
    state.earthwork = {{{106.5, 29.5}, {106.51, 29.5}, {106.51, 29.51}}, false, 231.5, 2, 90, {0.5, 4}};
    state.skyline = {{{106.57, 29.56}}, 12, false};
    return state;
}

TEST(ToolState, ComesBackAsItWent) {
    geodata::Report report;
    const auto text = toolsToTree(full()).dump();
    EXPECT_EQ(toolsFromTree(nlohmann::json::parse(text), {}, report), full());
    EXPECT_TRUE(report.empty()) << report.text();
}

TEST(ToolState, WhatIsNotNamedStays) {
    geodata::Report report;
    EXPECT_EQ(toolsFromTree(nlohmann::json::object(), full(), report), full());
    EXPECT_TRUE(report.empty());
}

TEST(ToolState, NonsenseIsNamed) {
    const char* bad[] = {R"([])",
                         R"({"measurements": 3})",
                         R"({"measurements": [{"kind": "volume"}]})",
                         R"({"measurements": [{"kind": "point", "points": [[1000, 2]]}]})",
                         R"({"measurements": [{"kind": "point", "points": [["a", 2]]}]})",
                         R"({"relief": {"kind": "magic"}})",
                         R"({"relief": {"slopes": [9, 8]}})",
                         R"({"relief": {"slopes": []}})",
                         R"({"sight": {"range": -1}})",
                         R"({"sight": {"angle": 0}})",
                         R"({"sight": {"target": [[1,1],[2,2]]}})",
                         R"({"sight": {"place": [[1,1],[2,2]]}})",
                         R"({"sun": {"least": "two"}})",
                         R"({"proposals": [{"storeys": 0}]})",
                         R"({"earthwork": {"plot": [[1,1],[2,2]]}})",
                         R"({"earthwork": {"plot": [[1,1],[2,2],[2,1],[1,2]]}})",
                         R"({"measurements": [{"kind": "area", "points": [[1,1],[2,2],[2,1],[1,2]]}]})",
                         R"({"measurements": [{"kind": "area", "points": [[1,1],[2,2]]}]})",
                         R"({"proposals": [{"footprint": [[1,1],[2,2],[2,1],[1,2]]}]})",
                         R"({"earthwork": {"depths": [0, 2]}})",
                         R"({"earthwork": {"slope": 200}})",
                         R"({"skyline": {"place": [[1,1],[2,2]]}})",
                         R"({"skyline": {"buildings": "all"}})"};
    for (const char* text : bad) {
        geodata::Report report;
        toolsFromTree(nlohmann::json::parse(text), {}, report);
        EXPECT_TRUE(report.hasErrors()) << text;
    }
}

TEST(ToolState, WhatIsNotKnownIsKeptAndTold) {
    const auto later = nlohmann::json::parse(R"({
        "relief": {"kind": "slope", "shade": 3},
        "measurements": [{"kind": "point", "points": [[106.5, 29.5]], "colour": "red"}],
        "wind": {"from": "north"}})");
    geodata::Report report;
    const ToolState state = toolsFromTree(later, {}, report);
    EXPECT_FALSE(report.hasErrors()) << report.text();
    for (const char* key : {"tools.relief.shade", "tools.measurements[0].colour", "tools.wind"})
        EXPECT_NE(report.text().find(key), std::string::npos) << key << report.text();
    const auto again = toolsToTree(state);
    EXPECT_EQ(again["relief"]["shade"], 3);
    EXPECT_EQ(again["relief"]["kind"], "slope");
    EXPECT_EQ(again["measurements"][0]["colour"], "red");
    EXPECT_EQ(again["wind"]["from"], "north");
}

TEST(ToolState, WhatCanBeUsedIsUsed) {
    const auto mixed = nlohmann::json::parse(R"({
        "measurements": [{"kind": "volume"}, {"kind": "point", "points": [[106.5, 29.5]]}],
        "relief": {"kind": "magic", "opacity": 0.5}})");
    geodata::Report report;
    const ToolState state = toolsFromTree(mixed, {}, report);
    EXPECT_TRUE(report.hasErrors());
    ASSERT_EQ(state.measurements.size(), 1U);
    EXPECT_EQ(state.measurements[0].kind, "point");
    EXPECT_EQ(state.relief.kind, "");
    EXPECT_EQ(state.relief.opacity, 0.5);
}

TEST(Background, ANewerWorkCancelsTheOlder) {
    Background<int> background;
    std::atomic<bool> stopped = false;
    background.start([&](const analysis::Job& job) -> std::optional<int> {
        while (!job.cancelled()) std::this_thread::yield();
        stopped = true;
        return std::nullopt;
    });
    background.start([](const analysis::Job&) -> std::optional<int> { return 7; });
    EXPECT_EQ(background.take(true), 7);
    EXPECT_FALSE(background.busy());
    EXPECT_EQ(background.take(true), std::nullopt);
    background.start([&](const analysis::Job& job) -> std::optional<int> {
        while (!job.cancelled()) std::this_thread::yield();
        return std::nullopt;
    });
    EXPECT_TRUE(background.busy());
    EXPECT_EQ(background.take(false), std::nullopt);
}  // leaving ends what still runs

}  // namespace
}  // namespace atlas::app
