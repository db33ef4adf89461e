#include "app/view/tour/tour_caption.h"

#include <imgui.h>

#include <algorithm>

#include "layers/panels/card_panel.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kCaptionWidth = 680;  // points
constexpr float kCaptionMargin = 16;
constexpr float kChartWidth = 300;
constexpr double kTitleFade = 0.8;  // seconds

struct Words {
    std::string title, text, source;
    double opacity = 0;
    bool empty() const { return opacity <= 0 || (title.empty() && text.empty()); }
};

Words wordsAt(const TourPlan& plan, const TourPlan::Moment& moment, double t, std::string_view language) {
    Words words;
    const Tour& tour = plan.tour();
    if (moment.stop) {
        const TourStop& stop = tour.stops[*moment.stop];
        words = {stop.title.in(language), stop.caption.in(language), stop.source, moment.caption};
    } else if (!plan.stays().empty() && t < plan.stays().front().begin) {
        const double left = plan.stays().front().begin - t;
        words = {tour.title.in(language), tour.about.in(language), "",
                 std::clamp(std::min(t, left - 0.2) / kTitleFade, 0.0, 1.0)};
    }
    return words;
}

}  // namespace

std::optional<scene::ScreenBox> drawTourCaption(const TourPlan& plan, const TourPlan::Moment& moment,
                                                double t, const ui::Translations& texts,
                                                const ui::Fonts& fonts, const scene::Viewport& viewport,
                                                float bottom) {
    const Words words = wordsAt(plan, moment, t, texts.code());
    if (words.empty()) return std::nullopt;
    const auto s = static_cast<float>(viewport.scale);
    const float width =
        std::min(kCaptionWidth * s, static_cast<float>(viewport.width) - 2 * kCaptionMargin * s);
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, static_cast<float>(words.opacity));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(20 * s, 14 * s));
    ImGui::SetNextWindowPos(
        ImVec2(static_cast<float>(viewport.width) / 2, static_cast<float>(viewport.height) - bottom * s), 0,
        ImVec2(0.5F, 1));
    ImGui::SetNextWindowSize(ImVec2(width, 0));
    ImGui::Begin("caption", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoFocusOnAppearing |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::PushTextWrapPos(width - 20 * s);
    if (!words.title.empty()) {
        ImGui::PushFont(fonts.title);
        ImGui::TextUnformatted(words.title.c_str());
        ImGui::PopFont();
    }
    if (!words.text.empty()) {
        ImGui::PushFont(fonts.body);
        ImGui::TextUnformatted(words.text.c_str());
        ImGui::PopFont();
    }
    if (!words.source.empty()) {
        ImGui::PushFont(fonts.small);
        ImGui::TextColored(ui::quiet(), "%s", words.source.c_str());
        ImGui::PopFont();
    }
    ImGui::PopTextWrapPos();
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    ImGui::End();
    ImGui::PopStyleVar(2);
    return scene::ScreenBox{at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody};
}

std::optional<scene::ScreenBox> drawTourChart(const TourPlan& plan, const TourPlan::Moment& moment,
                                              const MapView& view, const ui::Translations& texts,
                                              const ui::Fonts& fonts, const scene::Viewport& viewport) {
    const auto s = static_cast<float>(viewport.scale);
    if (!moment.stop || moment.caption <= 0 || !plan.tour().stops[*moment.stop].chart || !view.selected() ||
        static_cast<float>(viewport.width) < 2 * kChartWidth * s)
        return std::nullopt;
    const auto card = view.selected()->layer->card(view.selected()->row, texts);
    if (!card || (card->headline.empty() && card->profile.height.empty())) return std::nullopt;
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, static_cast<float>(moment.caption));
    // In a narrow picture below what an exhibit says in the middle.
    const bool narrow = static_cast<float>(viewport.width) < 3 * kChartWidth * s;
    ImGui::SetNextWindowPos(
        ImVec2(static_cast<float>(viewport.width) - kCaptionMargin * s, (narrow ? 110 : kCaptionMargin) * s),
        0, ImVec2(1, 0));
    ImGui::SetNextWindowSize(ImVec2(kChartWidth * s, 0));
    ImGui::Begin("tour-chart", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoFocusOnAppearing |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::PushTextWrapPos(0);
    ImGui::PushFont(fonts.body);
    ImGui::TextUnformatted(card->title.c_str());
    ImGui::PopFont();
    if (!card->headline.empty()) {
        ImGui::PushFont(fonts.title);
        ImGui::TextUnformatted(card->headline.c_str());
        ImGui::PopFont();
        ImGui::PushFont(fonts.small);
        ImGui::TextColored(ui::quiet(), "%s", card->headlineNote.c_str());
        ImGui::PopFont();
    }
    ImGui::PushFont(fonts.small);
    layers::drawProfile(card->profile);
    ImGui::PopFont();
    ImGui::PopTextWrapPos();
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    ImGui::End();
    ImGui::PopStyleVar();
    return scene::ScreenBox{at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody};
}

std::string tourCharacters(const Tour& tour) {
    std::string all = tour.title.zh + tour.title.en + tour.about.zh + tour.about.en;
    for (const TourStop& stop : tour.stops)
        all += stop.title.zh + stop.title.en + stop.caption.zh + stop.caption.en + stop.source;
    return all;
}

}  // namespace atlas::app
