#include "app/view/tools/tool_canvas.h"

#include <algorithm>
#include <cmath>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kAbove = 2;   // metres over the ground, for the line of sight
constexpr double kSlack = 1;   // metres that the ground may rise into it
constexpr int kWordTries = 4;  // places round a point where its word may stand

}  // namespace

osg::Vec3d ToolCanvas::onGround(geodata::Point2 place) const {
    return {place.x, place.y, std::max(stage_.surfaceHeight(place.x, place.y), stage_.waterLevel())};
}

bool ToolCanvas::inSight(geodata::Point2 place) const {
    const double e = stage_.exaggeration();
    const osg::Vec3d at = onGround(place);
    const osg::Vec3d& eye = projector_.eye;
    return stage_.ground().visible({eye.x(), eye.y(), eye.z() / e}, {at.x(), at.y(), at.z() + kAbove},
                                   kSlack);
}

std::optional<ImVec2> ToolCanvas::pixel(geodata::Point2 place, double above) const {
    osg::Vec3d at = onGround(place);
    at.z() = (at.z() + above) * stage_.exaggeration();
    osg::Vec3d pixel;
    if (!projector_.project(at, pixel)) return std::nullopt;
    return ImVec2(static_cast<float>(pixel.x()), static_cast<float>(pixel.y()));
}

void ToolCanvas::mark(geodata::Point2 place, Mark mark) {
    const auto at = pixel(place);
    if (!at) return;
    const float s = scale();
    const float strength = inSight(place) ? 1.0F : 0.4F;
    ImDrawList& draw = *ImGui::GetBackgroundDrawList();
    const ImU32 dark = ImGui::GetColorU32(ImVec4(0.09F, 0.09F, 0.10F, 0.85F * strength));
    const ImU32 core = ImGui::GetColorU32(
        mark == Mark::Point ? ImVec4(1, 1, 1, strength)
                            : ImVec4(ui::kAccent.x, ui::kAccent.y, ui::kAccent.z, strength));
    if (mark == Mark::Snap) {
        draw.AddCircle(*at, 9 * s, dark, 24, 3.5F * s);
        draw.AddCircle(*at, 9 * s, ImGui::GetColorU32(ImVec4(1, 1, 1, strength)), 24, 2 * s);
        return;
    }
    draw.AddCircleFilled(*at, 5.5F * s, dark, 24);
    draw.AddCircleFilled(*at, 4 * s, core, 24);
}

void ToolCanvas::word(geodata::Point2 place, const std::string& text, bool chosen) {
    const auto at = pixel(place);
    if (!at || text.empty() || !inSight(place)) return;
    const float s = scale();
    ImGui::PushFont(fonts_.small);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    ImGui::PopFont();
    const ImVec2 pad(6 * s, 2 * s);
    const float width = size.x + 2 * pad.x;
    const float height = size.y + 2 * pad.y;
    const float rise = 12 * s;
    // Above, to the right, below, to the left.
    const std::array<ImVec2, kWordTries> corners{
        ImVec2(at->x - width / 2, at->y - rise - height), ImVec2(at->x + rise, at->y - height / 2),
        ImVec2(at->x - width / 2, at->y + rise), ImVec2(at->x - rise - width, at->y - height / 2)};
    for (const ImVec2& low : corners) {
        const scene::ScreenBox box{low.x, low.y, low.x + width, low.y + height, scene::ScreenBox::kNobody};
        const bool taken = std::any_of(blocked_.begin(), blocked_.end(), [&](const scene::ScreenBox& other) {
            return box.left < other.right && other.left < box.right && box.top < other.bottom &&
                   other.top < box.bottom;
        });
        if (taken) continue;
        blocked_.push_back(box);
        ImDrawList& draw = *ImGui::GetBackgroundDrawList();
        const ImVec2 high(low.x + width, low.y + height);
        draw.AddRectFilled(low, high, ImGui::GetColorU32(ImGuiCol_PopupBg), 4 * s);
        if (chosen) draw.AddRect(low, high, ImGui::GetColorU32(ui::kAccent), 4 * s, 0, 1.2F * s);
        draw.AddText(fonts_.small, fonts_.small->FontSize, ImVec2(low.x + pad.x, low.y + pad.y),
                     ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
        return;
    }
}

void ToolCanvas::ray(geodata::Point2 from, double fromAltitude, geodata::Point2 to, double toAltitude,
                     std::optional<geodata::Point2> obstacle) {
    const auto at = [&](double part) -> std::optional<ImVec2> {
        osg::Vec3d pixel;
        const double altitude = fromAltitude + (toAltitude - fromAltitude) * part;
        if (!projector_.project({from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part,
                                 altitude * stage_.exaggeration()},
                                pixel))
            return std::nullopt;
        return ImVec2(static_cast<float>(pixel.x()), static_cast<float>(pixel.y()));
    };
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const double open =
        obstacle && length > 0 ? std::hypot(obstacle->x - from.x, obstacle->y - from.y) / length : 1;
    ImDrawList& draw = *ImGui::GetBackgroundDrawList();
    const float s = scale();
    const auto piece = [&](double first, double last, ImU32 color) {
        const auto a = at(first);
        const auto b = at(last);
        if (!a || !b) return;
        draw.AddLine(*a, *b, IM_COL32(20, 20, 26, 200), 4.5F * s);
        draw.AddLine(*a, *b, color, 2.5F * s);
    };
    if (open < 1) piece(open, 1, IM_COL32(150, 156, 190, 255));
    piece(0, open, IM_COL32(255, 214, 92, 255));
}

void ToolCanvas::hint(double x, double y, const std::string& text) {
    const float s = scale();
    ImGui::PushFont(fonts_.small);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    ImGui::PopFont();
    const ImVec2 pad(7 * s, 4 * s);
    const auto wide = right_.value_or(static_cast<float>(projector_.viewport.width));
    const auto tall = static_cast<float>(projector_.viewport.height);
    ImVec2 low(static_cast<float>(x) + 18 * s, static_cast<float>(y) + 20 * s);
    // Left of the pointer where there is no room to its right: never under the pointer itself.
    if (low.x + size.x + 2 * pad.x + 4 * s > wide)
        low.x = std::min(static_cast<float>(x) - 18 * s, wide - 4 * s) - size.x - 2 * pad.x;
    low.x = std::max(0.0F, low.x);
    if (low.y + size.y + 2 * pad.y > tall) low.y = static_cast<float>(y) - 20 * s - size.y - 2 * pad.y;
    ImDrawList& draw = *ImGui::GetBackgroundDrawList();
    const ImVec2 high(low.x + size.x + 2 * pad.x, low.y + size.y + 2 * pad.y);
    draw.AddRectFilled(low, high, ImGui::GetColorU32(ImGuiCol_WindowBg), 4 * s);
    draw.AddText(fonts_.small, fonts_.small->FontSize, ImVec2(low.x + pad.x, low.y + pad.y),
                 ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
}

}  // namespace atlas::app
