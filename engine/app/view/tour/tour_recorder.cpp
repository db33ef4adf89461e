#include "app/view/tour/tour_recorder.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <tuple>
#include <utility>

#include "app/view/tour/tour_caption.h"
#include "ui/dialog.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kRecorderWidth = 360;  // points
constexpr float kCaptionLines = 3;
constexpr ImGuiWindowFlags kRecorderFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                            ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                            ImGuiWindowFlags_NoSavedSettings;

}  // namespace

void TourRecorder::moveTo(ui::Interface& interface) {
    interface_ = &interface;
    if (draft_) interface_->addCharacters(tourCharacters(draft_->tour()));
}

void TourRecorder::begin() {
    const std::string day = fmt::format("{:%Y-%m-%d}", fmt::localtime(std::time(nullptr)));
    layers::Localized title;
    title.zh = "导览 " + day;
    title.en = "Tour " + day;
    draft_.emplace(recordedToursFolder(), title, catalog_);
    title_ = title;
    told_ = false;
    choose(std::nullopt);
}

void TourRecorder::edit(const std::string& file) {
    geodata::Report report;
    auto draft = TourDraft::open(file, catalog_, report);
    tell(report);
    if (!draft) return;
    draft_ = std::move(draft);
    title_ = draft_->tour().title;
    interface_->addCharacters(tourCharacters(draft_->tour()));
    told_ = false;
    choose(std::nullopt);
}

void TourRecorder::tell(const geodata::Report& report) {
    for (const geodata::Problem& problem : report.problems())
        if (problem.severity == geodata::Severity::Error)
            notices_.complain(geodata::toText(problem, texts_.tongue()));
}

void TourRecorder::choose(std::optional<std::size_t> stop) {
    chosen_ = stop;
    reveal_ = stop.has_value();
    if (stop) words_ = draft_->words(*stop);
}

void TourRecorder::add(const Session& session) {
    choose(draft_->add(session, chosen_));
    save();
}

void TourRecorder::take(std::size_t stop, const Session& session) {
    draft_->take(stop, session);
    save();
}

void TourRecorder::save() {
    const std::filesystem::path before = draft_->file();
    if (const auto failure = draft_->save()) {
        notices_.complain(failure->in(texts_));
        return;
    }
    if (draft_->isCopy() && (!told_ || draft_->file() != before)) {
        told_ = true;
        notices_.say(fmt::format(fmt::runtime(tr("The tour's file stays as it was; changes are saved as {}")),
                                 draft_->file().string()));
    }
}

void TourRecorder::reread() {
    // Not under somebody's hands: what is being typed belongs to the stop as it was.
    if (!draft_ || ImGui::IsAnyItemActive()) return;
    geodata::Report report;
    const bool other = draft_->reread(report);
    tell(report);
    if (!other) return;
    title_ = draft_->tour().title;
    interface_->addCharacters(tourCharacters(draft_->tour()));
    choose(chosen_ && *chosen_ < draft_->tour().stops.size() ? chosen_ : std::nullopt);
}

void TourRecorder::close() {
    if (draft_->unsaved()) save();
    draft_.reset();
    box_.reset();
}

void TourRecorder::drawStops(Wishes& wishes) {
    const auto& stops = draft_->tour().stops;
    std::optional<std::size_t> up;
    std::optional<std::size_t> down;
    std::optional<std::size_t> gone;
    std::optional<std::size_t> wanted;
    const float button = ImGui::GetFrameHeight();
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, ImVec2(0, 0.5F));
    for (std::size_t i = 0; i < stops.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const std::string& name = stops[i].title.in(texts_.code());
        const std::string label =
            fmt::format("{}  {}", i + 1, name.empty() ? std::string(tr("a stop without a name")) : name);
        const float room = ImGui::GetContentRegionAvail().x - 3 * (button + gap);
        if (ImGui::Selectable(ui::fitted(label, room).c_str(), chosen_ == i, 0, ImVec2(room, button)))
            wanted = i;
        ImGui::SameLine();
        if (ImGui::Button("↑", ImVec2(button, 0))) up = i;
        ImGui::SameLine();
        if (ImGui::Button("↓", ImVec2(button, 0))) down = i;
        ImGui::SameLine();
        if (ImGui::Button("×", ImVec2(button, 0))) gone = i;
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    if (wanted) {
        choose(*wanted);
        wishes.flyTo = wanted;
    }
    const auto moved = [&](std::size_t from, std::size_t to) {
        if (!draft_->move(from, to)) return;
        if (chosen_ == from)
            chosen_ = to;
        else if (chosen_ == to)
            chosen_ = from;
        save();
    };
    if (up && *up > 0) moved(*up, *up - 1);
    if (down) moved(*down, *down + 1);
    if (gone) {
        draft_->remove(*gone);
        const bool later = chosen_ && *chosen_ > *gone;
        choose(chosen_ == gone ? std::nullopt : later ? std::optional(*chosen_ - 1) : chosen_);
        save();
    }
}

