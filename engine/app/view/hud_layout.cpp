#include "app/view/hud_layout.h"

#include <algorithm>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kPanelWidth = 360;
constexpr float kCardHeight = 560;
constexpr float kNarrow = 840;        // points of width below which the panel starts closed
constexpr float kSearchWidth = 420;   // at most
constexpr float kSearchLine = 44;     // points of height, with what is below it
constexpr float kHint = 64;           // points of height of what stands for a card
constexpr float kPanelShare = 0.56F;  // of a page; the card has the rest

}  // namespace

HudLayout::HudLayout(const HudRoom& room)
    : room_(room),
      s_(static_cast<float>(room.viewport.scale)),
      width_(static_cast<float>(room.viewport.width)),
      height_(static_cast<float>(room.viewport.height) - room.keepTop - room.keepBottom -
              2 * ui::kMargin * s_),
      wide_(room.page || width_ >= kNarrow * s_) {
    const float margin = ui::kMargin * s_;
    const float top = room.keepTop + margin;
    const float whole = width_ - 2 * margin;
    if (!room.page) {
        const float width = std::min(kPanelWidth * s_, whole);
        panel_ = {margin, top, width, height_};
        const float free = height_ - (room.exhibit ? 40 : 60) * s_;  // below is the scale
        card_ = {width_ - width - margin, top, width, std::min(kCardHeight * s_, free)};
        return;
    }
    const float line = room.exhibit ? 0 : kSearchLine * s_;
    if (width_ >= height_) {
        panel_ = {margin, top, (whole - margin) * kPanelShare, height_};
        card_ = {panel_.right() + margin, top + line, whole - margin - panel_.width, height_ - line};
    } else {  // upright: one below the other; what is not chosen needs no room
        const float both = height_ - line - margin;
        panel_ = {margin, top + line, whole, room.chosen ? both * kPanelShare : both - kHint * s_};
        card_ = {margin, panel_.bottom() + margin, whole, height_ - line - margin - panel_.height};
    }
}

HudBox HudLayout::search(bool open, bool card) const {
    const float margin = ui::kMargin * s_;
    if (room_.exhibit) {
        const float width = std::min(kSearchWidth * s_, width_ - 2 * margin);
        return {(width_ - width) / 2, panel_.top, width, 0};
    }
    if (room_.page) return {card_.left, room_.keepTop + margin, card_.width, 0};
    const float left = open ? (kPanelWidth * s_) + 2 * margin : 170 * s_;
    const float right = width_ - margin - (card && wide_ ? kPanelWidth * s_ + margin : 0) - 46 * s_ - margin;
    const float most = kSearchWidth * s_;
    return {left + std::max(0.0F, (right - left - most) / 2), margin, std::min(most, right - left), 0};
}

HudBox HudLayout::compare() const {
    if (room_.page) return card_;
    const float left = panel_.right() + ui::kMargin * s_;
    return {left, panel_.top, width_ - ui::kMargin * s_ - left,
            panel_.height + (ui::kMargin - kSearchLine) * s_};
}

float HudLayout::cardTop(bool card) const {
    return card && !wide_ ? card_.bottom() : room_.keepTop;
}

float HudLayout::cardShare(bool card) const {
    return card && wide_ && !room_.page ? (kPanelWidth + ui::kMargin) * s_ : 0;
}

}  // namespace atlas::app
