#include "app/view/tour/tour_player.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "app/view/tour/tour_caption.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kAgain = 2;   // seconds into a stop from which "back" means its beginning
constexpr float kBottom = 20;  // points from the picture's lower edge
constexpr float kBar = 64;     // points of the bar's height
constexpr float kButton = 48;  // points: a finger
constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize |
                                    ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav;

enum class Sign { Back, Play, Pause, Next };

// A button with a sign drawn on it: the fonts have none that all machines show alike.
bool signButton(const char* id, Sign sign, float side) {
    const bool pressed = ImGui::Button(id, ImVec2(side, side));
    const ImVec2 a = ImGui::GetItemRectMin();
    const ImVec2 m(a.x + side / 2, a.y + side / 2);
    const float r = side * 0.2F;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
    const auto arrow = [&](float direction, float shift) {
        draw->AddTriangleFilled(ImVec2(m.x + shift + direction * r, m.y),
                                ImVec2(m.x + shift - direction * r, m.y - r),
                                ImVec2(m.x + shift - direction * r, m.y + r), ink);
    };
    const auto post = [&](float x) {
        draw->AddRectFilled(ImVec2(m.x + x - r * 0.25F, m.y - r), ImVec2(m.x + x + r * 0.25F, m.y + r), ink);
    };
    switch (sign) {
        case Sign::Play:
            arrow(1, r * 0.15F);
            break;
        case Sign::Pause:
            post(-r * 0.55F);
            post(r * 0.55F);
            break;
        case Sign::Next:
            arrow(1, 0);
            post(r * 1.3F);
            break;
        case Sign::Back:
            arrow(-1, 0);
            post(-r * 1.3F);
            break;
    }
    return pressed;
}

}  // namespace

void TourPlayer::start(const Tour& tour, MapView& view, const Session& session, const scene::CameraRig& rig) {
    TourPlan plan(tour, view, session, rig.pose());
    report_ = plan.report();
    if (plan.stays().empty()) return;
    plan_.emplace(std::move(plan));
    from_ = session;
    home_ = rig.pose();
    t_ = 0;
    playing_ = true;
    joining_ = away_ = false;
    wanted_ = Step::None;
    bar_.reset();
    caption_.reset();
    chart_.reset();
}

void TourPlayer::replace(const Tour& tour, MapView& view) {
    TourPlan plan(tour, view, from_, home_);
    report_ = plan.report();
    if (plan.stays().empty()) return;
    plan_.emplace(std::move(plan));
    jump(std::min(t_, plan_->stays().back().end));
}

void TourPlayer::stop(Session& session, scene::CameraRig& rig, bool instant) {
    if (!active()) return;
    plan_.reset();
    bar_.reset();
    caption_.reset();
    chart_.reset();
    const std::string language = session.language;
    session = from_;
    session.language = language;
    if (!(rig.pose() == home_)) rig.flyTo(home_, instant);
}

void TourPlayer::toggle() {
    playing_ = !playing_;
    if (playing_) away_ = true;  // a hand may have moved the camera
}

void TourPlayer::changeSpeed() {
    speed_ = speed_ < 1 ? 1 : speed_ < 2 ? 2 : 0.5;
}

std::size_t TourPlayer::leg() const {
    std::size_t i = 0;
    while (i < plan_->stays().size() && t_ >= plan_->stays()[i].end) ++i;
    return i;
}

void TourPlayer::jump(double t) {
    t_ = std::clamp(t, 0.0, plan_->seconds());
    away_ = true;
}

