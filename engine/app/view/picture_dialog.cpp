#include "app/view/picture_dialog.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <array>
#include <filesystem>
#include <utility>

#include "app/failure.h"
#include "app/output_file.h"
#include "ui/dialog.h"

namespace atlas::app {

namespace {

struct Kind {
    const char* name;
    const char* size;   ///< "" = as the window, null = a page
    const char* paper;  ///< of a page
};
constexpr std::array kKinds{Kind{"", "", nullptr},
                            Kind{"3840 × 2160", "3840x2160", nullptr},
                            Kind{"7680 × 4320", "7680x4320", nullptr},
                            Kind{"16384 × 9216", "16384x9216", nullptr},
                            Kind{"PDF A4", nullptr, "A4"},
                            Kind{"PDF A3", nullptr, "A3"},
                            Kind{"PDF A2", nullptr, "A2"}};

}  // namespace

PictureDialog::PictureDialog(std::string catalog, const ui::Translations& texts, Notices& notices)
    : catalog_(std::move(catalog)), texts_(texts), notices_(notices), path_(usualPath("map.png")) {}

bool PictureDialog::tick() {
    const auto end = job_.poll();
    if (!end) {
        const double share = job_.running() ? job_.share() : -1;
        return std::exchange(shown_, share) != share;
    }
    if (end->done)
        notices_.say(fmt::format(fmt::runtime(tr("Written: {}")), target_));
    else if (!end->cancelled)
        notices_.complain(fmt::format(fmt::runtime(tr("The picture could not be made: {}")), end->said));
    return true;
}

void PictureDialog::draw(const Session& session, const ui::Interface& interface, const scene::Viewport& map) {
    if (!open_) return;
    ui::beginDialog("picture", 420, static_cast<float>(interface.scale()));
    ImGui::PushFont(interface.fonts().title);
    ImGui::TextUnformatted(tr("A picture of this map"));
    ImGui::PopFont();
    ImGui::PushFont(interface.fonts().body);
    if (job_.running()) {
        ImGui::ProgressBar(static_cast<float>(job_.share()), ImVec2(-1, 0));
        if (ImGui::Button(tr("Cancel"))) job_.cancel();
        ImGui::SameLine();
        if (ImGui::Button(tr("Go on meanwhile"))) open_ = false;
    } else {
        drawForm(session, map);
    }
    ImGui::PopFont();
    ImGui::End();
}

void PictureDialog::drawForm(const Session& session, const scene::Viewport& map) {
    const auto name = [&](std::size_t i) {
        return i == 0 ? fmt::format(fmt::runtime(tr("as the window, {} × {}")), map.width, map.height)
                      : std::string(kKinds[i].name);
    };
    ImGui::SetNextItemWidth(-1);
    if (ImGui::BeginCombo("##size", name(static_cast<std::size_t>(kind_)).c_str())) {
        for (std::size_t i = 0; i < kKinds.size(); ++i)
            if (ImGui::Selectable(name(i).c_str(), kind_ == static_cast<int>(i))) {
                kind_ = static_cast<int>(i);
                path_ = std::filesystem::path(path_)
                            .replace_extension(kKinds[i].paper != nullptr ? ".pdf" : ".png")
                            .string();
            }
        ImGui::EndCombo();
    }
    ImGui::Checkbox(tr("Title, legend, scale, north, sources and date"), &layout_);
    if (layout_) {
        ImGui::SetNextItemWidth(-1);
        ImGui::InputTextWithHint("##title", tr("Title; the map's by default"), &title_);
    }
    ImGui::SetNextItemWidth(-1);
    ImGui::InputText("##path", &path_);
    const bool write = ui::mainButton(tr("Write")) && !path_.empty();
    ImGui::SameLine();
    if (ImGui::Button(tr("Close"))) open_ = false;
    if (write) start(session, map);
}

void PictureDialog::start(const Session& session, const scene::Viewport& map) {
    const Kind& kind = kKinds[static_cast<std::size_t>(kind_)];
    std::vector<std::string> arguments{"--catalog", catalog_, "--out", path_, "--lang", session.language};
    const auto add = [&](std::initializer_list<std::string> words) {
        arguments.insert(arguments.end(), words);
    };
    if (kind.paper != nullptr)
        add({"--paper", kind.paper, "--layout", layout_ ? "all" : "none"});
    else
        add({"--size", *kind.size != '\0' ? kind.size : fmt::format("{}x{}", map.width, map.height)});
    if (kind.paper == nullptr && *kind.size == '\0') add({"--scale", fmt::format("{}", map.scale)});
    if (kind.paper == nullptr && layout_) add({"--layout", "all"});
    if (layout_ && !title_.empty()) add({"--title", title_});
    target_ = path_;
    try {
        job_.start(session, arguments);
    } catch (const Failure& failure) {
        notices_.complain(failure.in(texts_));
    }
}

}  // namespace atlas::app
