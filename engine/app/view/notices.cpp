#include "app/view/notices.h"

#include <imgui.h>

#include <algorithm>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kNoticeWidth = 560;  // points
constexpr std::size_t kMost = 4;     // at once; older ones go first

}  // namespace

bool Notices::setProgress(std::string text, double share) {
    const int percent = static_cast<int>(std::clamp(share, 0.0, 1.0) * 100);
    if (text == progress_ && percent == percent_) return false;
    progress_ = std::move(text);
    percent_ = percent;
    return true;
}

std::vector<std::string> Notices::take() {
    std::vector<std::string> errors;
    for (Notice& notice : shown_)
        if (notice.error) errors.push_back(std::move(notice.text));
    shown_.clear();
    box_.reset();
    return errors;
}

bool Notices::draw(const ui::Fonts& fonts, const scene::Viewport& viewport, double seconds) {
    for (Notice& notice : shown_)
        if (!notice.error) notice.left -= seconds;
    std::erase_if(shown_, [](const Notice& notice) { return notice.left <= 0; });
    if (shown_.size() > kMost)
        shown_.erase(shown_.begin(), shown_.end() - static_cast<std::ptrdiff_t>(kMost));
    box_.reset();
    if (shown_.empty() && busy_.empty() && progress_.empty()) return false;
    const auto s = static_cast<float>(viewport.scale);
    const float width = std::min(kNoticeWidth * s, static_cast<float>(viewport.width) - 2 * ui::kMargin * s);
    ImGui::SetNextWindowPos(ImVec2(static_cast<float>(viewport.width) / 2,
                                   static_cast<float>(viewport.height) - (ui::kMargin + 44) * s),
                            0, ImVec2(0.5F, 1));
    ImGui::SetNextWindowSize(ImVec2(width, 0));
    ImGui::Begin("notices", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
    ImGui::PushFont(fonts.body);
    std::optional<std::size_t> closed;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const Notice& notice = shown_[i];
        ImGui::PushID(static_cast<int>(i));
        const float button = ImGui::CalcTextSize("×").x + 2 * ImGui::GetStyle().FramePadding.x;
        ImGui::PushTextWrapPos(ImGui::GetContentRegionMax().x - button - ImGui::GetStyle().ItemSpacing.x);
        ImGui::AlignTextToFramePadding();
        if (notice.error)
            ImGui::TextColored(ui::kAccent, "%s", notice.text.c_str());
        else
            ImGui::TextUnformatted(notice.text.c_str());
        ImGui::PopTextWrapPos();
        ImGui::SameLine(ImGui::GetContentRegionMax().x - button);
        if (ImGui::Button("×")) closed = i;
        ImGui::PopID();
    }
    if (!busy_.empty()) ImGui::TextColored(ui::quiet(), "%s", busy_.c_str());
    if (!progress_.empty()) {
        const std::string text = progress_ + " " + std::to_string(percent_) + " %";
        ImGui::TextColored(ui::quiet(), "%s", text.c_str());
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float full = ImGui::GetContentRegionAvail().x;
        const float high = 3 * s;
        const float done = full * static_cast<float>(percent_) / 100;
        ImDrawList* list = ImGui::GetWindowDrawList();
        list->AddRectFilled(at, ImVec2(at.x + full, at.y + high), ImGui::GetColorU32(ui::ink(0.12F)),
                            high / 2);
        list->AddRectFilled(at, ImVec2(at.x + done, at.y + high), ImGui::GetColorU32(ui::kAccent), high / 2);
        ImGui::Dummy(ImVec2(full, high));
    }
    ImGui::PopFont();
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    box_ = scene::ScreenBox{at.x, at.y, at.x + size.x, at.y + size.y};
    ImGui::End();
    if (closed) shown_.erase(shown_.begin() + static_cast<std::ptrdiff_t>(*closed));
    return !busy_.empty() ||
           std::any_of(shown_.begin(), shown_.end(), [](const Notice& notice) { return !notice.error; });
}

}  // namespace atlas::app
