#include "app/view/tools/planner_tool.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/failure.h"
#include "ui/theme.h"

namespace atlas::app {

std::vector<geodata::Point2> PlannerTool::onMap(const std::vector<geodata::Point2>& degrees) const {
    std::vector<geodata::Point2> map;
    map.reserve(degrees.size());
    for (const auto& p : degrees) map.push_back(host_.view.mapFromWgs84(p));
    return map;
}

std::vector<geodata::Point2> PlannerTool::inDegrees(const std::vector<geodata::Point2>& map) const {
    std::vector<geodata::Point2> degrees;
    degrees.reserve(map.size());
    for (const auto& p : map) degrees.push_back(host_.view.wgs84FromMap(p));
    return degrees;
}

void PlannerTool::quiet(const std::string& text) const {
    ImGui::PushFont(host_.fonts->small);
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(ui::quiet(), "%s", text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
}

void PlannerTool::heading(const char* text) const {
    ImGui::Spacing();
    quiet(text);
}

void PlannerTool::figure(const char* label, const std::string& value) const {
    ImGui::PushFont(host_.fonts->small);
    ImGui::TextColored(ui::quiet(), "%s", label);
    ImGui::SameLine();
    const float width = ImGui::CalcTextSize(value.c_str()).x;
    const float left = ImGui::GetCursorPosX();
    const float right = ImGui::GetWindowContentRegionMax().x - width;
    ImGui::SetCursorPosX(std::max(left, right));
    ImGui::TextUnformatted(value.c_str());
    ImGui::PopFont();
}

void PlannerTool::exportTo(const char* id, const char* hint, Export& state,
                           const std::function<void(const std::string& path)>& write) const {
    ImGui::PushID(id);
    const char* button = tr("Export");
    const float width = ImGui::CalcTextSize(button).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - width - ImGui::GetStyle().ItemSpacing.x);
    const bool entered =
        ImGui::InputTextWithHint("##path", hint, &state.path, ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::SameLine();
    if ((ImGui::Button(button) || entered) && !state.path.empty()) {
        try {
            write(state.path);
            state.failed = false;
            state.result = std::string(tr("written:")) + " " + state.path;
        } catch (const std::exception& problem) {
            state.failed = true;
            state.result = problem.what();
        }
    }
    if (!state.result.empty()) {
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(state.failed ? ui::kAccent : ui::quiet(), "%s", state.result.c_str());
        ImGui::PopTextWrapPos();
    }
    ImGui::PopID();
}

std::string csvCell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char letter : text) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + "\"";
}

}  // namespace atlas::app
