#include "ui/text.h"

#include <string_view>

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

namespace {

struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
};
/// The one that begins at a byte; of broken UTF-8 a single byte.
Character characterAt(const std::string& text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(at);
    const std::size_t bytes = first < 0x80        ? 1
                              : first >> 5U == 6  ? 2
                              : first >> 4U == 14 ? 3
                              : first >> 3U == 30 ? 4
                                                  : 1;
    if (bytes == 1 || at + bytes > text.size()) return {first, 1};
    char32_t code = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return {first, 1};
        code = code << 6U | (byte(at + i) & 0x3FU);
    }
    return {code, bytes};
}

bool isChinese(char32_t c) {
    return (c >= 0x2E80 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) || (c >= 0xFE30 && c < 0xFE50) ||
           (c >= 0xFF00 && c < 0xFFF0);
}
bool closes(char32_t c) {
    return std::u32string_view(U"，。；：！？、）》」』】”’…,.;:!?)").find(c) != std::u32string_view::npos;
}
bool opens(char32_t c) {
    return std::u32string_view(U"（《「『【“‘(").find(c) != std::u32string_view::npos;
}

}  // namespace

std::string wrapped(const std::string& text, float width, const std::function<float(char32_t)>& advance) {
    std::string lines;
    std::size_t begin = 0;    // of the line
    std::size_t parting = 0;  // where it may end; begin: nowhere yet
    float used = 0;           // of its width
    float usedAtParting = 0;
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character c = characterAt(text, at);
        if (c.code == U'\n') {
            lines.append(text, begin, at + 1 - begin);
            begin = parting = at + 1;
            used = usedAtParting = 0;
        } else {
            const bool between = (isChinese(c.code) || isChinese(before)) && c.code != U' ';
            if (at > begin && !closes(c.code) && (before == U' ' || (between && !opens(before)))) {
                parting = at;
                usedAtParting = used;
            }
            const float wide = advance(c.code);
            // A blank at the end of a line needs no room.
            if (used + wide > width && at > begin && c.code != U' ' && (parting > begin || !closes(c.code))) {
                if (parting == begin) {
                    parting = at;
                    usedAtParting = used;
                }
                std::size_t end = parting;
                while (end > begin && text[end - 1] == ' ') --end;
                lines.append(text, begin, end - begin);
                lines += '\n';
                begin = parting;
                used -= usedAtParting;
                usedAtParting = 0;
            }
            used += wide;
        }
        before = c.code;
        at += c.bytes;
    }
    return lines.append(text, begin);
}

std::string wrapped(const std::string& text, float width) {
    const ImFont* font = ImGui::GetFont();
    const float scale = ImGui::GetFontSize() / font->FontSize;
    return wrapped(text, width, [font, scale](char32_t c) {
        return font->GetCharAdvance(static_cast<ImWchar>(c)) * scale;
    });
}

}  // namespace atlas::ui
