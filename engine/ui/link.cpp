#include "ui/link.h"

#include <imgui.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>
#include <utility>

#include "ui/theme.h"

namespace atlas::ui {

namespace {

bool isWeb(const std::string& text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

// The address is an argument of its own: no shell reads it. A thread waits for the opener, so that none is
// left as a zombie.
void openInBrowser(std::string address) {
    std::thread([address = std::move(address)]() mutable {
        std::string program = "xdg-open";
        const std::array<char*, 3> arguments{program.data(), address.data(), nullptr};
        pid_t child = 0;
        if (posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) == 0)
            waitpid(child, nullptr, 0);
    }).detach();
}

// ImGui's context carries it: links are drawn by panels that know nothing but it.
bool sourcesOpen() {
    return ImGui::GetIO().UserData == nullptr;
}

}  // namespace

void setSourcesOpen(bool open) {
    static int exhibit = 0;
    ImGui::GetIO().UserData = open ? nullptr : &exhibit;
}

void link(const std::string& text, const char* hint) {
    const bool web = isWeb(text) && sourcesOpen();
    ImGui::PushStyleColor(ImGuiCol_Text,
                          web ? onPanel({0.62F, 0.78F, 0.95F, 1}, {0.05F, 0.33F, 0.62F, 1}) : ink(1));
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    if (!sourcesOpen() || !ImGui::IsItemHovered()) return;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    ImGui::SetTooltip("%s", hint);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) openSource(text);
}

void openSource(const std::string& text) {
    if (!sourcesOpen()) return;
    const std::string address = text.substr(0, text.find(' '));
    ImGui::SetClipboardText(isWeb(text) ? address.c_str() : text.c_str());
    if (isWeb(text)) openInBrowser(address);
}

}  // namespace atlas::ui
