#include "app/view/toml_tree.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

namespace atlas::app {

namespace {

using nlohmann::json;

template <class Time>
json dateText(const Time& time) {
    std::ostringstream out;
    out << time;
    const std::string text = out.str();
    return json::binary({text.begin(), text.end()});
}

json fromNode(const toml::node& node) {
    if (const auto* table = node.as_table()) {
        json object = json::object();
        for (const auto& [key, value] : *table) object[std::string(key.str())] = fromNode(value);
        return object;
    }
    if (const auto* array = node.as_array()) {
        json list = json::array();
        for (const toml::node& value : *array) list.push_back(fromNode(value));
        return list;
    }
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* number = node.as_floating_point()) return number->get();
    if (const auto* truth = node.as_boolean()) return truth->get();
    if (const auto* date = node.as_date()) return dateText(date->get());
    if (const auto* time = node.as_time()) return dateText(time->get());
    if (const auto* both = node.as_date_time()) return dateText(both->get());
    return nullptr;
}

// Well-formed UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF.
std::string cleanUtf8(const std::string& text) {
    std::string clean;
    clean.reserve(text.size());
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned lead = byte(i);
        const std::size_t length = lead < 0x80   ? 1
                                   : lead < 0xC2 ? 0
                                   : lead < 0xE0 ? 2
                                   : lead < 0xF0 ? 3
                                   : lead < 0xF5 ? 4
                                                 : 0;
        bool good = length > 0;
        for (std::size_t k = 1; k < length; ++k) good = good && (byte(i + k) & 0xC0U) == 0x80U;
        const unsigned second = byte(i + 1);
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
            (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
            good = false;
        if (good)
            clean.append(text, i, length);
        else
            clean += "\xEF\xBF\xBD";
        i += good ? length : 1;
    }
    return clean;
}

// toml++ 3.3 writes an empty key as nothing at all, and forgets the quotes of keys that need them only for a
// tab, a line break or an apostrophe.
bool isWritableKey(const std::string& key) {
    return !key.empty() && key.find_first_of("\t\n'") == std::string::npos;
}

void put(toml::table& table, const std::string& key, const json& value);
void put(toml::array& array, const json& value);

toml::table tableOf(const json& object) {
    toml::table table;
    for (const auto& [key, value] : object.items()) put(table, cleanUtf8(key), value);
    return table;
}

// Calls `take` with the TOML value of a JSON value; not at all for null.
template <class Take>
void convert(const json& value, const Take& take) {
    switch (value.type()) {
        case json::value_t::object:
            return take(tableOf(value));
        case json::value_t::array: {
            toml::array array;
            for (const json& element : value) put(array, element);
            return take(std::move(array));
        }
        case json::value_t::string:
            return take(cleanUtf8(value.get_ref<const std::string&>()));
        case json::value_t::boolean:
            return take(value.get<bool>());
        case json::value_t::number_integer:
        case json::value_t::number_unsigned:
            return take(value.get<std::int64_t>());
        case json::value_t::number_float:
            return take(value.get<double>());
        case json::value_t::binary: {
            const auto& bytes = value.get_binary();
            const std::string text(bytes.begin(), bytes.end());
            try {
                const toml::table parsed = toml::parse("v = " + text + "\n");
                if (const auto* date = parsed["v"].as_date()) return take(date->get());
                if (const auto* time = parsed["v"].as_time()) return take(time->get());
                if (const auto* both = parsed["v"].as_date_time()) return take(both->get());
            } catch (const toml::parse_error&) {
                return take(cleanUtf8(text));  // not one of ours
            }
            return take(cleanUtf8(text));
        }
        default:
            return;
    }
}

void put(toml::table& table, const std::string& key, const json& value) {
    if (!isWritableKey(key)) return;
    convert(value, [&](auto&& converted) {
        table.insert_or_assign(key, std::forward<decltype(converted)>(converted));
    });
}

void put(toml::array& array, const json& value) {
    convert(value, [&](auto&& converted) { array.push_back(std::forward<decltype(converted)>(converted)); });
}

// toml++ as Debian builds it writes 29.57 as 29.570000000000001. A person who reads the file is to see the
// shortest number that is the same one. Outside of quotes only: basic strings are the only ones written.
std::string withShortNumbers(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '"') {
            std::size_t end = i + 1;
            while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, text.size());
            out.append(text, i, end - i);
            i = end;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of(" \t\n,[]{}=\"", i), text.size());
        if (end == i) {
            out += text[i++];
            continue;
        }
        const std::string_view word(text.data() + i, end - i);
        double number = 0;
        const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        std::array<char, 32> digits{};
        const auto [last, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
        const std::string_view shortest(digits.data(), static_cast<std::size_t>(last - digits.data()));
        const bool real = error == std::errc() && failed == std::errc() &&
                          stop == word.data() + word.size() && word.find('.') != std::string_view::npos;
        out += real ? shortest : word;
        // Without a point or an exponent it would be an integer.
        if (real && shortest.find_first_of(".e") == std::string_view::npos) out += ".0";
        i = end;
    }
    return out;
}

std::optional<json> parsed(std::string_view text, TomlText& told) {
    try {
        return fromNode(toml::parse(text));
    } catch (const toml::parse_error& error) {
        told.line = static_cast<int>(error.source().begin.line);
        told.reason = std::string(error.description());
        return std::nullopt;
    }
}

}  // namespace

json treeFromToml(const std::string& text, TomlText& told) {
    told = {};
    if (auto tree = parsed(text, told)) {
        told.whole = true;
        return std::move(*tree);
    }
    // The mistake's line and, since a list may have begun before it, as many before it as it takes.
    std::size_t end = 0;
    for (int line = 1; line < told.line && end < text.size(); ++line) {
        const std::size_t next = text.find('\n', end);
        end = next == std::string::npos ? text.size() : next + 1;
    }
    TomlText ignored;
    while (end > 0) {
        if (auto tree = parsed(std::string_view(text).substr(0, end), ignored)) {
            if (tree->empty()) return nullptr;
            return std::move(*tree);
        }
        const std::size_t before = end >= 2 ? text.rfind('\n', end - 2) : std::string::npos;
        end = before == std::string::npos ? 0 : before + 1;
    }
    return nullptr;
}

std::string treeToToml(const json& object) {
    const toml::table table = tableOf(object);
    std::ostringstream out;
    // No literal or multi-line strings: escapes alone keep every character.
    out << toml::toml_formatter{table,
                                toml::format_flags::allow_unicode_strings | toml::format_flags::indentation};
    std::string text = withShortNumbers(out.str());
    if (!text.empty() && text.back() != '\n') text += '\n';
    return text;
}

void mergeMissing(json& into, const json& extra) {
    for (const auto& [key, value] : extra.items()) {
        const auto found = into.find(key);
        if (found == into.end())
            into[key] = value;
        else if (found->is_object() && value.is_object())
            mergeMissing(*found, value);
    }
}

}  // namespace atlas::app
