#include "app/view/walk_mode.h"

#include <fmt/format.h>
#include <imgui.h>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kTurnRate = 60;  // degrees a second of a held key
constexpr double kDegreesPerPoint = 0.18;
constexpr double kMetresPerNotch = 4;
constexpr float kAboveEdge = 56;  // points from the picture's lower edge
constexpr ImGuiWindowFlags kWalkBar = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize |
                                      ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav;

}  // namespace

void WalkMode::start(scene::Polyline way, std::string name, scene::CameraRig& rig, double exaggeration,
                     bool instant) {
    scene::PathWalk walk(std::move(way));
    if (walk.length() <= 0) return;
    if (!active()) from_ = rig.pose();
    walk_ = std::move(walk);
    name_ = std::move(name);
    pressed_ = 0;
    arriving_ = true;
    rig.flyTo(walk_->pose(exaggeration), instant);
}

void WalkMode::stop(scene::CameraRig& rig, bool instant) {
    if (!active()) return;
    walk_.reset();
    rig.flyTo(from_, instant);
}

void WalkMode::steer(double forward, double right, double up, double seconds) {
    walk_->go(forward != 0 ? forward : pressed_);
    if (right != 0 || up != 0) walk_->look(right * kTurnRate * seconds, up * kTurnRate * 0.6 * seconds);
}

void WalkMode::drag(double dx, double dy, double scale) {
    // The picture is held: drawn to the right, the eyes turn left.
    walk_->look(-dx * kDegreesPerPoint / scale, dy * kDegreesPerPoint / scale);
}

void WalkMode::wheel(double steps) {
    walk_->push(steps * kMetresPerNotch);
}

bool WalkMode::update(scene::CameraRig& rig, double seconds, double exaggeration) {
    if (!active()) return false;
    if (arriving_ && rig.flying()) return true;
    const bool arrived = arriving_;
    arriving_ = false;
    const bool moving = walk_->update(seconds);
    rig.place(walk_->pose(exaggeration));
    return moving || arrived || walk_->running();
}

bool WalkMode::draw(const ui::Translations& texts, const ui::Fonts& fonts, const scene::Viewport& viewport) {
    if (!active()) return false;
    const auto tr = [&](const char* id) { return texts.tr(id); };
    const auto s = static_cast<float>(viewport.scale);
    bool end = false;
    ImGui::SetNextWindowPos(
        ImVec2(static_cast<float>(viewport.width) / 2, static_cast<float>(viewport.height) - kAboveEdge * s),
        0, ImVec2(0.5F, 1));
    ImGui::PushFont(fonts.body);
    ImGui::Begin("walk", nullptr, kWalkBar);
    ImGui::TextUnformatted(name_.c_str());
    ImGui::SameLine(0, 16 * s);
    ImGui::PushFont(fonts.small);
    ImGui::TextColored(ui::quiet(), "%s", tr("W S walk · drag to look · Space walks on · Esc ends"));
    ImGui::PopFont();
    // How far: a line to be pulled.
    auto along = static_cast<float>(walk_->along());
    ImGui::SetNextItemWidth(420 * s);
    if (ImGui::SliderFloat("##along", &along, 0, static_cast<float>(walk_->length()), "")) {
        walk_->setRunning(false);
        walk_->jumpTo(along);
    }
    ImGui::SameLine();
    if (ImGui::Button("×##end")) end = true;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("End the walk (Esc)"));
    ImGui::PushFont(fonts.small);
    ImGui::TextUnformatted(fmt::format("{:.0f} / {:.0f} m", walk_->along(), walk_->length()).c_str());
    ImGui::SameLine(0, 16 * s);
    ImGui::TextUnformatted(fmt::format(fmt::runtime(tr("height {:.0f} m")), walk_->ground().z()).c_str());
    ImGui::SameLine(0, 16 * s);
    ImGui::TextUnformatted(fmt::format(fmt::runtime(tr("{:.0f} m to go")), walk_->remaining()).c_str());
    ImGui::PopFont();
    pressed_ = 0;
    ImGui::ArrowButton("##back", ImGuiDir_Down);
    if (ImGui::IsItemActive()) pressed_ = -1;
    ImGui::SameLine();
    ImGui::ArrowButton("##forward", ImGuiDir_Up);
    if (ImGui::IsItemActive()) pressed_ = 1;
    ImGui::SameLine();
    if (ImGui::Button(walk_->running() ? tr("Stop###run") : tr("Walk on###run"))) toggleRunning();
    ImGui::SameLine();
    if (ImGui::Button(tr("Look ahead"))) walk_->lookAhead();
    ImGui::SameLine();
    ImGui::SetNextItemWidth(110 * s);
    auto speed = static_cast<float>(walk_->speed());
    if (ImGui::SliderFloat("##speed", &speed, static_cast<float>(scene::PathWalk::kSlowest),
                           static_cast<float>(scene::PathWalk::kFastest), "%.1f m/s",
                           ImGuiSliderFlags_Logarithmic))
        walk_->setSpeed(static_cast<double>(speed));
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    box_ = {at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody};
    ImGui::End();
    ImGui::PopFont();
    return end;
}

}  // namespace atlas::app
