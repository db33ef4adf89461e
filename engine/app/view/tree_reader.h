#pragma once
// Reading an object key by key: what cannot be used is reported and what was there before stays; what nobody
// asked for is kept for the next save.

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/geometry.h"
#include "geodata/report.h"

namespace atlas::app {

/// One object. Problems name the key with its path. Never throws.
class TreeReader {
  public:
    /// `path` is the object's own name in messages, "" for the root.
    TreeReader(const nlohmann::json& object, std::string path, geodata::Report& report)
        : object_(object), path_(std::move(path)), report_(report) {
        if (!object.is_object()) complain("", geodata::said("a table was expected"));
    }

    const nlohmann::json* find(std::string_view key) {
        known_.emplace(key);
        if (!object_.is_object()) return nullptr;
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }
    /// Into a member when it is there and of the right type. True: it was.
    template <class Value>
    bool read(std::string_view key, Value& into) {
        const nlohmann::json* found = find(key);
        if (found == nullptr) return false;
        try {
            into = found->get<Value>();
            return true;
        } catch (const nlohmann::json::exception&) {
            complain(key, geodata::said("has another type than expected"));
            return false;
        }
    }
    /// The same where `fits` says yes; else `expected` tells what would.
    template <class Value, class Fits>
    bool read(std::string_view key, Value& into, const Fits& fits, const geodata::Sentence& expected) {
        Value value = into;
        if (!read(key, value)) return false;
        if (!fits(value)) {
            complain(key, expected);
            return false;
        }
        into = std::move(value);
        return true;
    }
    void number(std::string_view key, double& into, double low, double high) {
        read(
            key, into, [&](double value) { return value >= low && value <= high; },
            geodata::said("is out of range"));
    }
    /// Pairs of degrees.
    void points(std::string_view key, std::vector<geodata::Point2>& into,
                std::size_t most = static_cast<std::size_t>(-1));
    template <class Names>
    void oneOf(std::string_view key, std::string& into, const Names& names) {
        std::string value = into;
        if (!read(key, value)) return;
        if (std::find(names.begin(), names.end(), value) == names.end())
            complain(key, geodata::said("'{}' is not known", value));
        else
            into = value;
    }

    void complain(std::string_view key, const geodata::Sentence& message,
                  geodata::Severity severity = geodata::Severity::Error) const {
        geodata::Problem problem;
        problem.severity = severity;
        problem.field = pathOf(key);
        problem.say(message);
        report_.add(problem);
    }
    std::string pathOf(std::string_view key) const {
        if (path_.empty() || key.empty()) return path_ + std::string(key);
        return path_ + "." + std::string(key);
    }
    geodata::Report& report() { return report_; }
    /// What nobody asked for, each with a warning: an object, empty when there is none.
    nlohmann::json rest() const;

  private:
    const nlohmann::json& object_;
    std::string path_;
    geodata::Report& report_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace atlas::app
