#include "layers/features/classes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "layers/palette.h"

namespace atlas::layers {

namespace {

static_assert(kCategories.size() == kMostCategories && kRamp.size() == kRanges);
constexpr PaletteColor kOne = kCategories.front();
constexpr PaletteColor kOthers = paletteColor(0x8C8C8C);
constexpr PaletteColor kNoValue = paletteColor(0xBDB8AE);
constexpr std::size_t kFewWholeNumbers = 7;  // up to here each is a category

std::optional<double> asNumber(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

// A column as numbers; NaN where a row has none. Empty: the column is not one of numbers.
std::vector<double> numbersOf(const geodata::Column& column) {
    std::vector<double> numbers(column.size(), std::numeric_limits<double>::quiet_NaN());
    const auto fill = [&](const auto& valueOf) {
        for (std::size_t row = 0; row < numbers.size(); ++row)
            if (!column.nulls.isNull(row)) numbers[row] = valueOf(row);
    };
    if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) {
        fill([&](std::size_t row) { return static_cast<double>((*whole)[row]); });
    } else if (const auto* real = std::get_if<std::vector<double>>(&column.values)) {
        fill([&](std::size_t row) { return (*real)[row]; });
    } else if (const auto* dates = std::get_if<geodata::DateValues>(&column.values)) {
        fill([&](std::size_t row) { return static_cast<double>(dates->micros[row]); });
    } else {
        const auto& texts = std::get<geodata::TextValues>(column.values);
        std::vector<double> parsed;
        for (const std::string& text : texts.values) {
            const auto number = asNumber(text);
            if (!number && !text.empty()) return {};
            parsed.push_back(number.value_or(std::numeric_limits<double>::quiet_NaN()));
        }
        if (std::all_of(parsed.begin(), parsed.end(), [](double v) { return std::isnan(v); })) return {};
        fill([&](std::size_t row) { return parsed[texts.codes[row]]; });
    }
    for (double& number : numbers)
        if (!std::isfinite(number)) number = std::numeric_limits<double>::quiet_NaN();
    return numbers;
}

bool fewWholeNumbers(const std::vector<double>& numbers) {
    std::vector<double> seen;
    for (const double number : numbers) {
        if (std::isnan(number)) continue;
        if (number != std::floor(number)) return false;
        if (std::find(seen.begin(), seen.end(), number) != seen.end()) continue;
        seen.push_back(number);
        if (seen.size() > kFewWholeNumbers) return false;
    }
    return true;
}

// Gives each row its class; rows of `none` get the class for what has no value, if there are any.
constexpr std::uint8_t kNone = 255;
void finish(Classes& result) {
    std::size_t missing = 0;
    for (const std::uint8_t c : result.ofRow) {
        if (c == kNone)
            ++missing;
        else
            ++result.classes[c].features;
    }
    if (missing > 0) {
        const auto last = static_cast<std::uint8_t>(result.classes.size());
        result.classes.push_back({FeatureClass::Meaning::NoValue, {}, kNoValue, missing});
        std::replace(result.ofRow.begin(), result.ofRow.end(), kNone, last);
    }
}

Classes categories(const geodata::FeatureTable& table, const geodata::Column& column) {
    Classes result;
    result.kind = Classes::Kind::Categories;
    result.field = column.name;
    std::unordered_map<std::string, std::size_t> numberOf;
    std::vector<std::pair<std::string, std::size_t>> values;  // with how often
    std::vector<std::size_t> valueOfRow(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::string value = table.display(&column, row);
        const auto [at, fresh] = numberOf.emplace(value, values.size());
        if (fresh) values.emplace_back(std::move(value), 0);
        ++values[at->second].second;
        valueOfRow[row] = at->second;
    }
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::erase_if(order, [&](std::size_t i) { return values[i].first.empty(); });
    // Equal counts by value, so that the colours do not hang on the order of the file.
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[a].second != values[b].second ? values[a].second > values[b].second
                                                    : values[a].first < values[b].first;
    });
    const std::size_t own = order.size() > kMostCategories ? kMostCategories - 1 : order.size();
    std::vector<std::uint8_t> classOfValue(values.size(), kNone);
    for (std::size_t i = 0; i < order.size(); ++i) {
        classOfValue[order[i]] = static_cast<std::uint8_t>(std::min(i, own));
        if (i < own)
            result.classes.push_back(
                {FeatureClass::Meaning::Value, values[order[i]].first, kCategories[i], 0});
        else if (i == own)
            result.classes.push_back({FeatureClass::Meaning::Others, {}, kOthers, 0});
    }
    result.ofRow.reserve(table.rows());
    for (const std::size_t value : valueOfRow) result.ofRow.push_back(classOfValue[value]);
    finish(result);
    return result;
}