bool TourPlayer::update(Session& session, scene::CameraRig& rig, double seconds, bool instant) {
    if (!active()) return false;
    const auto& stays = plan_->stays();
    if (wanted_ == Step::Next) {
        const std::size_t i = leg();
        // From a flight to its stop, from a stop to the next one, from the last one home.
        const std::size_t to = i < stays.size() && t_ < stays[i].begin ? i : i + 1;
        if (to < stays.size())
            jump(stays[to].begin);
        else
            t_ = plan_->seconds();
    } else if (wanted_ == Step::Back) {
        std::size_t i = std::min(leg(), stays.size() - 1);
        if (t_ < stays[i].begin + kAgain && i > 0) --i;
        jump(stays[i].begin);
    }
    wanted_ = Step::None;
    const bool waiting = rig.flying() && joining_;
    if (playing_ && !waiting) t_ += seconds * speed_;
    if (t_ >= plan_->seconds()) {
        stop(session, rig, instant);
        return true;
    }
    TourPlan::Moment moment = plan_->at(t_);
    // Reduced motion: no flights, the next stop at once.
    if (instant && playing_ && !moment.stop) {
        const std::size_t i = leg();
        t_ = i < stays.size() ? std::max(t_, stays[i].begin) : plan_->seconds();
        moment = plan_->at(t_);
    }
    const std::string language = session.language;
    const layers::GeoCamera camera = session.camera;
    session = moment.session;
    session.language = language;
    session.camera = camera;
    if (away_) {
        away_ = false;
        joining_ = !(rig.pose() == moment.pose);
        if (joining_) rig.flyTo(moment.pose, instant);
        return true;
    }
    if (joining_ && rig.flying()) return true;
    joining_ = false;
    if (!playing_) return false;
    rig.place(moment.pose);
    return true;
}

void TourPlayer::drawProgress(float width, float scale) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = kButton * scale;
    if (ImGui::InvisibleButton("##along", ImVec2(width, height)) && width > 0)
        jump(static_cast<double>((ImGui::GetIO().MousePos.x - at.x) / width) * plan_->seconds());
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float y = at.y + height / 2;
    const auto x = [&](double t) { return at.x + width * static_cast<float>(t / plan_->seconds()); };
    draw->AddRectFilled(ImVec2(at.x, y - 1.5F * scale), ImVec2(at.x + width, y + 1.5F * scale),
                        ImGui::GetColorU32(ui::ink(0.25F)), 1.5F * scale);
    draw->AddRectFilled(ImVec2(at.x, y - 1.5F * scale), ImVec2(x(t_), y + 1.5F * scale),
                        ImGui::GetColorU32(ui::ink(0.9F)), 1.5F * scale);
    for (const TourPlan::Stay& stay : plan_->stays())
        draw->AddCircleFilled(ImVec2(x(stay.begin), y), 4 * scale,
                              ImGui::GetColorU32(t_ >= stay.begin ? ui::ink(0.9F) : ui::quiet()), 16);
    draw->AddCircleFilled(ImVec2(x(t_), y), 7 * scale, ImGui::GetColorU32(ui::kAccent), 24);
}

bool TourPlayer::drawBar(const ui::Translations& texts, const ui::Fonts& fonts,
                         const scene::Viewport& viewport, float above) {
    bar_.reset();
    if (!active()) return false;
    bool end = false;
    const auto tr = [&](const char* id) { return texts.tr(id); };
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8 * s, 8 * s));
    ImGui::SetNextWindowPos(ImVec2(width / 2, static_cast<float>(viewport.height) - (kBottom + above) * s), 0,
                            ImVec2(0.5F, 1));
    ImGui::Begin("tour", nullptr, kFlags);
    ImGui::PushFont(fonts.body);
    ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0, 0, 0, 0));
    const float side = kButton * s;
    const auto hint = [](const char* text) {
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", text);
    };
    if (signButton("##back", Sign::Back, side)) back();
    hint(tr("Back a stop (←)"));
    ImGui::SameLine(0, 0);
    if (signButton("##play", playing_ ? Sign::Pause : Sign::Play, side)) toggle();
    hint(playing_ ? tr("Pause (Space)") : tr("Go on (Space)"));
    ImGui::SameLine(0, 0);
    if (signButton("##next", Sign::Next, side)) next();
    hint(tr("On to the next stop (→)"));
    ImGui::SameLine(0, 8 * s);
    const std::string count =
        fmt::format("{} / {}", std::min(leg() + 1, plan_->stays().size()), plan_->stays().size());
    // Progress takes what a narrow window leaves.
    const float line = std::min(360 * s, width - 2 * kBottom * s - 6 * side - 60 * s);
    if (line > 60 * s) {
        drawProgress(line, s);
        ImGui::SameLine(0, 12 * s);
        const ImVec2 room = ImGui::CalcTextSize(count.c_str());
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::Dummy(ImVec2(room.x, side));
        ImGui::GetWindowDrawList()->AddText(ImVec2(at.x, at.y + (side - room.y) / 2),
                                            ImGui::GetColorU32(ImGuiCol_Text), count.c_str());
        ImGui::SameLine(0, 8 * s);
    }
    if (ImGui::Button(fmt::format("{:g}×###speed", speed_).c_str(), ImVec2(side, side))) changeSpeed();
    hint(tr("Speed"));
    ImGui::SameLine(0, 0);
    if (ImGui::Button("×##end", ImVec2(side, side))) end = true;
    hint(tr("End the tour (Esc)"));
    ImGui::PopStyleColor();
    ImGui::PopFont();
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    bar_ = scene::ScreenBox{at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody};
    ImGui::End();
    ImGui::PopStyleVar();
    return end;
}

