#include "app/text_table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace atlas::app {

namespace {

using Interval = std::pair<char32_t, char32_t>;

// The W and F classes of Unicode's EastAsianWidth.txt, in whole blocks.
constexpr std::array<Interval, 19> kWide{{{0x1100, 0x115F},
                                          {0x231A, 0x231B},
                                          {0x2E80, 0x303E},
                                          {0x3041, 0x33FF},
                                          {0x3400, 0x4DBF},
                                          {0x4E00, 0x9FFF},
                                          {0xA000, 0xA4CF},
                                          {0xA960, 0xA97F},
                                          {0xAC00, 0xD7A3},
                                          {0xF900, 0xFAFF},
                                          {0xFE10, 0xFE19},
                                          {0xFE30, 0xFE6F},
                                          {0xFF01, 0xFF60},
                                          {0xFFE0, 0xFFE6},
                                          {0x1F300, 0x1F64F},
                                          {0x1F680, 0x1F6FF},
                                          {0x1F900, 0x1F9FF},
                                          {0x20000, 0x2FFFD},
                                          {0x30000, 0x3FFFD}}};
constexpr std::array<Interval, 5> kZero{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}}};

template <std::size_t N>
bool within(char32_t c, const std::array<Interval, N>& intervals) {
    return std::any_of(intervals.begin(), intervals.end(),
                       [c](const Interval& interval) { return c >= interval.first && c <= interval.second; });
}

// Takes one character off the front; a byte that starts none counts as one character.
char32_t takeCharacter(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80    ? 1
                               : first >= 0xF0 ? 4
                               : first >= 0xE0 ? 3
                               : first >= 0xC0 ? 2
                                               : 1;
    char32_t result = length == 1 ? first : first & (0xFFU >> (length + 1));
    std::size_t used = 1;
    for (; used < std::min(length, text.size()); ++used) {
        const auto next = static_cast<unsigned char>(text[used]);
        if ((next & 0xC0U) != 0x80U) break;
        result = (result << 6U) | (next & 0x3FU);
    }
    text.remove_prefix(used);
    return result;
}

}  // namespace

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto c = takeCharacter(text);
        if (!within(c, kZero)) width += within(c, kWide) ? 2 : 1;
    }
    return width;
}

void TextTable::addColumn(std::string heading, Align align) {
    rows_.front().push_back(std::move(heading));
    aligns_.push_back(align);
}

void TextTable::addRow(std::vector<std::string> cells) {
    cells.resize(aligns_.size());
    for (auto& cell : cells)
        for (char& c : cell)
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    rows_.push_back(std::move(cells));
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths(aligns_.size(), 0);
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], displayWidth(row[i]));
    std::string result;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string blanks(widths[i] - displayWidth(row[i]), ' ');
            if (i > 0) line += "  ";
            line += aligns_[i] == Align::Right ? blanks + row[i] : row[i] + blanks;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        result += line + '\n';
    }
    return result;
}

}  // namespace atlas::app
