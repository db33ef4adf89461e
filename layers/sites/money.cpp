#include "layers/sites/money.h"

#include <charconv>
#include <cmath>
#include <string>
#include <utility>

namespace atlas::layers {

std::optional<double> parseMoney(std::string_view text) {
    static const std::pair<std::string_view, char> kWide[] = {
        {"０", '0'}, {"１", '1'}, {"２", '2'}, {"３", '3'}, {"４", '4'}, {"５", '5'},
        {"６", '6'}, {"７", '7'}, {"８", '8'}, {"９", '9'}, {"．", '.'}, {"。", '.'}};
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        bool wide = false;
        for (const auto& [sign, letter] : kWide) {
            if (!text.substr(at).starts_with(sign)) continue;
            plain += letter;
            at += sign.size();
            wide = true;
            break;
        }
        if (wide) continue;
        const char c = text[at++];
        if (c != ' ' && c != '\t' && c != ',')
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    for (const std::string_view prefix : {"cny", "rmb", "¥", "￥"})
        if (plain.starts_with(prefix)) plain.erase(0, prefix.size());
    double value = 0;
    const auto result =
        std::from_chars(plain.data(), plain.data() + plain.size(), value, std::chars_format::fixed);
    if (result.ec != std::errc{} || !std::isfinite(value) || value < 0) return std::nullopt;
    std::string_view unit(result.ptr, static_cast<std::size_t>(plain.data() + plain.size() - result.ptr));
    for (const std::string_view last : {"yuan", "元"})
        if (unit.size() > last.size() && unit.ends_with(last)) unit.remove_suffix(last.size());
    static const std::pair<std::string_view, double> kUnits[] = {
        {"", 1},           {"亿", 1},      {"万亿", 1e4}, {"万", 1e-4},      {"千万", 0.1},   {"百万", 0.01},
        {"元", 1e-8},      {"yuan", 1e-8}, {"bn", 10},    {"b", 10},         {"billion", 10}, {"tn", 1e4},
        {"trillion", 1e4}, {"m", 0.01},    {"mn", 0.01},  {"million", 0.01}, {"k", 1e-5}};
    for (const auto& [name, share] : kUnits)
        if (unit == name) return value * share;
    return std::nullopt;
}

}  // namespace atlas::layers
