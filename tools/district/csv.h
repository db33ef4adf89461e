#pragma once
// Strict CSV (RFC 4180): the readable sources of a district. UTF-8, comma, double quotes, first record is the
// header.

#include <cstdint>
#include <string>
#include <vector>

#include "geodata/report.h"

namespace atlas::district {

struct CsvRecord {
    std::int64_t line = 0;  ///< 1-based line of the file the record starts on
    std::vector<std::string> cells;
};

struct CsvFile {
    std::string path;
    std::vector<std::string> header;
    std::vector<CsvRecord> records;  ///< each has as many cells as the header
};

/// Reads the whole file. Errors, with line: unreadable, empty, not UTF-8, a quote out of place or never
/// closed, a record with more or fewer cells than the header, a header name twice. Any thread, never throws.
geodata::Loaded<CsvFile> readCsv(const std::string& path);

}  // namespace atlas::district