void TourRecorder::drawWords(std::size_t stop) {
    bool ended = false;
    const auto line = [&](const char* id, const char* hint, std::string& text) {
        ImGui::SetNextItemWidth(-1);
        ImGui::InputTextWithHint(id, hint, &text);
        ended = ended || ImGui::IsItemDeactivatedAfterEdit();
    };
    const auto lines = [&](const char* id, const char* hint, std::string& text) {
        ImGui::TextColored(ui::quiet(), "%s", hint);
        const float tall = kCaptionLines * ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().FramePadding.y;
        ImGui::InputTextMultiline(id, &text, ImVec2(-1, tall));
        ended = ended || ImGui::IsItemDeactivatedAfterEdit();
    };
    ImGui::PushFont(interface_->fonts().small);
    ImGui::TextColored(ui::quiet(), "%s", fmt::format(fmt::runtime(tr("Stop {}")), stop + 1).c_str());
    line("##zh", tr("Title in Chinese"), words_.title.zh);
    line("##en", tr("Title in English"), words_.title.en);
    lines("##caption-zh", tr("Caption in Chinese"), words_.caption.zh);
    lines("##caption-en", tr("Caption in English"), words_.caption.en);
    line("##source", tr("Source of the facts"), words_.source);
    const auto slider = [&](const char* id, double& value, float low, float high, const char* format) {
        auto shown = static_cast<float>(value);
        ImGui::SetNextItemWidth(-1);
        if (ImGui::SliderFloat(id, &shown, low, high, format)) value = std::round(shown * 10) / 10;
        ended = ended || ImGui::IsItemDeactivatedAfterEdit();
    };
    slider("##dwell", words_.dwell, 1, 30, tr("stays %.1f s"));
    slider("##orbit", words_.orbit, -90, 90, tr("goes round by %.0f°"));
    ImGui::PopFont();
    if (!ended) return;
    draft_->setWords(stop, words_);
    save();
}

TourRecorder::Wishes TourRecorder::draw(const scene::Viewport& viewport, const std::optional<HudBox>& place) {
    Wishes wishes;
    box_.reset();
    if (!draft_) return wishes;
    const auto s = static_cast<float>(viewport.scale);
    const float width =
        std::min(kRecorderWidth * s, static_cast<float>(viewport.width) - 2 * ui::kMargin * s);
    const float height = static_cast<float>(viewport.height) - (2 * ui::kMargin + 44) * s;
    const float left = static_cast<float>(viewport.width) - width - ui::kMargin * s;
    const HudBox box = place.value_or(HudBox{left, ui::kMargin * s, width, height});
    ImGui::SetNextWindowPos(ImVec2(box.left, box.top));
    ImGui::SetNextWindowSize(ImVec2(box.width, box.height));
    ImGui::Begin("tour-recorder", nullptr, kRecorderFlags);
    ImGui::PushFont(interface_->fonts().title);
    ImGui::TextUnformatted(tr("Record a tour"));
    ImGui::PopFont();
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize("×").x -
                    2 * ImGui::GetStyle().FramePadding.x);
    const bool closing = ImGui::Button("×##close");
    ImGui::PushFont(interface_->fonts().body);
    bool ended = false;
    for (auto [id, hint, text] : {std::tuple("##title-zh", tr("Title in Chinese"), &title_.zh),
                                  std::tuple("##title-en", tr("Title in English"), &title_.en)}) {
        ImGui::SetNextItemWidth(-1);
        ImGui::InputTextWithHint(id, hint, text);
        ended = ended || ImGui::IsItemDeactivatedAfterEdit();
    }
    if (ended) {
        draft_->setTitle(title_);
        save();
    }
    if (ui::mainButton(tr("Add this view as a stop"))) wishes.addStop = true;
    if (draft_->tour().stops.empty()) {
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(ui::quiet(), "%s",
                           tr("Move the map, choose layers, light and filter as visitors are to see them, "
                              "then add the view."));
        ImGui::PopTextWrapPos();
    } else {
        ImGui::SameLine();
        if (ImGui::Button(tr("Preview"))) wishes.preview = draft_->file().string();
    }
    ImGui::BeginChild("stops", ImVec2(0, -ImGui::GetTextLineHeightWithSpacing() * 2), false,
                      ImGuiWindowFlags_NoBackground);
    drawStops(wishes);
    if (chosen_) {
        ImGui::Separator();
        drawWords(*chosen_);
        if (ImGui::Button(tr("Use this view instead"))) wishes.take = chosen_;
        if (std::exchange(reveal_, false)) ImGui::SetScrollHereY(1);
    }
    ImGui::EndChild();
    ImGui::PushFont(interface_->fonts().small);
    const std::string where = !draft_->tour().stops.empty() ? draft_->file().filename().string()
                              : draft_->saved()             ? tr("The file keeps the stops it had")
                                                            : tr("Nothing is saved yet");
    ImGui::TextColored(ui::quiet(), "%s", ui::fitted(where, ImGui::GetContentRegionAvail().x).c_str());
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", draft_->file().c_str());
    ImGui::PopFont();
    ImGui::PopFont();
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    box_ = scene::ScreenBox{at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody};
    ImGui::End();
    if (closing) close();
    return wishes;
}

}  // namespace atlas::app
