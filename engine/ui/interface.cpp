#include "ui/interface.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include <imgui_internal.h>

#include <algorithm>
#include <boost/locale/encoding.hpp>
#include <limits>

#include "scene/glyph_atlas.h"
#include "ui/link.h"
#include "ui/panel_places.h"
#include "ui/theme.h"

namespace atlas::ui {

namespace {

const ImVec2 kNowhere(-std::numeric_limits<float>::max(), -std::numeric_limits<float>::max());

// GB 2312's first level: the 3,755 characters of everyday Chinese. (ImGui's own table of common ones misses
// some of our strings'.)
std::string everydayChinese() {
    std::string bytes;
    for (int row = 0xB0; row <= 0xD7; ++row)
        for (int cell = 0xA1; cell <= (row == 0xD7 ? 0xF9 : 0xFE); ++cell)
            bytes += {static_cast<char>(row), static_cast<char>(cell)};
    return boost::locale::conv::to_utf<char>(bytes, "GB2312");
}

// A context that is the current one for as long as this lives; the one before may be in a frame.
class Used {
  public:
    explicit Used(ImGuiContext* context) : context_(context), before_(ImGui::GetCurrentContext()) {
        ImGui::SetCurrentContext(context);
    }
    ~Used() {
        if (before_ != context_) ImGui::SetCurrentContext(before_);
    }
    Used(const Used&) = delete;
    Used& operator=(const Used&) = delete;

