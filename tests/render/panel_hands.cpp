#include "panel_hands.h"

#include <imgui_internal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <utility>

#include "layers/sites/site_filter_text.h"

namespace atlas::test {

namespace {

std::string utf8(ImWchar code) {
    char bytes[5] = {};
    ImTextCharToUtf8(bytes, code);
    return bytes;
}

}  // namespace

PanelHands::PanelHands(Map& map, scene::Viewport viewport, ui::Language language)
    : map_(map),
      texts_(ATLAS_SHARE_DIR "/locale", language),
      viewport_(viewport),
      interface_(nullptr, viewport.scale, app::hudCharacters(map.view())),
      hud_(map.view(), interface_, texts_),
      session_(app::openingSession(map.district().catalog, std::string(ui::languageCode(language)))),
      history_(session_) {
    ImGuiIO& io = ImGui::GetIO();
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
    io.ConfigInputTextCursorBlink = false;
    for (const ImFont* font : io.Fonts->Fonts)
        for (const ImFontGlyph& glyph : font->Glyphs)
            if (glyph.Visible)
                letters_.try_emplace({glyph.U0, glyph.V0, glyph.U1, glyph.V1}, Letter{font, &glyph});
    frames(8);  // panels settle: each knows its height from the frame before
}

std::string PanelHands::filter() const {
    return layers::formatSiteFilter(session_.filter);
}

std::optional<layers::Place> PanelHands::takeFlight() {
    return std::exchange(flight_, std::nullopt);
}

void PanelHands::frames(int count) {
    for (int i = 0; i < count; ++i) {
        interface_.begin({viewport_.width, viewport_.height}, 1.0 / 30);
        app::HudActions actions;
        hud_.draw(session_, map_.view().poseOf(session_.camera), viewport_, {}, actions);
        interface_.end();
        if (actions.flyTo) flight_ = actions.flyTo;
        history_.watch(session_, ImGui::IsAnyItemActive());
        map_.view().apply(session_);
    }
    read_ = false;
}

void PanelHands::settle() {
    frames(3);
    for (int i = 0; i < 500 && hud_.busy(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        frames();
    }
    EXPECT_FALSE(hud_.busy()) << "it does not come to an end";
    frames(2);
}

const std::vector<Written>& PanelHands::written() {
    if (read_) return written_;
    read_ = true;
    written_.clear();
    const ImDrawData* data = ImGui::GetDrawData();
    for (int i = 0; i < data->CmdListsCount; ++i) read(*data->CmdLists[i]);
    return written_;
}

std::string PanelHands::everything() {
    std::string all;
    for (const Written& words : written()) all += words.text + "\n";
    return all;
}

// Text is made of quads of four vertices and six indices; its letter is told by its place in the atlas.
void PanelHands::read(const ImDrawList& list) {
    const ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const auto isOfLines = [&](const ImDrawVert& v) {  // and of filled shapes: one white spot, and bars
        return v.uv.x == atlas.TexUvWhitePixel.x ||
               std::any_of(std::begin(atlas.TexUvLines), std::end(atlas.TexUvLines),
                           [&](const ImVec4& line) { return v.uv.y == line.y || v.uv.y == line.w; });
    };
    const ImFont* font = nullptr;
    float pen = 0;
    float line = 0;
    ImU32 color = 0;
    Written now;
    bool cut = false;  // before the first whole letter of a line
    const auto end = [&] {
        if (!now.text.empty()) written_.push_back(std::move(now));
        now = {};
        font = nullptr;
    };
    for (const ImDrawCmd& command : list.CmdBuffer) {
        end();
        for (unsigned at = 0; at + 6 <= command.ElemCount;) {
            const ImDrawIdx* index = &list.IdxBuffer[static_cast<int>(command.IdxOffset + at)];
            const bool quad = index[1] == index[0] + 1 && index[2] == index[0] + 2 && index[3] == index[0] &&
                              index[4] == index[2] && index[5] == index[0] + 3;
            const ImDrawVert* corner = &list.VtxBuffer[static_cast<int>(command.VtxOffset + index[0])];
            if (!quad || isOfLines(corner[0])) {
                at += 3;
                continue;
            }
            at += 6;
            const auto found =
                letters_.find({corner[0].uv.x, corner[0].uv.y, corner[2].uv.x, corner[2].uv.y});
            if (found == letters_.end()) {  // ImGui cut it: at the edge of its item, or where it is scrolled
                const bool scrolled =
                    corner[0].pos.y < command.ClipRect.y + 1 || corner[2].pos.y > command.ClipRect.w - 1;
                if (!scrolled) (now.text.empty() ? cut : now.cut) = true;
                continue;
            }
            const auto& [of, glyph] = found->second;
            const float left = corner[0].pos.x - glyph->X0;
            const float top = corner[0].pos.y - glyph->Y0;
            const float blank = of->GetCharAdvance(' ');
            const float blanks = (left - pen) / blank;
            const bool on =
                of == font && top == line && corner[0].col == color && blanks > -0.5F && blanks < 3.5F;
            if (!on) {
                end();
                now.window = list._OwnerName;
                now.box = ImVec4(corner[0].pos.x, corner[0].pos.y, corner[2].pos.x, corner[2].pos.y);
                now.clip = command.ClipRect;
                now.cut = std::exchange(cut, false);
            } else {
                for (int i = 0; i < std::lround(blanks); ++i) {
                    now.text += ' ';
                    now.starts.push_back(pen + static_cast<float>(i) * blank);
                }
                now.box = ImVec4(now.box.x, std::min(now.box.y, corner[0].pos.y), corner[2].pos.x,
                                 std::max(now.box.w, corner[2].pos.y));
            }
            const std::string bytes = utf8(static_cast<ImWchar>(glyph->Codepoint));
            now.text += bytes;
            now.starts.insert(now.starts.end(), bytes.size(), left);
            font = of;
            pen = left + glyph->AdvanceX;
            line = top;
            color = corner[0].col;
        }
    }
    end();
}

const Written* PanelHands::find(const std::string& text, const std::string& window) {
    written();
    const auto found = std::find_if(written_.begin(), written_.end(), [&](const Written& words) {
        const float middle = (words.box.y + words.box.w) / 2;
        return words.text.find(text) != std::string::npos && words.window.find(window) != std::string::npos &&
               middle > words.clip.y && middle < words.clip.w;
    });
    return found == written_.end() ? nullptr : &*found;
}

void PanelHands::clickAt(ImVec2 at) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = at;
    frames(2);
    io.MouseDown[0] = true;
    frames(2);
    io.MouseDown[0] = false;
    frames(2);
}

void PanelHands::click(const std::string& text, const std::string& window, bool ctrl, bool alt) {
    const Written* words = find(text, window);
    ASSERT_NE(words, nullptr) << "\"" << text << "\" is not written among\n" << everything();
    const std::size_t first = words->text.find(text);
    const std::size_t after = first + text.size();
    const float left = words->starts[first];
    const float right = after < words->starts.size() ? words->starts[after] : words->box.z;
    ImGui::GetIO().KeyCtrl = ctrl;
    ImGui::GetIO().KeyAlt = alt;
    clickAt(ImVec2((left + right) / 2, (words->box.y + words->box.w) / 2));
    ImGui::GetIO().KeyCtrl = ImGui::GetIO().KeyAlt = false;
}

void PanelHands::clickBeside(const std::string& text, const std::string& sign) {
    const Written* words = find(text);
    ASSERT_NE(words, nullptr) << "\"" << text << "\" is not written among\n" << everything();
    const float middle = (words->box.y + words->box.w) / 2;
    const Written* beside = nullptr;
    for (const Written& other : written())
        if (other.text == sign && other.window == words->window && other.box.x >= words->box.z &&
            other.box.y < words->box.w && other.box.w > words->box.y &&
            (beside == nullptr || other.box.x < beside->box.x))
            beside = &other;
    ASSERT_NE(beside, nullptr) << "no " << sign << " beside \"" << text << "\" at " << middle;
    clickAt(ImVec2((beside->box.x + beside->box.z) / 2, (beside->box.y + beside->box.w) / 2));
}

void PanelHands::wheel(const std::string& window, int steps) {
    const auto& all = ImGui::GetCurrentContext()->Windows;
    const auto found = std::find_if(all.begin(), all.end(), [&](const ImGuiWindow* one) {
        return one->Active && !one->Hidden && std::string(one->Name).find(window) != std::string::npos;
    });
    ASSERT_NE(found, all.end()) << "there is no window " << window;
    ImGui::GetIO().MousePos = (*found)->InnerRect.GetCenter();
    frames(2);
    for (int i = 0; i < std::abs(steps); ++i) {
        ImGui::GetIO().MouseWheel = steps > 0 ? 1 : -1;
        frames();
    }
    frames(2);
}

void PanelHands::type(const std::string& text) {
    ImGuiIO& io = ImGui::GetIO();
    const auto press = [&](int key) {
        io.KeysDown[key] = true;
        frames();
        io.KeysDown[key] = false;
        frames();
    };
    io.KeyCtrl = true;
    press(ImGuiKey_A);
    io.KeyCtrl = false;
    press(ImGuiKey_Delete);
    io.AddInputCharactersUTF8(text.c_str());
    frames(2);
    press(ImGuiKey_Enter);
    frames(2);
}

}  // namespace atlas::test
