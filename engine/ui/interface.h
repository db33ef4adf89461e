#pragma once
// Dear ImGui hosted inside the frame: context, fonts, theme. Drawn by the OpenGL 3 backend in the camera's
// final-draw callback, so that OSG never sees what it changes.

#include <imgui.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "scene/font_file.h"
#include "surface/image.h"
#include "ui/theme.h"

struct GLFWwindow;
struct ImFont;
struct ImGuiContext;

namespace atlas::ui {

/// Sizes of type in points at 100 %.
class PanelPlaces;

struct Fonts {
    ImFont* small = nullptr;  ///< 13
    ImFont* body = nullptr;   ///< 15
    ImFont* title = nullptr;  ///< 20
};

/// One ImGui context: begin() makes it the one that panels are drawn in. Drawing thread; needs a current GL
/// context from construction to destruction.
class Interface {
  public:
    /// `window` may be null (pictures). `characters`: UTF-8 text whose characters must be drawable besides GB
    /// 2312 and Latin.
    Interface(GLFWwindow* window, double scale, const std::string& characters);
    ~Interface();
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;

    /// Starts a frame: panels are made between begin() and end().
    void begin(surface::Size size, double seconds);
    void end();
    /// Draws the last frame's panels, shifted so that (left, top) of the whole is the corner of the
    /// framebuffer piece. `enlarged`: pixels of the framebuffer to one that the panels were laid out in; the
    /// corner and the piece are the framebuffer's.
    void draw(float left, float top, surface::Size piece, double enlarged = 1);

    /// Whether a panel lies under this pixel or an item is held. Asked of the windows themselves: ImGui's own
    /// answer is that of the last frame's pointer, and where frames take long a click would go elsewhere.
    bool wantsMouse(double x, double y) const;
    bool wantsKeyboard() const;  ///< text is being typed
    /// Keys walk about in a panel: arrows choose, Space and Enter press.
    bool keysInPanel() const;
    /// Lets keys walk in the next panel, from left to right, or in none again after the last (`back`: the
    /// other way round). Not between begin() and end().
    void focusNextPanel(bool back);
    void leavePanels();
    bool popupOpen() const;  ///< a list, a menu or a dialog that Escape closes
    bool itemHeld() const;   ///< a button, a slider or a line of text is in use
    /// As a click beside all panels would: nothing is typed in or held any more, lists are closed. Not
    /// between begin() and end().
    void letGo();
    /// What the window hands out for the next frame (surface::WindowEvents): framebuffer pixels, GLFW's
    /// numbers.
    void pointerMoved(double x, double y);
    void pointerLeft();
    void buttonChanged(int button, bool down);
    void wheelTurned(double steps);
    void keyChanged(int key, bool down);
    void textTyped(char32_t character);
    /// Dark or light surfaces, from the next frame on. Not between begin() and end().
    void setPanels(Panels panels);
    /// For an exhibit, from the next frame on: large targets, sources that are read but not opened. Not
    /// between begin() and end().
    void setExhibit(bool exhibit);
    /// Whether a list under this pixel can be pushed up or down, and the push, in pixels. Not between begin()
    /// and end().
    bool scrollsAt(double x, double y) const;
    void scrollAt(double x, double y, double dy);
    /// For somebody new: lists stand at their top, tabs at their first, tables in their first order. Not
    /// between begin() and end().
    void forgetPlaces();
    /// Panels that were drawn there come here: they are where they were left, lists, tabs and all that is
    /// folded out. Not between begin() and end() of either.
    void takePlaces(const Interface& from);
    /// What lies behind the panels where no map does: their own colour, a shade deeper.
    ImVec4 background() const;
    const Fonts& fonts() const { return fonts_; }
    double scale() const { return scale_; }
    /// Pixels of the screen to one of 96 dpi: what fingers press does not shrink with the type.
    void setDensity(double density);
    /// Pixels of what a finger presses, at least.
    float finger() const { return kFinger * static_cast<float>(density_); }
    /// Pixels of a point from the next frame on: type, panels and symbols. Not between begin() and end().
    void setScale(double scale);
    /// Makes the characters of a UTF-8 text drawable that were not yet. Not between begin() and end().
    void addCharacters(const std::string& text);
    const std::string& characters() const { return characters_; }  ///< besides those always there
    bool hasChineseFont() const { return chinese_; }

  private:
    void buildFonts();
    void replaceFonts();
    void passInput();
    void restyle();
    std::unique_ptr<PanelPlaces> taken_;  ///< null: all of them are in their place
    GLFWwindow* window_;
    ImGuiContext* context_;
    double scale_;
    double density_ = 1;
    Panels panels_ = Panels::Dark;
    bool exhibit_ = false;
    Fonts fonts_;
    bool chinese_ = false;
    std::string characters_;
    ImVec2 pointer_;
    std::array<bool, 5> buttons_{};
};

}  // namespace atlas::ui