Classes ranges(const geodata::FeatureTable& table, const geodata::Column& column,
               const std::vector<double>& numbers) {
    Classes result;
    result.kind = Classes::Kind::Ranges;
    result.field = column.name;
    std::vector<std::uint32_t> order;
    for (std::size_t row = 0; row < numbers.size(); ++row)
        if (!std::isnan(numbers[row])) order.push_back(static_cast<std::uint32_t>(row));
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return numbers[a] < numbers[b]; });
    result.ofRow.assign(numbers.size(), kNone);
    std::vector<std::pair<std::size_t, std::size_t>> parts;  // of order
    for (std::size_t i = 0, begin = 0; i < kRanges && begin < order.size(); ++i) {
        std::size_t end = std::max(begin + 1, order.size() * (i + 1) / kRanges);
        while (end < order.size() && numbers[order[end]] == numbers[order[end - 1]]) ++end;
        if (i + 1 == kRanges) end = order.size();
        parts.emplace_back(begin, end);
        begin = end;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto [begin, end] = parts[i];
        const std::string low = table.display(&column, order[begin]);
        const std::string high = table.display(&column, order[end - 1]);
        const std::size_t shade = parts.size() > 1 ? i * (kRanges - 1) / (parts.size() - 1) : 0;
        result.classes.push_back({FeatureClass::Meaning::Value,
                                  low == high ? low : fmt::format("{} – {}", low, high), kRamp[shade], 0});
        for (std::size_t k = begin; k < end; ++k) result.ofRow[order[k]] = static_cast<std::uint8_t>(i);
    }
    finish(result);
    return result;
}

std::size_t distinct(const geodata::Column& column) {
    if (const auto* texts = std::get_if<geodata::TextValues>(&column.values)) {
        std::vector<bool> used(texts->values.size(), false);
        for (std::size_t row = 0; row < column.size(); ++row)
            if (!column.nulls.isNull(row)) used[texts->codes[row]] = true;
        return static_cast<std::size_t>(std::count(used.begin(), used.end(), true));
    }
    std::vector<double> numbers = numbersOf(column);
    std::erase_if(numbers, [](double v) { return std::isnan(v); });
    std::sort(numbers.begin(), numbers.end());
    return static_cast<std::size_t>(std::unique(numbers.begin(), numbers.end()) - numbers.begin());
}

std::string lower(std::string text) {
    for (char& letter : text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

bool looksLikeId(const std::string& name) {
    const std::string low = lower(name);
    return low == "id" || low == "fid" || low == "gid" || low == "objectid" || low == "osm_id" ||
           low.ends_with("_id") || low.ends_with("编号") || low.ends_with("代码");
}

}  // namespace

std::string FeatureClass::key() const {
    switch (meaning) {
        case Meaning::Others:
            return "\x01others";  // no value of any data begins so
        case Meaning::NoValue:
            return "\x01none";
        default:
            return label;
    }
}

Classes classify(const geodata::FeatureTable& table, std::string_view field) {
    const geodata::Column* column = field.empty() ? nullptr : table.column(field);
    if (column == nullptr || table.rows() == 0) {
        Classes one;
        one.classes.push_back({FeatureClass::Meaning::Value, {}, kOne, table.rows()});
        one.ofRow.assign(table.rows(), 0);
        return one;
    }
    const std::vector<double> numbers = numbersOf(*column);
    const bool dates = column->type() == geodata::FieldType::Date;
    if (numbers.empty() || (!dates && fewWholeNumbers(numbers))) return categories(table, *column);
    return ranges(table, *column, numbers);
}

std::vector<std::string> fieldsForColor(const geodata::FeatureTable& table) {
    std::vector<std::string> fields;
    for (const geodata::Column& column : table.columns) {
        const std::size_t values = distinct(column);
        const std::size_t filled = table.rows() - column.nulls.nullCount();
        if (values < 2 && values == filled) continue;
        if (values < 2 && column.nulls.nullCount() == 0) continue;
        const bool text = column.type() == geodata::FieldType::Text && numbersOf(column).empty();
        if (text && values > kMostCategories && values * 2 > filled) continue;  // names, remarks
        fields.push_back(column.name);
    }
    return fields;
}

std::string suggestedField(const geodata::FeatureTable& table) {
    const auto fields = fieldsForColor(table);
    std::string best;
    double bestWorth = 0;
    for (const std::string& field : fields) {
        if (looksLikeId(field)) continue;
        const geodata::Column& column = *table.column(field);
        const bool text = column.type() == geodata::FieldType::Text && numbersOf(column).empty();
        const std::size_t values = distinct(column);
        const double filled =
            1 - static_cast<double>(column.nulls.nullCount()) / static_cast<double>(table.rows());
        // A few words tell more at a glance than numbers, and numbers more than a hundred words.
        const double worth = filled * (text && values >= 2 && values <= kMostCategories ? 3
                                       : !text && values > 2                            ? 2
                                                                                        : 1);
        if (filled >= 0.2 && worth > bestWorth) {
            best = field;
            bestWorth = worth;
        }
    }
    return best;
}

std::map<std::string, std::string> guessedRoles(const geodata::FeatureTable& table) {
    static const std::pair<const char*, std::vector<std::string>> kNames[] = {
        {"name", {"name", "名称", "名字", "title", "label", "name_zh", "name:zh"}},
        {"name_en", {"name_en", "name:en", "english", "英文名称"}},
        {"height", {"height", "building:height", "building_height", "高度", "建筑高度"}},
        {"levels", {"building:levels", "building_levels", "levels", "floors", "storeys", "层数", "楼层"}}};
    std::map<std::string, std::string> roles;
    for (const auto& [role, names] : kNames) {
        for (const std::string& name : names) {
            for (const geodata::Column& column : table.columns)
                if (!roles.contains(role) && lower(column.name) == name) roles[role] = column.name;
        }
    }
    return roles;
}

}  // namespace atlas::layers
