#include "analysis/transpose.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "geodata/large_array.h"

namespace atlas::analysis {
namespace {

template <class T>
void check() {
    for (const auto& [width, height] :
         {std::pair{1, 1}, {3, 5}, {64, 64}, {16, 129}, {131, 16}, {77, 150}, {256, 66}}) {
        const auto cells = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
        std::vector<T> from(cells);
        for (std::size_t i = 0; i < cells; ++i) from[i] = static_cast<T>(i * 7 % 65521);
        std::vector<T> to(cells, T{0});
        transpose(from.data(), to.data(), width, height);
        for (int r = 0; r < height; ++r)
            for (int c = 0; c < width; ++c)
                ASSERT_EQ(to[static_cast<std::size_t>(c) * height + r],
                          from[static_cast<std::size_t>(r) * width + c])
                    << width << " x " << height << ": " << c << ", " << r;
    }
}

TEST(Transpose, PutsEachCellInItsPlace) {
    check<float>();
    check<std::uint16_t>();
}

// What lies round a part stays as it is.
template <class T>
void checkPart() {
    constexpr int rows = 70;
    constexpr int columns = 37;
    std::vector<T> from(std::size_t{100} * 90);
    for (std::size_t i = 0; i < from.size(); ++i) from[i] = static_cast<T>(i * 11 % 250);
    std::vector<T> to(std::size_t{50} * 110, 255);
    transposePart(from.data() + 3, 90, to.data() + 5, 110, rows, columns);
    for (int c = -1; c < 49; ++c)
        for (int r = -5; r < 105; ++r) {
            if (c < 0 || (c == 0 && r < 0)) continue;
            const auto at = static_cast<std::ptrdiff_t>(c) * 110 + r + 5;
            const bool inside = r >= 0 && r < rows && c < columns;
            ASSERT_EQ(to[static_cast<std::size_t>(at)],
                      inside ? from[static_cast<std::size_t>(r * 90 + c + 3)] : 255)
                << c << ", " << r;
        }
}

TEST(Transpose, OfAPartTouchesNothingElse) {
    checkPart<std::uint8_t>();
    checkPart<float>();
}

TEST(LargeArray, HoldsWhatIsPutIn) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{5}, std::size_t{3} << 20}) {
        geodata::LargeArray<std::uint16_t> values(count, 7);
        values.push_back(8);
        values.resize(count + 3);
        const geodata::LargeArray<std::uint16_t> copy = values;
        EXPECT_EQ(copy.size(), count + 3);
        EXPECT_EQ(copy[count], 8);
        if (count > 0) {
            EXPECT_EQ(copy.front(), 7);
            EXPECT_EQ(copy[count - 1], 7);
        }
    }
}

}  // namespace
}  // namespace atlas::analysis
