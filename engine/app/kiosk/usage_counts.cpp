#include "app/kiosk/usage_counts.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "app/failure.h"
#include "app/output_file.h"

namespace atlas::app {

namespace fs = std::filesystem;

namespace {

constexpr const char* kHeader = "day,kind,what,count,seconds";
// A table that somebody let grow without end is not read into memory.
constexpr std::uintmax_t kLargest = 64U << 20;

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c == '\n' || c == '\r' ? ' ' : c;
    }
    return result + "\"";
}

// RFC 4180, one line.
std::vector<std::string> fieldsOf(const std::string& line) {
    std::vector<std::string> fields(1);
    bool inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (inside && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"')
            fields.back() += line[i++];
        else if (line[i] == '"')
            inside = !inside;
        else if (line[i] == ',' && !inside)
            fields.emplace_back();
        else if (line[i] != '\r')
            fields.back() += line[i];
    }
    return fields;
}

std::optional<double> numberOf(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(value) || value < 0) return std::nullopt;
    return value;
}

}  // namespace

std::string today() {
    return fmt::format(
        "{:%Y-%m-%d}",
        fmt::localtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

std::vector<fs::path> exportTargets() {
    std::vector<fs::path> targets;
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value != nullptr ? value : "");
    };
    const std::string user = variable("USER");
    std::error_code code;
    for (const char* root : {"/media", "/run/media"}) {
        if (user.empty()) break;
        for (fs::directory_iterator entry(fs::path(root) / user, code), end; !code && entry != end;
             entry.increment(code))
            targets.push_back(entry->path());
    }
    if (const std::string home = variable("HOME"); !home.empty()) targets.emplace_back(home);
    return targets;
}

ExportedCounts exportCounts(const fs::path& folder, const std::vector<fs::path>& targets) {
    std::error_code code;
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("usage-") && name.ends_with(".csv")) files.push_back(entry->path());
    }
    if (files.empty()) return {false, "nothing has been counted yet"};
    ExportedCounts result{false, "no folder to write to"};
    for (const fs::path& target : targets) {
        try {
            for (const fs::path& file : files) {
                std::ostringstream text;
                text << std::ifstream(file, std::ios::binary).rdbuf();
                OutputFile out(target / ("yuzhong-" + file.filename().string()));
                out.write(text.str());
                out.commit();
            }
            return {true, target.string()};
        } catch (const WorkError& error) {
            result.words = error.what();
        }
    }
    return result;
}

void UsageCounts::count(const std::string& day, const std::string& kind, const std::string& what,
                        double seconds) {
    if (!on_) return;
    Row& row = pending_[{day, kind, what}];
    ++row.count;
    row.seconds += std::max(0.0, seconds);
    if (kind == "visit") ++visits_;
}

fs::path UsageCounts::fileOf(const std::string& day) const {
    return folder_ / ("usage-" + day.substr(0, 7) + ".csv");
}

void UsageCounts::flush() {
    problem_.clear();
    while (!pending_.empty()) {
        const fs::path file = fileOf(std::get<0>(pending_.begin()->first));
        std::map<Key, Row> rows;
        for (const auto& [key, row] : pending_)
            if (fileOf(std::get<0>(key)) == file) rows[key] = row;
        if (!flushFile(file, rows)) return;
        std::erase_if(pending_, [&](const auto& entry) { return rows.contains(entry.first); });
    }
}

bool UsageCounts::flushFile(const fs::path& file, const std::map<Key, Row>& rows) {
    std::map<Key, Row> all = rows;
    std::string unread;
    std::error_code code;
    fs::create_directories(folder_, code);
    try {
        if (fs::exists(file, code)) {
            if (fs::file_size(file, code) > kLargest || code)
                throw WorkError("{} is too large", file.string());
            std::ifstream in(file, std::ios::binary);
            if (!in) throw WorkError("{} cannot be read", file.string());
            for (std::string line; std::getline(in, line);) {
                if (line.empty() || line.starts_with(kHeader)) continue;
                const auto fields = fieldsOf(line);
                const auto count = fields.size() == 5 ? numberOf(fields[3]) : std::nullopt;
                const auto seconds = fields.size() == 5 ? numberOf(fields[4]) : std::nullopt;
                if (!count || !seconds) {
                    unread += line + "\n";
                    continue;
                }
                Row& row = all[{fields[0], fields[1], fields[2]}];
                row.count += std::lround(*count);
                row.seconds += *seconds;
            }
        }
        std::string text = std::string(kHeader) + "\n";
        for (const auto& [key, row] : all)
            text += fmt::format("{},{},{},{},{:.0f}\n", quoted(std::get<0>(key)), quoted(std::get<1>(key)),
                                quoted(std::get<2>(key)), row.count, row.seconds);
        if (!unread.empty()) {
            std::ofstream beside(file.string() + ".unread", std::ios::app | std::ios::binary);
            if (!(beside << unread << std::flush))
                throw WorkError("{}.unread cannot be written", file.string());
        }
        OutputFile out(file);
        out.write(text);
        out.commit();
        return true;
    } catch (const WorkError& error) {
        problem_ = error.what();
        return false;
    }
}

}  // namespace atlas::app
