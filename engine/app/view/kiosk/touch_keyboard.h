#pragma once
// Letters and figures on the screen, for pinyin, English and coordinates, while a line of text is being
// typed.

#include <optional>
#include <string>
#include <vector>

#include "scene/labels.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Not made of ImGui's buttons: pressing one of those would take the line its keyboard. Drawing thread.
class TouchKeyboard {
  public:
    explicit TouchKeyboard(ui::Interface& interface, const ui::Translations& texts)
        : interface_(interface), texts_(texts) {}

    /// Between Interface::begin and end, in the lower part of the picture.
    void draw(const scene::Viewport& viewport, double seconds);
    void hide();
    bool shown() const { return !keys_.empty(); }
    /// Pixels that it takes from the lower edge for such a picture. `finger`: as Interface::finger().
    static float height(const scene::Viewport& viewport, float finger);
    /// A press there: types, when a key is under it. True: it was on the keyboard.
    bool press(double x, double y);
    const std::optional<scene::ScreenBox>& box() const { return box_; }

  private:
    struct Key {
        char32_t character = 0;  ///< 0: `key`
        int key = 0;             ///< GLFW's number
        float left, top, right, bottom;
    };
    ui::Interface& interface_;
    const ui::Translations& texts_;
    std::vector<Key> keys_;
    std::vector<int> release_;  ///< keys that were pressed and go up with the next frame
    std::optional<std::size_t> lit_;
    double litFor_ = 0;
    std::optional<scene::ScreenBox> box_;
};

}  // namespace atlas::app
