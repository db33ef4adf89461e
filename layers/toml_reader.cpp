#include "layers/toml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <regex>
#include <sstream>

namespace atlas::layers {

using geodata::said;
using geodata::Sentence;
using geodata::Severity;

namespace {

std::string typeName(const toml::node& node) {
    std::ostringstream out;
    out << node.type();
    return out.str();
}

}  // namespace

void TomlContext::complain(Severity severity, const std::string& key, const toml::node* where,
                           Sentence message) {
    geodata::Problem problem;
    problem.severity = severity;
    problem.file = file;
    problem.field = key;
    if (where && where->source().begin.line > 0) problem.line = where->source().begin.line;
    problem.say(std::move(message));
    report.add(std::move(problem));
}

std::string resolveSource(const std::string& source, const std::filesystem::path& folder) {
    if (source.empty() || source.front() == '/' || source.front() == '<' || source.front() == '{')
        return source;
    // "PG:", "https:", "GPKG:" … : two letters or more before a colon, all of them plain. One letter could be
    // a drive.
    const auto colon = source.find(':');
    if (colon != std::string::npos && colon >= 2) {
        const bool scheme = std::all_of(
            source.begin(), source.begin() + static_cast<std::ptrdiff_t>(colon),
            [](unsigned char c) { return c < 128 && (std::isalnum(c) || c == '_' || c == '+' || c == '-'); });
        if (scheme) return source;
    }
    return (folder / source).lexically_normal().string();
}

std::string TomlReader::keyPath(std::string_view key) const {
    if (path_.empty()) return std::string(key);
    return key.empty() ? path_ : fmt::format("{}.{}", path_, key);
}

void TomlReader::error(std::string_view key, Sentence message) {
    const auto* node = table_.get(key);
    context_.complain(Severity::Error, keyPath(key), node ? node : &table_, std::move(message));
}

void TomlReader::warning(std::string_view key, Sentence message) {
    const auto* node = table_.get(key);
    context_.complain(Severity::Warning, keyPath(key), node ? node : &table_, std::move(message));
}

void TomlReader::wrongType(std::string_view key, const toml::node& node, const Sentence& expected) {
    context_.complain(Severity::Error, keyPath(key), &node,
                      said("expected {}, found {}", expected, typeName(node)));
}

const toml::node* TomlReader::find(std::string_view key, Need need, const Sentence& expected) {
    known_.emplace(key);
    const auto* node = table_.get(key);
    if (!node && need == Need::Required) error(key, said("this key is missing; expected {}", expected));
    return node;
}

std::string TomlReader::text(std::string_view key, Need need) {
    const auto* node = find(key, need, said("a string"));
    if (!node) return {};
    const auto* value = node->as_string();
    if (!value) {
        wrongType(key, *node, said("a string"));
        return {};
    }
    if (value->get().empty() && need == Need::Required) error(key, said("must not be empty"));
    return value->get();
}

std::vector<std::string> TomlReader::texts(std::string_view key) {
    std::vector<std::string> all;
    if (const auto* list = array(key))
        for (const auto& node : *list)
            if (auto text = node.value<std::string>()) all.push_back(std::move(*text));
    return all;
}

std::string TomlReader::textOrNumber(std::string_view key) {
    const auto* node = find(key, Need::Optional, said("a whole number or a string"));
    if (!node) return {};
    if (const auto* text = node->as_string()) return text->get();
    if (const auto* number = node->as_integer()) return std::to_string(number->get());
    wrongType(key, *node, said("a whole number or a string"));
    return {};
}

std::optional<bool> TomlReader::boolean(std::string_view key) {
    const auto* node = find(key, Need::Optional, said("true or false"));
    if (!node) return std::nullopt;
    const auto* value = node->as_boolean();
    if (!value) {
        wrongType(key, *node, said("true or false"));
        return std::nullopt;
    }
    return value->get();
}

std::optional<double> TomlReader::number(std::string_view key, double low, double high) {
    const auto* node = find(key, Need::Optional, said("a number"));
    if (!node) return std::nullopt;
    const auto value = node->is_number() ? node->value<double>() : std::nullopt;
    if (!value) {
        wrongType(key, *node, said("a number"));
        return std::nullopt;
    }
    if (!std::isfinite(*value) || *value < low || *value > high) {
        error(key, said("{} is out of range; expected {} to {}", fmt::format("{}", *value),
                        fmt::format("{}", low), fmt::format("{}", high)));
        return std::nullopt;
    }
    return value;
}

Localized TomlReader::localized(std::string_view key, Need need) {
    // Braces would be places for words.
    const Sentence expected = said("a string or {}", "{ zh = \"…\", en = \"…\" }");
    const auto* node = find(key, need, expected);
    if (!node) return {};
    if (const auto* value = node->as_string()) return {value->get(), value->get()};
    const auto* table = node->as_table();
    if (!table) {
        wrongType(key, *node, expected);
        return {};
    }
    TomlReader reader(*table, keyPath(key), context_);
    Localized result{reader.text("zh"), reader.text("en")};
    reader.finish();
    return result;
}

std::string TomlReader::time(std::string_view key) {
    const Sentence expected = said("a date and time with an offset, such as \"2026-06-21T18:30+08:00\"");
    const auto* node = find(key, Need::Optional, expected);
    if (!node) return {};
    std::string value;
    if (const auto* text = node->as_string()) {
        value = text->get();
    } else if (const auto* date = node->as_date_time()) {
        std::ostringstream out;
        out << date->get();
        value = out.str();
    } else {
        wrongType(key, *node, expected);
        return {};
    }
    static const std::regex iso(
        R"(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d))");
    if (!std::regex_match(value, iso)) {
        error(key, said("\"{}\" is not {}", value, expected));
        return {};
    }
    return value;
}

std::string TomlReader::path(std::string_view key, Need need) {
    return resolveSource(text(key, need), context_.folder);
}

std::vector<std::string> TomlReader::paths(std::string_view key) {
    std::vector<std::string> result;
    const auto* list = array(key);
    if (list == nullptr) return result;
    for (const auto& element : *list) {
        if (const auto* name = element.as_string())
            result.push_back(resolveSource(name->get(), context_.folder));
        else
            wrongType(key, element, "a string");
    }
    return result;
}

const toml::table* TomlReader::table(std::string_view key, Need need) {
    const auto* node = find(key, need, said("a table"));
    if (!node) return nullptr;
    if (!node->is_table()) wrongType(key, *node, said("a table, written [{}]", keyPath(key)));
    return node->as_table();
}

std::vector<const toml::table*> TomlReader::tables(std::string_view key) {
    std::vector<const toml::table*> result;
    const Sentence expected = said("a list of tables, each written [[{}]]", keyPath(key));
    const auto* node = find(key, Need::Optional, expected);
    if (!node) return result;
    const auto* list = node->as_array();
    if (!list) {
        wrongType(key, *node, expected);
        return result;
    }
    for (const auto& element : *list) {
        if (const auto* table = element.as_table())
            result.push_back(table);
        else
            wrongType(key, element, expected);
    }
    return result;
}

const toml::array* TomlReader::array(std::string_view key) {
    const auto* node = find(key, Need::Optional, said("a list"));
    if (!node) return nullptr;
    if (!node->is_array()) wrongType(key, *node, said("a list, written [a, b]"));
    return node->as_array();
}

void TomlReader::finish() {
    for (const auto& [key, node] : table_) {
        const std::string_view name = key.str();
        if (known_.contains(name)) continue;
        std::string names;
        for (const auto& known : known_) names += (names.empty() ? "" : ", ") + known;
        context_.complain(Severity::Warning, keyPath(name), &node,
                          said("unknown key, ignored; known here: {}", names));
    }
}

}  // namespace atlas::layers
