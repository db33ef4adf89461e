#include "ui/text.h"

namespace atlas::ui {

std::string fitted(const std::string& text, float width) {
    if (ImGui::CalcTextSize(text.c_str()).x <= width) return text;
    std::string cut = text;
    while (!cut.empty()) {
        do cut.pop_back();
        while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U);
        if (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0x80U) != 0) cut.pop_back();
        if (ImGui::CalcTextSize((cut + "…").c_str()).x <= width) break;
    }
    return cut + "…";
}

}  // namespace atlas::ui
