#pragma once
// Boxes on the screen by the squares they touch: whether one more would cover another is a look at a few.

#include <cstdint>
#include <vector>

namespace atlas::scene {

/// A rectangle on the screen that labels keep clear of, pixels from the top left.
struct ScreenBox {
    static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
    float left = 0, top = 0, right = 0, bottom = 0;
    std::uint32_t owner = kNobody;  ///< labels of this owner may cover it (a symbol and its own name)
    bool operator==(const ScreenBox&) const = default;
};

/// One thread.
class BoxGrid {
  public:
    /// Forgets all boxes; the picture's size in pixels.
    void reset(int width, int height);
    /// A box that later ones keep clear of.
    void add(const ScreenBox& box);
    /// Whether any box that is not the owner's own overlaps this one.
    bool covered(const ScreenBox& box, std::uint32_t owner) const;

  private:
    template <class Visit>
    void squares(const ScreenBox& box, const Visit& visit) const;
    static constexpr float kSquare = 64;  ///< pixels
    int columns_ = 0, rows_ = 0;
    std::vector<ScreenBox> boxes_;
    std::vector<std::vector<std::uint32_t>> squares_;
};

}  // namespace atlas::scene
