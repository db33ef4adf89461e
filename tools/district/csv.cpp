#include "district/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

namespace atlas::district {
namespace {

using geodata::Loaded;
using geodata::Problem;

Problem problem(const std::string& path, std::int64_t line, std::string message) {
    Problem p;
    p.file = path;
    p.line = line;
    p.message = std::move(message);
    return p;
}

/// Length of the UTF-8 sequence at `at`, 0 when it is none (RFC 3629: no overlong forms, no surrogates).
std::size_t sequenceLength(const std::string& text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(at);
    const unsigned second = byte(at + 1);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return tail(at + 1) ? 2 : 0;
    if ((lead & 0xF0U) == 0xE0U) {
        const bool ok = tail(at + 1) && tail(at + 2) && !(lead == 0xE0 && second < 0xA0) &&
                        !(lead == 0xED && second > 0x9F);
        return ok ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool ok = tail(at + 1) && tail(at + 2) && tail(at + 3) && !(lead == 0xF0 && second < 0x90) &&
                        !(lead == 0xF4 && second > 0x8F);
        return ok ? 4 : 0;
    }
    return 0;
}

/// Line of the first byte that is not UTF-8, or nullopt.
std::optional<std::int64_t> firstBadLine(const std::string& text) {
    std::int64_t line = 1;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = sequenceLength(text, i);
        if (length == 0) return line;
        if (text[i] == '\n') ++line;
        i += length;
    }
    return std::nullopt;
}

/// Splits text into records. `error` is set, with its line, when the quoting is wrong.
std::vector<CsvRecord> split(const std::string& text,
                             std::optional<std::pair<std::int64_t, std::string>>& error) {
    std::vector<CsvRecord> records;
    CsvRecord record;
    std::string cell;
    std::int64_t line = 1;
    record.line = 1;
    bool quoted = false;  // inside quotes
    bool closed = false;  // a quoted cell ended; only a comma or a line end may follow
    bool any = false;     // the record has begun
    const auto endCell = [&] {
        record.cells.push_back(std::move(cell));
        cell.clear();
        closed = false;
    };
    const auto endRecord = [&] {
        if (any) {
            endCell();
            records.push_back(std::move(record));
        }
        record = {};
        record.line = line;
        any = false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\n') ++line;
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += '"';
                ++i;
            } else {
                quoted = false;
                closed = true;
            }
            continue;
        }
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c == '\n') {
            ++line;
            endRecord();
            continue;
        }
        any = true;
        if (c == ',') {
            endCell();
        } else if (c == '"' && cell.empty() && !closed) {
            quoted = true;
        } else if (c == '"' || closed) {
            error.emplace(
                line, "a quote inside a cell; expected the whole cell in quotes and inner quotes doubled");
            return records;
        } else {
            cell += c;
        }
    }
    if (quoted) error.emplace(record.line, "a quoted cell that starts in this record is never closed");
    endRecord();
    return records;
}

}  // namespace

Loaded<CsvFile> readCsv(const std::string& path) {
    Loaded<CsvFile> result;
    const auto fail = [&](std::int64_t line, std::string message) -> Loaded<CsvFile>& {
        result.report.add(problem(path, line, std::move(message)));
        return result;
    };
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return fail(-1, "cannot be opened; expected a table of the district's sources");
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (const auto line = firstBadLine(text)) return fail(*line, "not valid UTF-8");

    std::optional<std::pair<std::int64_t, std::string>> error;
    std::vector<CsvRecord> records = split(text, error);
    if (error) return fail(error->first, error->second);
    if (records.empty()) return fail(1, "empty; expected a header row");

    CsvFile file;
    file.path = path;
    file.header = std::move(records.front().cells);
    records.erase(records.begin());
    std::vector<std::string> names = file.header;
    std::sort(names.begin(), names.end());
    if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
        return fail(1, fmt::format("column '{}' stands twice in the header", *twice));
    for (const CsvRecord& record : records)
        if (record.cells.size() != file.header.size())
            fail(record.line, fmt::format("{} cells; expected {} as in the header", record.cells.size(),
                                          file.header.size()));
    if (result.report.hasErrors()) return result;
    file.records = std::move(records);
    result.value = std::move(file);
    return result;
}

}  // namespace atlas::district
