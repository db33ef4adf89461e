#include "app/view/kiosk/touch_keyboard.h"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kKey = 40;  // points of a key's height; 60 pixels at 150 %
constexpr float kGap = 5;
constexpr float kWidest = 62;
constexpr std::array<const char*, 4> kRows{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm.,-"};

struct Special {
    const char* label;
    int key;
    char32_t character;
    float width;  // keys
};

float keyHeight(float scale, float finger) {
    return std::max(kKey * scale, finger);
}

}  // namespace

float TouchKeyboard::height(const scene::Viewport& viewport, float finger) {
    const auto s = static_cast<float>(viewport.scale);
    return 5 * (keyHeight(s, finger) + kGap * s) + 3 * kGap * s;
}

void TouchKeyboard::hide() {
    for (const int key : release_) interface_.keyChanged(key, false);
    release_.clear();
    keys_.clear();
}

void TouchKeyboard::draw(const scene::Viewport& viewport, double seconds) {
    hide();
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    const float all = height(viewport, interface_.finger());
    const float tall = keyHeight(s, interface_.finger());
    const float key = std::min(kWidest * s, (width - 4 * kGap * s) / 10 - kGap * s);
    const float step = key + kGap * s;
    const float top = static_cast<float>(viewport.height) - all;
    ImGui::SetNextWindowPos(ImVec2(0, top));
    ImGui::SetNextWindowSize(ImVec2(width, all));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
    ImGui::Begin("keyboard", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoFocusOnAppearing |
                     ImGuiWindowFlags_NoNav);
    // It has every press on it first: nothing may seem to lie over it.
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    ImDrawList* draw = ImGui::GetWindowDrawList();
    ImGui::PushFont(interface_.fonts().title);
    if (lit_ && (litFor_ -= seconds) <= 0) lit_.reset();
    const auto add = [&](const std::string& label, char32_t character, int code, float left, float y,
                         float w) {
        const bool lit = lit_ && *lit_ == keys_.size();
        const Key made{character, code, left, y, left + w, y + tall};
        draw->AddRectFilled(ImVec2(made.left, made.top), ImVec2(made.right, made.bottom),
                            ImGui::GetColorU32(lit ? ui::kAccent : ui::ink(0.13F)), 5 * s);
        const ImVec2 size = ImGui::CalcTextSize(label.c_str());
        draw->AddText(ImVec2((made.left + made.right - size.x) / 2, (made.top + made.bottom - size.y) / 2),
                      ImGui::GetColorU32(ImGuiCol_Text), label.c_str());
        keys_.push_back(made);
    };
    float y = top + 2 * kGap * s;
    for (const char* row : kRows) {
        const std::string letters = row;
        float x = (width - static_cast<float>(letters.size()) * step + kGap * s) / 2;
        for (const char letter : letters) {
            add(std::string(1, letter), static_cast<char32_t>(letter), 0, x, y, key);
            x += step;
        }
        y += tall + kGap * s;
    }
    const std::array<Special, 4> specials{
        Special{texts_.tr("Close##keyboard"), GLFW_KEY_ESCAPE, 0, 2}, Special{texts_.tr("Space"), 0, U' ', 4},
        Special{"←", GLFW_KEY_BACKSPACE, 0, 2}, Special{texts_.tr("Search"), GLFW_KEY_ENTER, 0, 2}};
    float x = (width - 10 * step + kGap * s) / 2;
    for (const Special& special : specials) {
        const std::string label = special.label;
        add(label.substr(0, label.find("##")), special.character, special.key, x, y,
            special.width * step - kGap * s);
        x += special.width * step;
    }
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleVar();
    box_ = scene::ScreenBox{0, top, width, top + all, scene::ScreenBox::kNobody};
}

bool TouchKeyboard::press(double x, double y) {
    if (keys_.empty() || !box_ || y < box_->top) return false;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        const Key& key = keys_[i];
        if (x < key.left || x > key.right || y < key.top || y > key.bottom) continue;
        lit_ = i;
        litFor_ = 0.15;
        if (key.character != 0) {
            interface_.textTyped(key.character);
        } else {
            interface_.keyChanged(key.key, true);
            release_.push_back(key.key);
        }
        break;
    }
    return true;
}

}  // namespace atlas::app
