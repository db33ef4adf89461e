#pragma once
// The panels without a window: hands that click on words, and eyes that read what is drawn. Words are found
// by the glyphs in what ImGui hands to the graphics card, so that a test knows no coordinates.

#include <imgui.h>

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "app/view/history.h"
#include "app/view/hud.h"
#include "map_on_stage.h"

namespace atlas::test {

/// Words in one line and one colour as they were drawn, pixels from the top left.
struct Written {
    std::string text;
    std::string window;         ///< ImGui's name of what they are in
    ImVec4 box;                 ///< left, top, right, bottom of the letters
    ImVec4 clip;                ///< nothing is seen outside
    bool cut = false;           ///< a letter is not whole
    std::vector<float> starts;  ///< left end of each byte's letter
};

/// One at a time; the map outlives it. Reads its file of saved filters when it is made.
class PanelHands {
  public:
    PanelHands(Map& map, scene::Viewport viewport, ui::Language language);

    app::Session& session() { return session_; }
    /// The filter in words.
    std::string filter() const;
    bool undo() { return history_.undo(session_); }
    /// What the panels asked for in the frames since the last look.
    std::optional<layers::Place> takeFlight();

    void frames(int count = 1);
    /// Until nothing is under way any more; fails the test after some seconds.
    void settle();
    const std::vector<Written>& written();
    std::string everything();  ///< a line each
    /// The first words that hold `text`, in a window whose name holds `window`.
    const Written* find(const std::string& text, const std::string& window = {});
    bool shows(const std::string& text, const std::string& window = {}) {
        return find(text, window) != nullptr;
    }

    /// Clicks in the middle of `text` where it is written first; fails the test when it is nowhere.
    void click(const std::string& text, const std::string& window = {}, bool ctrl = false, bool alt = false);
    /// Clicks the first `sign` right of `text` in its line.
    void clickBeside(const std::string& text, const std::string& sign);
    void clickAt(ImVec2 at);
    /// Turns the wheel in the middle of the first window whose name holds `window`; upwards is positive.
    void wheel(const std::string& window, int steps);
    /// Into the field that has the keyboard: all of it is replaced, Enter ends it.
    void type(const std::string& text);

  private:
    struct Letter {
        const ImFont* font;
        const ImFontGlyph* glyph;
    };
    void read(const ImDrawList& list);

    Map& map_;
    ui::Translations texts_;
    scene::Viewport viewport_;
    ui::Interface interface_;
    app::Hud hud_;
    app::Session session_;
    app::History history_;
    std::optional<layers::Place> flight_;
    std::map<std::tuple<float, float, float, float>, Letter> letters_;  ///< by where they lie in the atlas
    std::vector<Written> written_;
    bool read_ = false;  ///< `written_` is of the last frame
};

}  // namespace atlas::test
