#include "layers/search/readings.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace atlas::layers {

namespace {

struct Entry {
    char32_t character;
    std::array<std::string_view, 2> readings;  // ICU's, then the other
};

// By code point.
constexpr Entry kEntries[] = {
    {U'什', {"shen", "shi"}},     // Xiaoshizi station
    {U'佛', {"fu", "fo"}},        // Fotuguan station
    {U'厦', {"sha", "xia"}},      // the city of Xiamen
    {U'地', {"de", "di"}},        // Diwang Plaza
    {U'曾', {"ceng", "zeng"}},    // Zengjiayan station
    {U'都', {"dou", "du"}},       // Yudu Hotel; the city of Chengdu
    {U'重', {"zhong", "chong"}},  // Chongqing
    {U'长', {"zhang", "chang"}},  // Changjiang Road, Changbin Road
};
static_assert(std::is_sorted(std::begin(kEntries), std::end(kEntries),
                             [](const Entry& a, const Entry& b) { return a.character < b.character; }));

}  // namespace

std::span<const std::string_view> otherReadings(char32_t character) {
    const auto* const found =
        std::lower_bound(std::begin(kEntries), std::end(kEntries), character,
                         [](const Entry& entry, char32_t wanted) { return entry.character < wanted; });
    if (found == std::end(kEntries) || found->character != character) return {};
    return found->readings;
}

}  // namespace atlas::layers
