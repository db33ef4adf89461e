#pragma once
// One OGR field into one Column.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/feature_table.h"
#include "geodata/problem_tally.h"

class OGRFeature;
class OGRFieldDefn;

namespace atlas::geodata {

/// Strings to codes while a column grows. Open addressing, because a node a distinct value would cost more
/// than the values.
class Dictionary {
  public:
    std::uint32_t code(std::string_view text);
    std::vector<std::string>& values() { return values_; }

  private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t codePlusOne = 0;  ///< 0 = free
    };
    void grow();

    std::vector<std::string> values_;
    std::vector<Slot> slots_;
};

class ColumnBuilder {
  public:
    /// nullopt, noted in the tally, for a field that has no place in a table (binary).
    static std::optional<ColumnBuilder> create(const OGRFieldDefn& field, int index, ProblemTally& tally);

    void reserve(std::size_t rows);
    void append(const OGRFeature& feature, std::int64_t fid, ProblemTally& tally);
    Column take();

  private:
    enum class Reader { Integer32, Integer64, Real, Date, String, AsText };
    void appendNull();
    void appendDate(const OGRFeature& feature, std::int64_t fid, ProblemTally& tally);

    Column column_;
    Dictionary dictionary_;
    Reader reader_ = Reader::String;
    int index_ = 0;
};

}  // namespace atlas::geodata
