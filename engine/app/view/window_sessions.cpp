#include "app/view/window_sessions.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>

#include "app/failure.h"
#include "ui/dialog.h"
#include "ui/theme.h"

namespace atlas::app {

namespace fs = std::filesystem;

namespace {

constexpr double kLook = 1;            // seconds between two looks at what has changed
constexpr float kQuestionWidth = 420;  // points

std::string localTime(fs::file_time_type written) {
    const auto now =
        std::chrono::system_clock::now() + std::chrono::duration_cast<std::chrono::system_clock::duration>(
                                               written - fs::file_time_type::clock::now());
    return fmt::format("{:%Y-%m-%d %H:%M}", fmt::localtime(std::chrono::system_clock::to_time_t(now)));
}

fs::path fileOf(const std::string& name) {
    return name.empty() ? stateFolder() / "session.toml" : fs::path(name);
}

}  // namespace

WindowSessions::WindowSessions(const std::string& file, bool replaceable, bool autosave, const Session& start,
                               const layers::Catalog& catalog, const ui::Translations& texts,
                               Notices& notices)
    : catalog_(catalog),
      texts_(texts),
      notices_(notices),
      file_(fileOf(file), replaceable),
      recent_(stateFolder() / "recent.toml") {
    if (!file.empty()) recent_.add(file_.path());
    if (!autosave) return;
    autosave_.emplace(stateFolder(), start);
    lost_ = autosave_->lost();
}

void WindowSessions::save(const Session& session) {
    const std::string wanted = current();
    try {
        file_.save(session);
    } catch (const WorkError& problem) {
        const std::string said = problem.in(texts_);
        std::fprintf(stderr, "yuzhong: %s\n", said.c_str());
        notices_.complain(said);  // the map lives on
        return;
    }
    recent_.add(file_.path());
    std::fprintf(stderr, "yuzhong: %s\n", current().c_str());
    said_ = fmt::format(fmt::runtime(texts_.tr("Saved: {}")), current());
    if (current() != wanted)
        notices_.say(fmt::format(
            fmt::runtime(
                texts_.tr("{} stays as it was, since not all of it could be used. Saved beside it: {}")),
            wanted, current()));
}

void WindowSessions::saveAs(const std::string& name, const Session& session) {
    fs::path path = name;
    if (name.find('/') == std::string::npos) path = stateFolder() / name;
    if (path.extension() != ".toml") path += ".toml";
    // A name that is taken is not written over by a slip of the hand.
    file_ = SessionFile(path, path == file_.path());
    save(session);
}

void WindowSessions::tell(const geodata::Report& report) {
    for (const geodata::Problem& problem : report.problems()) {
        const std::string text = geodata::toText(problem, texts_.tongue());
        std::fprintf(stderr, "yuzhong: %s\n", text.c_str());
        if (problem.severity == geodata::Severity::Error) notices_.complain(text);
    }
}

std::optional<Session> WindowSessions::open(const std::string& file, const Session& base) {
    ReadSession read = readSessionFile(file, base, catalog_);
    tell(read.report);
    if (!read.session) {
        std::error_code error;
        if (!fs::exists(file, error)) recent_.remove(file);
        return std::nullopt;
    }
    file_ = SessionFile(file, read.replaceable);
    recent_.add(file);
    said_.clear();
    return std::move(read.session);
}

void WindowSessions::tick(Session& session, double now, const std::function<void()>& refresh) {
    if (!autosave_ || now < next_) return;
    next_ = now + kLook;
    refresh();
    autosave_->watch(session, now);
    if (const std::string problem = autosave_->takeProblem(); !problem.empty())
        notices_.complain(
            fmt::format(fmt::runtime(texts_.tr("Nothing is kept against a crash: {}")), problem));
}

void WindowSessions::leaveBehind(const std::optional<Session>& last) {
    if (autosave_) autosave_->leaveBehind(last);
}

std::optional<Session> WindowSessions::answer(bool restore, const Session& base) {
    if (lost_.empty()) return std::nullopt;
    const LostSession lost = lost_.front();
    lost_.erase(lost_.begin());
    if (!restore) {
        autosave_->discard(lost);
        return std::nullopt;
    }
    lost_.clear();  // older ones are asked about the next time
    ReadSession read = readSessionFile(lost.file, base, catalog_);
    tell(read.report);
    if (read.session) autosave_->takeOver(lost, *read.session);
    return std::move(read.session);
}

std::optional<bool> WindowSessions::draw(const ui::Fonts& fonts, const scene::Viewport& viewport) {
    box_.reset();
    if (lost_.empty()) return std::nullopt;
    std::optional<bool> answer;
    ui::beginDialog("lost", kQuestionWidth, static_cast<float>(viewport.scale), ImGuiWindowFlags_NoNav);
    ImGui::PushFont(fonts.title);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(texts_.tr("The last visit ended without a farewell"));
    ImGui::PopFont();
    ImGui::PushFont(fonts.body);
    ImGui::TextColored(
        ui::quiet(), "%s",
        fmt::format(fmt::runtime(texts_.tr("What was on the map at {} is kept. Go on from there?")),
                    localTime(lost_.front().written))
            .c_str());
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
    if (ui::mainButton(texts_.tr("Go on (Enter)"))) answer = true;
    ImGui::SameLine();
    if (ImGui::Button(texts_.tr("Start afresh (Esc)"))) answer = false;
    ImGui::PopFont();
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    box_ = scene::ScreenBox{at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody};
    ImGui::End();
    return answer;
}

}  // namespace atlas::app
