#include "scene/box_grid.h"

#include <algorithm>
#include <cmath>

namespace atlas::scene {

void BoxGrid::reset(int width, int height) {
    columns_ = static_cast<int>(static_cast<float>(width) / kSquare) + 1;
    rows_ = static_cast<int>(static_cast<float>(height) / kSquare) + 1;
    boxes_.clear();
    squares_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
    for (auto& square : squares_) square.clear();
}

// What lies beyond the picture counts to the squares at its edge.
template <class Visit>
void BoxGrid::squares(const ScreenBox& box, const Visit& visit) const {
    const auto square = [](float at, int count) {
        return static_cast<int>(std::clamp(std::floor(at / kSquare), 0.0F, static_cast<float>(count - 1)));
    };
    for (int row = square(box.top, rows_); row <= square(box.bottom, rows_); ++row)
        for (int column = square(box.left, columns_); column <= square(box.right, columns_); ++column)
            if (visit(static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                      static_cast<std::size_t>(column)))
                return;
}

void BoxGrid::add(const ScreenBox& box) {
    const auto number = static_cast<std::uint32_t>(boxes_.size());
    boxes_.push_back(box);
    squares(box, [&](std::size_t square) {
        squares_[square].push_back(number);
        return false;
    });
}

bool BoxGrid::covered(const ScreenBox& box, std::uint32_t owner) const {
    bool found = false;
    squares(box, [&](std::size_t square) {
        found = std::any_of(squares_[square].begin(), squares_[square].end(), [&](std::uint32_t number) {
            const ScreenBox& other = boxes_[number];
            return (other.owner == ScreenBox::kNobody || other.owner != owner) && other.left < box.right &&
                   box.left < other.right && other.top < box.bottom && box.top < other.bottom;
        });
        return found;
    });
    return found;
}

}  // namespace atlas::scene
