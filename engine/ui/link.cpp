#include "ui/link.h"

#include <imgui.h>
#include <spawn.h>

#include <array>

extern char** environ;

namespace atlas::ui {

namespace {

// The address is an argument of its own: no shell reads it.
void openInBrowser(std::string address) {
    std::string program = "xdg-open";
    const std::array<char*, 3> arguments{program.data(), address.data(), nullptr};
    pid_t child = 0;
    posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ);
}

}  // namespace

void link(const std::string& text, const char* hint) {
    const bool web = text.starts_with("http://") || text.starts_with("https://");
    const std::string address = text.substr(0, text.find(' '));
    ImGui::PushStyleColor(ImGuiCol_Text, web ? ImVec4(0.62F, 0.78F, 0.95F, 1) : ImVec4(0.9F, 0.9F, 0.88F, 1));
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    if (!ImGui::IsItemHovered()) return;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    ImGui::SetTooltip("%s", hint);
    if (!ImGui::IsMouseClicked(ImGuiMouseButton_Left)) return;
    ImGui::SetClipboardText(web ? address.c_str() : text.c_str());
    if (web) openInBrowser(address);
}

}  // namespace atlas::ui
