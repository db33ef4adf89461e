#include "app/view/tools/tool_icons.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace atlas::app {

namespace {

// A square of 24 units.
class Pen {
  public:
    Pen(ImDrawList& draw, ImVec2 corner, float side, ImU32 color)
        : draw_(draw), corner_(corner), unit_(side / 24), color_(color) {}
    ImVec2 at(float x, float y) const { return {corner_.x + x * unit_, corner_.y + y * unit_}; }
    void line(std::initializer_list<ImVec2> points, bool closed = false) const {
        std::vector<ImVec2> pixels;
        pixels.reserve(points.size());
        for (const ImVec2& p : points) pixels.push_back(at(p.x, p.y));
        draw_.AddPolyline(pixels.data(), static_cast<int>(pixels.size()), color_,
                          closed ? ImDrawFlags_Closed : ImDrawFlags_None, 1.7F * unit_);
    }
    void circle(float x, float y, float r, bool filled = false) const {
        if (filled)
            draw_.AddCircleFilled(at(x, y), r * unit_, color_, 24);
        else
            draw_.AddCircle(at(x, y), r * unit_, color_, 32, 1.7F * unit_);
    }
    void wave(float y, float height) const {
        std::vector<ImVec2> pixels;
        for (int i = 0; i <= 24; ++i) {
            const float x = 3 + 18 * static_cast<float>(i) / 24;
            pixels.push_back(
                at(x, y + std::sin(static_cast<float>(i) / 24 * 4 * std::numbers::pi_v<float>) * height));
        }
        draw_.AddPolyline(pixels.data(), static_cast<int>(pixels.size()), color_, ImDrawFlags_None,
                          1.7F * unit_);
    }

  private:
    ImDrawList& draw_;
    ImVec2 corner_;
    float unit_;
    ImU32 color_;
};

}  // namespace

void drawIcon(ImDrawList& draw, ToolIcon icon, ImVec2 corner, float side, ImU32 color) {
    const Pen pen(draw, corner, side, color);
    switch (icon) {
        case ToolIcon::Measure:
            pen.line({{3, 16}, {16, 3}, {21, 8}, {8, 21}}, true);
            pen.line({{7, 12}, {9.5F, 14.5F}});
            pen.line({{10, 9}, {12, 11}});
            pen.line({{13, 6}, {15.5F, 8.5F}});
            break;
        case ToolIcon::Profile:
            pen.line({{3, 3}, {3, 20}, {21, 20}});
            pen.line({{5, 16}, {9, 9}, {12, 13}, {16, 5}, {20, 11}});
            break;
        case ToolIcon::Flood:
            pen.wave(9, 2);
            pen.wave(15, 2);
            pen.line({{12, 2.5F}, {12, 5.5F}});
            pen.wave(20.5F, 1.2F);
            break;
        case ToolIcon::Relief:
            pen.line({{2, 20}, {9, 6}, {13, 13}, {16, 9}, {22, 20}}, true);
            pen.line({{9, 6}, {10, 20}});
            break;
        case ToolIcon::Sight:
            pen.line(
                {{2, 12}, {6, 7.5F}, {12, 5.5F}, {18, 7.5F}, {22, 12}, {18, 16.5F}, {12, 18.5F}, {6, 16.5F}},
                true);
            pen.circle(12, 12, 3.2F, true);
            break;
        case ToolIcon::Sun:
            pen.circle(12, 12, 4.2F);
            for (int i = 0; i < 8; ++i) {
                const float angle = static_cast<float>(i) * std::numbers::pi_v<float> / 4;
                pen.line({{12 + 7 * std::cos(angle), 12 + 7 * std::sin(angle)},
                          {12 + 9.8F * std::cos(angle), 12 + 9.8F * std::sin(angle)}});
            }
            break;
        case ToolIcon::Proposal:
            pen.line({{4, 8}, {12, 4}, {20, 8}, {20, 17}, {12, 21}, {4, 17}}, true);
            pen.line({{4, 8}, {12, 12}, {20, 8}});
            pen.line({{12, 12}, {12, 21}});
            break;
        case ToolIcon::Skyline:
            pen.line({{2, 19},
                      {5, 19},
                      {5, 12},
                      {9, 12},
                      {9, 5},
                      {13, 5},
                      {13, 15},
                      {17, 15},
                      {17, 10},
                      {20, 10},
                      {20, 19},
                      {22, 19}});
            break;
        case ToolIcon::Earthwork:
            pen.line({{2, 13}, {22, 13}});
            pen.line({{2, 20}, {6, 19}, {10, 13}, {14, 5}, {18, 4}, {22, 8}});
            pen.line({{14.5F, 9}, {19, 9}});
            pen.line({{4, 16}, {7, 16}});
            break;
    }
}

}  // namespace atlas::app
