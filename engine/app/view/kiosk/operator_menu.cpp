#include "app/view/kiosk/operator_menu.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/view/kiosk/kiosk_signs.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kDigit = 64;  // points
constexpr float kChoice = 40;
constexpr float kMenuWidth = 460;
constexpr ImGuiWindowFlags kMenuFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                        ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                        ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize;

// `pattern`: days, hours, minutes.
std::string hours(double seconds, const char* pattern) {
    const long minutes = std::lround(seconds / 60);
    return fmt::format(fmt::runtime(pattern), minutes / 1440, minutes / 60 % 24, minutes % 60);
}

}  // namespace

void OperatorMenu::reset() {
    pin_.clear();
    open_ = wrong_ = false;
}

OperatorWishes OperatorMenu::draw(const scene::Viewport& viewport, double now, const KioskStatus& status,
                                  KioskConfig& config, const std::vector<layers::Localized>& tours,
                                  const std::string& said) {
    OperatorWishes wishes;
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    KioskSigns::drawVeil(viewport);
    ImGui::PushFont(interface_.fonts().body);
    // The staff aim better than visitors, and all of it is to be seen at once.
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(10 * s, 8.5F * s));
    ImGui::SetNextWindowPos(ImVec2(width / 2, height / 2), 0, ImVec2(0.5F, 0.5F));
    if (open_) {
        const float wide = std::min(kMenuWidth * s, width - 24 * s);
        ImGui::SetNextWindowSizeConstraints(ImVec2(wide, 0), ImVec2(wide, height - 24 * s));
    }
    ImGui::Begin(open_ ? "operator" : "pin", nullptr, kMenuFlags);
    if (!open_) {
        drawPin(now, wishes);
    } else {
        ImGui::PushFont(interface_.fonts().title);
        ImGui::TextUnformatted(tr("Operator"));
        ImGui::PopFont();
        ImGui::PushTextWrapPos(0);
        const auto line = [](const char* name, const std::string& value) {
            ImGui::TextColored(ui::quiet(), "%s", name);
            ImGui::SameLine();
            ImGui::TextUnformatted(value.c_str());
        };
        line(tr("Running for"), hours(status.uptime, tr("{} d {:02} h {:02} min")));
        line(tr("Visits since then"), std::to_string(status.visits));
        line(tr("Map data as of"), status.data);
        line(tr("Started again after a failure"),
             status.watched ? tr("yes, it is supervised") : tr("no: started without --supervise"));
        line(tr("Screens"), status.screens);
        line(tr("Fingers"), status.touches ? tr("told apart by the system") : tr("seen as a mouse"));
        for (const std::string& problem : status.problems) ImGui::TextUnformatted(problem.c_str());
        if (!said.empty()) ImGui::TextUnformatted(said.c_str());
        ImGui::PopTextWrapPos();
        drawSettings(config, tours, wishes);
        ImGui::Separator();
        const ImVec2 size((ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2,
                          kChoice * s);
        if (ImGui::Button(tr("Export the counts"), size)) wishes.exportCounts = true;
        ImGui::SameLine();
        if (ImGui::Button(tr("Restart"), size)) wishes.restart = true;
        if (ImGui::Button(tr("Back to the exhibit"), ImVec2(-1, kChoice * s))) wishes.close = true;
    }
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    return wishes;
}

void OperatorMenu::drawPin(double now, OperatorWishes& wishes) {
    const auto s = static_cast<float>(interface_.scale());
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float wide = 3 * kDigit * s + 2 * gap;
    ImGui::PushFont(interface_.fonts().title);
    ImGui::TextUnformatted(tr("PIN"));
    std::string dots;
    for (std::size_t i = 0; i < pin_.size(); ++i) dots += "●";
    ImGui::SameLine();
    ImGui::TextUnformatted(dots.c_str());
    ImGui::PopFont();
    const double rest = lock_.rest(now);
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + wide);
    if (!lock_.set())
        ImGui::TextUnformatted(tr("No PIN is set on this machine: yuzhong kiosk-pin"));
    else if (rest > 0)
        ImGui::TextUnformatted(
            fmt::format(fmt::runtime(tr("Too many wrong ones; again in {} s")), std::ceil(rest)).c_str());
    else if (wrong_)
        ImGui::TextUnformatted(fmt::format(fmt::runtime(tr("Wrong; {} left")), lock_.attemptsLeft()).c_str());
    else
        ImGui::TextColored(ui::quiet(), "%s", tr("For the staff"));
    ImGui::PopTextWrapPos();
    const char* keys[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "←", "0", "OK"};
    for (int i = 0; i < 12; ++i) {
        if (i % 3 != 0) ImGui::SameLine();
        if (!ImGui::Button(keys[i], ImVec2(kDigit * s, kDigit * s))) continue;
        if (i == 9) {
            if (!pin_.empty()) pin_.pop_back();
        } else if (i == 11) {
            if (lock_.set() && !pin_.empty()) {
                const auto answer = lock_.answer(pin_, now);
                open_ = answer == PinLock::Answer::Right;
                wrong_ = answer == PinLock::Answer::Wrong;
            }
            pin_.clear();
        } else if (pin_.size() < kPinLongest) {
            pin_ += keys[i];
            wrong_ = false;
        }
    }
    if (ImGui::Button(tr("Back to the exhibit"), ImVec2(wide, kChoice * s))) wishes.close = true;
}

void OperatorMenu::drawSettings(KioskConfig& config, const std::vector<layers::Localized>& tours,
                                OperatorWishes& wishes) const {
    const auto choose = [&](const char* label, bool on) {
        const bool pressed = ImGui::RadioButton(label, on);
        wishes.changed = wishes.changed || (pressed && !on);
        return pressed;
    };
    ImGui::Separator();
    ImGui::TextColored(ui::quiet(), "%s", tr("Language to begin with"));
    if (choose(tr("as the catalogue says"), config.language.empty())) config.language.clear();
    ImGui::SameLine();
    if (choose("中文", config.language == "zh")) config.language = "zh";
    ImGui::SameLine();
    if (choose("English", config.language == "en")) config.language = "en";
    ImGui::TextColored(ui::quiet(), "%s", tr("Tour that draws people in"));
    if (choose(fmt::format("{}##tour", tr("as the catalogue says")).c_str(), config.tour.empty()))
        config.tour.clear();
    for (std::size_t i = 0; i < tours.size(); ++i) {
        if (tours[i].empty()) continue;
        const std::string id = std::filesystem::path(catalog_.tours[i]).stem().string();
        if (choose(fmt::format("{}##{}", tours[i].in(texts_.code()), id).c_str(), config.tour == id))
            config.tour = id;
    }
    bool counts = config.counts.value_or(catalog_.kiosk.counts);
    if (ImGui::Checkbox(tr("Count what is looked at"), &counts)) {
        config.counts = counts;
        wishes.changed = true;
    }
}

}  // namespace atlas::app
