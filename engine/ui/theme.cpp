#include "ui/theme.h"

#include <algorithm>
#include <initializer_list>

namespace atlas::ui {

ImVec4 ink(float strength) {
    ImVec4 color = ImGui::GetStyle().Colors[ImGuiCol_Text];
    color.w = strength;
    return color;
}

ImVec4 onPanel(const ImVec4& dark, const ImVec4& light) {
    return ImGui::GetStyle().Colors[ImGuiCol_Text].x > 0.5F ? dark : light;
}

ImVec4 quiet() {
    // The disabled text's colour is the theme's own tone of grey.
    const ImVec4& grey = ImGui::GetStyle().Colors[ImGuiCol_TextDisabled];
    return grey.x > 0.8F ? grey : onPanel({0.70F, 0.71F, 0.72F, 1}, {0.33F, 0.33F, 0.34F, 1});
}

void applyTheme(float scale, Panels panels, float finger) {
    ImGuiStyle style;
    const bool light = panels == Panels::Light;
    if (light)
        ImGui::StyleColorsLight(&style);
    else
        ImGui::StyleColorsDark(&style);
    style.WindowPadding = ImVec2(16, 14);
    style.FramePadding = ImVec2(8, 5);
    style.ItemSpacing = ImVec2(8, 7);
    style.ItemInnerSpacing = ImVec2(6, 4);
    style.CellPadding = ImVec2(6, 3);
    style.WindowRounding = 6;
    style.ChildRounding = 0;
    style.FrameRounding = 4;
    style.PopupRounding = 6;
    style.ScrollbarRounding = 4;
    style.GrabRounding = 4;
    style.TabRounding = 4;
    style.ScrollbarSize = 10;
    style.GrabMinSize = 14;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 0;
    style.WindowMinSize = ImVec2(40, 20);
    ImVec4* color = style.Colors;
    const float tone = light ? 0.0F : 1.0F;
    const ImVec4 text = light ? ImVec4(0.11F, 0.11F, 0.12F, 1) : ImVec4(0.94F, 0.935F, 0.92F, 1);
    const ImVec4 paper = light ? ImVec4(0.975F, 0.968F, 0.95F, 0.95F) : ImVec4(0.085F, 0.092F, 0.105F, 0.93F);
    color[ImGuiCol_WindowBg] = paper;
    color[ImGuiCol_PopupBg] = ImVec4(paper.x, paper.y, paper.z, 0.98F);
    color[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
    color[ImGuiCol_Text] = text;
    color[ImGuiCol_TextDisabled] = light ? ImVec4(0.46F, 0.46F, 0.47F, 1) : ImVec4(0.60F, 0.61F, 0.62F, 1);
    color[ImGuiCol_Separator] = ImVec4(tone, tone, tone, 0.10F);
    color[ImGuiCol_Border] = ImVec4(tone, tone, tone, 0.10F);
    color[ImGuiCol_FrameBg] = ImVec4(tone, tone, tone, 0.10F);
    color[ImGuiCol_FrameBgHovered] = ImVec4(tone, tone, tone, 0.13F);
    color[ImGuiCol_FrameBgActive] = ImVec4(tone, tone, tone, 0.18F);
    color[ImGuiCol_Button] = ImVec4(tone, tone, tone, 0.085F);
    color[ImGuiCol_ButtonHovered] = ImVec4(tone, tone, tone, 0.16F);
    color[ImGuiCol_ButtonActive] = ImVec4(tone, tone, tone, 0.22F);
    color[ImGuiCol_Header] = ImVec4(tone, tone, tone, 0.10F);
    color[ImGuiCol_HeaderHovered] = ImVec4(tone, tone, tone, 0.10F);
    color[ImGuiCol_HeaderActive] = ImVec4(tone, tone, tone, 0.16F);
    color[ImGuiCol_Tab] = ImVec4(tone, tone, tone, 0.0F);
    color[ImGuiCol_TabHovered] = ImVec4(tone, tone, tone, 0.16F);
    color[ImGuiCol_TabActive] = ImVec4(tone, tone, tone, 0.13F);
    color[ImGuiCol_TabUnfocused] = color[ImGuiCol_Tab];
    color[ImGuiCol_TabUnfocusedActive] = color[ImGuiCol_TabActive];
    color[ImGuiCol_CheckMark] = text;
    color[ImGuiCol_PlotHistogram] =
        ImVec4(tone, tone, tone, 0.35F);  // bars of progress; words stand over them
    // The words of a slider stand over it.
    color[ImGuiCol_SliderGrab] =
        light ? ImVec4(0.35F, 0.35F, 0.36F, 0.4F) : ImVec4(0.80F, 0.80F, 0.79F, 0.4F);
    color[ImGuiCol_SliderGrabActive] = kAccent;
    color[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
    color[ImGuiCol_ScrollbarGrab] = ImVec4(tone, tone, tone, 0.16F);
    color[ImGuiCol_TextSelectedBg] = ImVec4(kAccent.x, kAccent.y, kAccent.z, 0.5F);
    color[ImGuiCol_NavHighlight] = kAccent;
    if (panels == Panels::Contrast) {
        color[ImGuiCol_WindowBg] = color[ImGuiCol_PopupBg] = ImVec4(0, 0, 0, 1);
        color[ImGuiCol_Text] = ImVec4(1, 1, 1, 1);
        color[ImGuiCol_TextDisabled] = ImVec4(0.85F, 0.85F, 0.85F, 1);
        color[ImGuiCol_Separator] = color[ImGuiCol_Border] = ImVec4(1, 1, 1, 0.8F);
        style.WindowBorderSize = 2;
        for (const int item : {ImGuiCol_FrameBg, ImGuiCol_Button, ImGuiCol_Header, ImGuiCol_TabActive})
            color[item].w = 0.25F;
    }
    if (finger > 0) {
        style.FramePadding = ImVec2(10, 8.5F);
        style.ItemSpacing = ImVec2(8, 9);
        style.ScrollbarSize = 14;
        style.GrabMinSize = 28;
        style.TouchExtraPadding = ImVec2(3, 3);
    }
    style.ScaleAllSizes(scale);  // to whole pixels
    // A line of 15 points with its frame: 32 points are 48 pixels at the exhibit's 150 %; fingers want as
    // much where the type is smaller.
    if (finger > 0) style.FramePadding.y = std::max(style.FramePadding.y, (finger - 15 * scale) / 2);
    ImGui::GetStyle() = style;
}

}  // namespace atlas::ui