void TourPlayer::drawCaption(const MapView& view, const ui::Translations& texts, const ui::Fonts& fonts,
                             const scene::Viewport& viewport, bool overBar) {
    caption_.reset();
    chart_.reset();
    if (!active()) return;
    TourPlan::Moment moment = plan_->at(t_);
    // Words come and go with time; who halts at a stop, even at its first moment, is to read them.
    if (!playing_ && moment.stop) moment.caption = 1;
    caption_ =
        drawTourCaption(*plan_, moment, t_, texts, fonts, viewport, overBar ? kBottom + kBar + 8 : kBottom);
    chart_ = drawTourChart(*plan_, moment, view, texts, fonts, viewport);
}

void TourPlayer::drawStops(const ui::Translations& texts, const ui::Fonts& fonts, const HudBox& box,
                           float scale) {
    if (!active()) return;
    const Tour& tour = plan_->tour();
    ImGui::SetNextWindowPos(ImVec2(box.left, box.top));
    ImGui::SetNextWindowSize(ImVec2(box.width, box.height));
    ImGui::Begin("stops", nullptr, kFixed);
    ImGui::PushFont(fonts.title);
    ImGui::TextUnformatted(tour.title.in(texts.code()).c_str());
    ImGui::PopFont();
    ImGui::PushFont(fonts.body);
    ImGui::PushTextWrapPos(0);
    if (const std::string& about = tour.about.in(texts.code()); !about.empty())
        ImGui::TextColored(ui::quiet(), "%s", about.c_str());
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
    ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, ImVec2(0, 0.5F));
    // Where nothing is said the tour only comes past.
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < plan_->stays().size(); ++i)
        if (!tour.stops[plan_->stays()[i].stop].title.empty()) named.push_back(i);
    const auto next = std::upper_bound(named.begin(), named.end(), leg());
    for (std::size_t i = 0; i < named.size(); ++i) {
        const TourPlan::Stay& stay = plan_->stays()[named[i]];
        const bool now = next != named.begin() && named[i] == *(next - 1);
        ImGui::PushStyleColor(ImGuiCol_Button, ui::ink(now ? 0.24F : 0.05F));
        const std::string label =
            fmt::format("{}  {}##{}", i + 1, tour.stops[stay.stop].title.in(texts.code()), i);
        if (ImGui::Button(label.c_str(), ImVec2(-1, kButton * scale))) jump(stay.begin);
        ImGui::PopStyleColor();
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
    ImGui::End();
}

std::vector<scene::ScreenBox> TourPlayer::boxes(bool bar) const {
    std::vector<scene::ScreenBox> all;
    for (const auto& box : {bar ? bar_ : std::nullopt, caption_, chart_})
        if (box) all.push_back(*box);
    return all;
}

}  // namespace atlas::app
