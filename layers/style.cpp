#include "layers/style.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>

#include "ui/translations.h"

namespace atlas::layers {

namespace {

std::optional<StyleColor> parseStyleColor(const std::string& text) {
    if ((text.size() != 7 && text.size() != 9) ||
        text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos)
        return std::nullopt;
    StyleColor color{0, 0, 0, 1};
    for (std::size_t i = 0; 1 + i * 2 < text.size(); ++i)
        color[i] = static_cast<float>(std::stoi(text.substr(1 + i * 2, 2), nullptr, 16)) / 255.0F;
    return color;
}

geodata::Problem problemAt(const std::string& file, const toml::node* node, const std::string& key,
                           geodata::Sentence message) {
    geodata::Problem problem;
    problem.file = file;
    problem.field = key;
    if (node != nullptr) problem.line = node->source().begin.line;
    problem.say(std::move(message));
    return problem;
}

void flatten(const toml::table& table, const std::string& prefix, const std::string& file,
             std::map<std::string, Style::Value, std::less<>>& values, geodata::Report& report) {
    for (const auto& [name, node] : table) {
        const std::string key =
            prefix.empty() ? std::string(name.str()) : prefix + "." + std::string(name.str());
        if (const auto* inner = node.as_table()) {
            flatten(*inner, key, file, values, report);
        } else if (const auto flag = node.value_exact<bool>()) {
            values.emplace(key, *flag);
        } else if (node.is_number()) {
            values.emplace(key, node.value<double>().value_or(NAN));
        } else if (const auto text = node.value_exact<std::string>()) {
            if (text->starts_with('#')) {
                if (const auto color = parseStyleColor(*text))
                    values.emplace(key, *color);
                else
                    report.add(problemAt(
                        file, &node, key,
                        geodata::said("\"{}\" is not a colour; expected \"#RRGGBB\" or \"#RRGGBBAA\"",
                                      *text)));
            } else {
                values.emplace(key, *text);
            }
        } else {
            report.add(problemAt(file, &node, key,
                                 geodata::said("expected a number, a text, a colour, true or false")));
        }
    }
}

}  // namespace

geodata::Loaded<Style> loadStyle(const std::string& file) {
    geodata::Loaded<Style> result;
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf() || in.peek() == std::ifstream::traits_type::eof())) {
        result.report.add(
            problemAt(file, nullptr, "", geodata::said("the style cannot be read; expected a TOML file")));
        return result;
    }
    try {
        const toml::table document = toml::parse(text.str(), file);
        std::map<std::string, Style::Value, std::less<>> values;
        flatten(document, "", file, values, result.report);
        if (!result.report.hasErrors()) result.value.emplace(file, std::move(values));
    } catch (const toml::parse_error& error) {
        geodata::Problem problem = problemAt(file, nullptr, "", "");
        problem.line = error.source().begin.line;
        problem.say(geodata::said("not valid TOML at column {}: {}",
                                  std::to_string(error.source().begin.column),
                                  std::string(error.description())));
        result.report.add(std::move(problem));
    }
    return result;
}

template <class Wanted>
const Wanted* Style::find(std::string_view key, const char* expected) const {
    const std::string dark = "dark." + std::string(key);
    asked_.emplace(key);
    asked_.emplace(dark);
    auto found = dark_ ? values_.find(dark) : values_.end();
    if (found == values_.end()) found = values_.find(key);
    if (found == values_.end()) return nullptr;
    const auto* value = std::get_if<Wanted>(&found->second);
    if (value == nullptr) warn(key, geodata::said("expected {}", geodata::Sentence(expected, {})));
    return value;
}

void Style::warn(std::string_view key, const geodata::Sentence& message) const {
    wrong_.insert_or_assign(std::string(key), message);
}

double Style::number(std::string_view key, double fallback, double low, double high) const {
    const double* value = find<double>(key, ui::trLater("a number"));
    if (value == nullptr) return fallback;
    if (!(*value >= low && *value <= high)) {
        warn(key, geodata::said("{} is outside {} to {}", fmt::format("{}", *value), fmt::format("{}", low),
                                fmt::format("{}", high)));
        return fallback;
    }
    return *value;
}

bool Style::flag(std::string_view key, bool fallback) const {
    const bool* value = find<bool>(key, ui::trLater("true or false"));
    return value != nullptr ? *value : fallback;
}

std::string Style::text(std::string_view key, std::string_view fallback) const {
    const auto* value = find<std::string>(key, ui::trLater("a text"));
    return value != nullptr ? *value : std::string(fallback);
}

StyleColor Style::color(std::string_view key, StyleColor fallback) const {
    const auto* value = find<StyleColor>(key, ui::trLater("a colour such as \"#0072B2\""));
    return value != nullptr ? *value : fallback;
}

geodata::Report Style::report(bool unknown) const {
    geodata::Report report;
    const auto add = [&](const std::string& key, geodata::Sentence message) {
        geodata::Problem problem;
        problem.severity = geodata::Severity::Warning;
        problem.file = file_;
        problem.field = key;
        problem.say(std::move(message));
        report.add(std::move(problem));
    };
    for (const auto& [key, message] : wrong_) add(key, message);
    if (unknown)
        for (const auto& [key, value] : values_)
            if (!asked_.contains(key)) add(key, geodata::said("unknown key, it has no effect"));
    return report;
}

}  // namespace atlas::layers