  private:
    ImGuiContext* context_;
    ImGuiContext* before_;
};

// Everyday Chinese, Latin, punctuation, arrows and boxes, plus what the data needs.
ImVector<ImWchar> glyphRanges(ImGuiIO& io, const std::string& characters) {
    ImFontGlyphRangesBuilder builder;
    builder.AddRanges(io.Fonts->GetGlyphRangesDefault());
    builder.AddText(everydayChinese().c_str());
    static const ImWchar kExtra[] = {0x2010, 0x2027, 0x2190, 0x2193, 0x2212, 0x2212, 0x2264, 0x2265, 0x25A0,
                                     0x25CF, 0x00A0, 0x00FF, 0x3000, 0x3017, 0xFF01, 0xFF1F, 0};
    builder.AddRanges(kExtra);
    builder.AddText(characters.c_str());
    ImVector<ImWchar> ranges;
    builder.BuildRanges(&ranges);
    return ranges;
}

}  // namespace

Interface::Interface(GLFWwindow* window, double scale, const std::string& characters)
    : window_(window),
      context_(ImGui::CreateContext()),
      scale_(scale),
      characters_(characters),
      pointer_(kNowhere) {
    IMGUI_CHECKVERSION();
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    if (window_ != nullptr) io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    applyTheme(static_cast<float>(scale));

    buildFonts();
    if (window_ != nullptr)
        ImGui_ImplGlfw_InitForOpenGL(window_, false);  // events come from the window's queue
    ImGui_ImplOpenGL3_Init("#version 130");
}

void Interface::buildFonts() {
    ImGuiIO& io = ImGui::GetIO();
    fonts_ = {};
    const auto file = scene::findChineseFont();
    if (file) {
        // The big atlas is built once; the two other sizes hold what they show: figures, names and headings
        // come from the same text.
        const ImVector<ImWchar> ranges = glyphRanges(io, characters_);
        ImFontConfig config;
        config.FontNo = file->face;
        config.OversampleH = 1;
        io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
        io.Fonts->Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
        const auto add = [&](double points) {
            return io.Fonts->AddFontFromFileTTF(file->path.c_str(), static_cast<float>(points * scale_),
                                                &config, ranges.Data);
        };
        fonts_.body = add(15);
        fonts_.small = add(13);
        fonts_.title = add(20);
        chinese_ = fonts_.body != nullptr;
        io.Fonts->Build();
    }
    if (fonts_.body == nullptr) {
        ImFontConfig config;
        config.SizePixels = static_cast<float>(15 * scale_);
        fonts_.body = fonts_.small = fonts_.title = io.Fonts->AddFontDefault(&config);
    }
}

void Interface::addCharacters(const std::string& text) {
    const Used used(context_);
    bool missing = false;
    for (const char32_t code : scene::codePoints(text))
        missing = missing || (code <= IM_UNICODE_CODEPOINT_MAX && code >= 0x20 &&
                              fonts_.body->FindGlyphNoFallback(static_cast<ImWchar>(code)) == nullptr);
    if (!missing || !chinese_) return;
    characters_ += text;
    replaceFonts();
}

void Interface::replaceFonts() {
    ImGui::GetIO().Fonts->Clear();
    buildFonts();
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Interface::restyle() {
    applyTheme(static_cast<float>(scale_), panels_, exhibit_ ? finger() : 0);
}

void Interface::setDensity(double density) {
    const Used used(context_);
    if (density == density_) return;
    density_ = density;
    restyle();
}

void Interface::setScale(double scale) {
    const Used used(context_);
    if (scale == scale_) return;
    scale_ = scale;
    restyle();
    replaceFonts();
}

Interface::~Interface() {
    const Used used(context_);
    ImGui_ImplOpenGL3_Shutdown();
    if (window_ != nullptr) ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext(context_);
}

void Interface::begin(surface::Size size, double seconds) {
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    if (window_ != nullptr) {
        ImGui_ImplGlfw_NewFrame();
        passInput();
    }
    // Panels are laid out in framebuffer pixels, whatever the window system calls a unit.
    io.DisplaySize = ImVec2(static_cast<float>(size.width), static_cast<float>(size.height));
    io.DisplayFramebufferScale = ImVec2(1, 1);
    io.DeltaTime = static_cast<float>(std::max(seconds, 1e-4));
    ImGui::NewFrame();
    if (taken_ && taken_->apply(*context_)) taken_.reset();
}

void Interface::pointerMoved(double x, double y) {
    pointer_ = ImVec2(static_cast<float>(x), static_cast<float>(y));
}
void Interface::pointerLeft() {
    pointer_ = kNowhere;
}
void Interface::buttonChanged(int button, bool down) {
    if (button >= 0 && button < static_cast<int>(buttons_.size())) buttons_[button] = down;
}
void Interface::wheelTurned(double steps) {
    context_->IO.MouseWheel += static_cast<float>(steps);
}
void Interface::keyChanged(int key, bool down) {
    ImGuiIO& io = context_->IO;
    if (key < 0 || key >= IM_ARRAYSIZE(io.KeysDown)) return;
    io.KeysDown[key] = down;
    io.KeyCtrl = io.KeysDown[GLFW_KEY_LEFT_CONTROL] || io.KeysDown[GLFW_KEY_RIGHT_CONTROL];
    io.KeyShift = io.KeysDown[GLFW_KEY_LEFT_SHIFT] || io.KeysDown[GLFW_KEY_RIGHT_SHIFT];
    io.KeyAlt = io.KeysDown[GLFW_KEY_LEFT_ALT] || io.KeysDown[GLFW_KEY_RIGHT_ALT];
    io.KeySuper = io.KeysDown[GLFW_KEY_LEFT_SUPER] || io.KeysDown[GLFW_KEY_RIGHT_SUPER];
}
void Interface::textTyped(char32_t character) {
    context_->IO.AddInputCharacter(static_cast<unsigned>(character));
}

// The backend asks the window how mouse and buttons are now, which is not how they were when the events of
// this frame happened.
void Interface::passInput() {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = pointer_;
    std::copy(buttons_.begin(), buttons_.end(), io.MouseDown);
}

void Interface::setPanels(Panels panels) {
    const Used used(context_);
    if (panels == panels_) return;
    panels_ = panels;
    restyle();
}

void Interface::setExhibit(bool exhibit) {
    const Used used(context_);
    if (exhibit == exhibit_) return;
    exhibit_ = exhibit;
    setSourcesOpen(!exhibit);
    restyle();
}

namespace {

// The front-most window there, or the one round it that has something to scroll.
ImGuiWindow* scrollerAt(ImGuiContext& context, double x, double y) {
    const ImVec2 at(static_cast<float>(x), static_cast<float>(y));
    ImVector<ImGuiWindow*>& windows = context.Windows;
    for (int i = windows.Size; i-- > 0;) {
        ImGuiWindow* window = windows[i];
        if (!window->Active || window->Hidden || (window->Flags & ImGuiWindowFlags_NoMouseInputs) != 0 ||
            !window->OuterRectClipped.Contains(at))
            continue;
        while (window != nullptr && window->ScrollMax.y <= 0)
            window = (window->Flags & ImGuiWindowFlags_ChildWindow) != 0 ? window->ParentWindow : nullptr;
        return window;
    }
    return nullptr;
}

}  // namespace

ImVec4 Interface::background() const {
    ImVec4 color = context_->Style.Colors[ImGuiCol_WindowBg];
    const float shade = color.x > 0.5F ? 0.92F : 0.55F;
    for (float* part : {&color.x, &color.y, &color.z}) *part *= shade;
    color.w = 1;
    return color;
}

bool Interface::scrollsAt(double x, double y) const {
    return scrollerAt(*context_, x, y) != nullptr;
}

void Interface::scrollAt(double x, double y, double dy) {
    const Used used(context_);
    ImGuiWindow* window = scrollerAt(*context_, x, y);
    if (window == nullptr) return;
    // Several pushes of one frame add up; what was asked for takes effect with the next.
    const bool asked = window->ScrollTarget.y < std::numeric_limits<float>::max();
    const float from = asked ? window->ScrollTarget.y : window->Scroll.y;
    ImGui::SetScrollY(window, std::clamp(from - static_cast<float>(dy), 0.0F, window->ScrollMax.y));
}

void Interface::takePlaces(const Interface& from) {
    taken_ = std::make_unique<PanelPlaces>(*from.context_, from.taken_.get());
}

void Interface::forgetPlaces() {
    const Used used(context_);
    taken_.reset();
    ImGuiContext& g = *context_;
    ImGui::ClearActiveID();
    for (ImGuiWindow* window : g.Windows) {
        window->Scroll = ImVec2(0, 0);
        window->ScrollTarget = ImVec2(std::numeric_limits<float>::max(), std::numeric_limits<float>::max());
        window->StateStorage.Clear();
    }
    for (int i = g.Tables.GetMapSize(); i-- > 0;)
        if (ImGuiTable* table = g.Tables.TryGetMapData(i)) ImGui::TableRemove(table);
    g.SettingsTables.clear();
    g.TabBars.Clear();
}

void Interface::end() {
    const Used used(context_);
    ImGui::Render();
}

void Interface::draw(float left, float top, surface::Size piece, double enlarged) {
    const Used used(context_);
    ImDrawData* data = ImGui::GetDrawData();
    if (data == nullptr) return;
    const ImVec2 position = data->DisplayPos;
    const ImVec2 size = data->DisplaySize;
    const ImVec2 pixels = data->FramebufferScale;
    const auto by = static_cast<float>(enlarged);
    // The backend multiplies again and cuts off what is behind the point.
    const float whole = by == 1 ? 0 : 0.005F;
    data->DisplayPos = ImVec2(left / by, top / by);
    data->DisplaySize = ImVec2((static_cast<float>(piece.width) + whole) / by,
                               (static_cast<float>(piece.height) + whole) / by);
    data->FramebufferScale = ImVec2(by, by);
    ImGui_ImplOpenGL3_RenderDrawData(data);
    data->DisplayPos = position;
    data->DisplaySize = size;
    data->FramebufferScale = pixels;
}

bool Interface::wantsMouse(double x, double y) const {
    if (itemHeld()) return true;
    const ImVec2 at(static_cast<float>(x), static_cast<float>(y));
    const ImVector<ImGuiWindow*>& windows = context_->Windows;
    return std::any_of(windows.begin(), windows.end(), [&](const ImGuiWindow* window) {
        return window->Active && !window->Hidden && (window->Flags & ImGuiWindowFlags_NoMouseInputs) == 0 &&
               window->OuterRectClipped.Contains(at);
    });
}
bool Interface::wantsKeyboard() const {
    return context_->IO.WantTextInput;
}

bool Interface::keysInPanel() const {
    const ImGuiContext& g = *context_;
    return g.NavWindow != nullptr && g.NavWindow->Active && !g.NavDisableHighlight;
}

bool Interface::popupOpen() const {
    return context_->OpenPopupStack.Size > 0;
}

bool Interface::itemHeld() const {
    return context_->ActiveId != 0;
}

void Interface::letGo() {
    const Used used(context_);
    ImGui::ClearActiveID();
    if (popupOpen()) ImGui::ClosePopupToLevel(0, false);
    leavePanels();
}

void Interface::focusNextPanel(bool back) {
    const Used used(context_);
    ImGuiContext& g = *context_;
    std::vector<ImGuiWindow*> panels;
    for (ImGuiWindow* window : g.Windows)
        if (window->Active && !window->Hidden && !window->IsFallbackWindow &&
            (window->Flags &
             (ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_ChildWindow | ImGuiWindowFlags_Tooltip)) == 0)
            panels.push_back(window);
    std::sort(panels.begin(), panels.end(),
              [](const ImGuiWindow* a, const ImGuiWindow* b) { return a->Pos.x < b->Pos.x; });
    if (back) std::reverse(panels.begin(), panels.end());
    const auto now =
        keysInPanel() ? std::find(panels.begin(), panels.end(), g.NavWindow->RootWindow) : panels.end();
    const auto next = now == panels.end() ? panels.begin() : now + 1;
    if (next == panels.end()) return leavePanels();
    ImGui::FocusWindow(*next);
    ImGui::NavInitWindow(*next, true);
    g.NavDisableHighlight = false;
    g.NavDisableMouseHover = true;
}

void Interface::leavePanels() {
    const Used used(context_);
    ImGui::FocusWindow(nullptr);
    context_->NavDisableHighlight = true;
}

}  // namespace atlas::ui
