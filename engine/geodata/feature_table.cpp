#include "geodata/feature_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace atlas::geodata {
namespace {

template <class T>
std::size_t heldBy(const std::vector<T>& values) {
    return values.capacity() * sizeof(T);
}

std::size_t heldBy(const DateValues& dates) {
    return heldBy(dates.micros);
}

std::size_t heldBy(const TextValues& text) {
    static const std::size_t inPlace = std::string().capacity();
    std::size_t bytes = heldBy(text.codes) + heldBy(text.values);
    for (const std::string& value : text.values) {
        if (value.capacity() > inPlace) bytes += value.capacity() + 1;
    }
    return bytes;
}

std::string isoDate(std::int64_t micros) {
    using std::chrono::floor;
    const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds{micros}};
    const auto midnight = floor<std::chrono::days>(time);
    const std::chrono::year_month_day day{midnight};
    std::string text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                                   static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    const std::int64_t rest = (time - midnight).count();
    if (rest == 0) return text;
    const std::int64_t seconds = rest / 1'000'000;
    text += fmt::format("T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (const std::int64_t fraction = rest % 1'000'000; fraction != 0) {
        std::string digits = fmt::format("{:06}", fraction);
        digits.erase(digits.find_last_not_of('0') + 1);
        text += "." + digits;
    }
    return text + "Z";
}

bool readable(const Column* column, std::size_t row) {
    return column != nullptr && row < column->size() && !column->nulls.isNull(row);
}

}  // namespace

Ring GeometryColumn::ring(std::uint32_t ring) const {
    const std::size_t begin = vertexOffsets[ring];
    const std::size_t count = vertexOffsets[ring + std::size_t{1}] - begin;
    Ring result{std::span(vertices).subspan(begin, count), {}};
    if (!z.empty()) result.z = std::span(z).subspan(begin, count);
    return result;
}

bool GeometryColumn::contains(std::size_t feature, Point2 point) const {
    if (types[feature] != GeometryType::Polygon && types[feature] != GeometryType::MultiPolygon) return false;
    bool odd = false;
    for (std::uint32_t r = ringBegin(feature); r < ringEnd(feature); ++r) {
        const auto points = ring(r).points;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const Point2 a = points[i - 1];
            const Point2 b = points[i];
            if ((a.y > point.y) != (b.y > point.y) &&
                point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
                odd = !odd;
        }
    }
    return odd;
}

Extent GeometryColumn::extent(std::size_t feature) const {
    Extent extent;
    const std::uint32_t end = vertexOffsets[ringEnd(feature)];
    for (std::uint32_t v = vertexOffsets[ringBegin(feature)]; v < end; ++v)
        extent.expand(vertices[v].x, vertices[v].y);
    return extent;
}

std::size_t GeometryColumn::bytes() const {
    return heldBy(types) + heldBy(partOffsets) + heldBy(ringOffsets) + heldBy(vertexOffsets) +
           heldBy(vertices) + heldBy(z);
}

const Column* FeatureTable::column(std::string_view name) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [name](const Column& c) { return c.name == name; });
    return found == columns.end() ? nullptr : &*found;
}

Extent FeatureTable::extent() const {
    Extent extent;
    for (const Point2& p : geometry.vertices) extent.expand(p.x, p.y);
    return extent;
}

std::size_t FeatureTable::bytes() const {
    std::size_t bytes = heldBy(fids) + heldBy(columns) + geometry.bytes() + (index ? index->bytes() : 0);
    for (const Column& column : columns) {
        bytes += column.nulls.bytes() +
                 std::visit([](const auto& values) { return heldBy(values); }, column.values);
    }
    return bytes;
}

std::optional<std::string_view> FeatureTable::text(const Column* column, std::size_t row) const {
    if (!readable(column, row)) return std::nullopt;
    const auto* text = std::get_if<TextValues>(&column->values);
    if (text == nullptr) return std::nullopt;
    return text->values[text->codes[row]];
}

std::optional<double> FeatureTable::number(const Column* column, std::size_t row) const {
    if (!readable(column, row)) return std::nullopt;
    if (const auto* reals = std::get_if<std::vector<double>>(&column->values)) return (*reals)[row];
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column->values)) {
        return static_cast<double>((*integers)[row]);
    }
    return std::nullopt;
}

std::optional<std::int64_t> FeatureTable::integer(const Column* column, std::size_t row) const {
    if (!readable(column, row)) return std::nullopt;
    const auto* integers = std::get_if<std::vector<std::int64_t>>(&column->values);
    if (integers == nullptr) return std::nullopt;
    return (*integers)[row];
}

std::string FeatureTable::display(const Column* column, std::size_t row) const {
    if (!readable(column, row)) return {};
    switch (column->type()) {
        case FieldType::Integer:
            return fmt::format("{}", std::get<std::vector<std::int64_t>>(column->values)[row]);
        case FieldType::Real:
            return fmt::format("{}", std::get<std::vector<double>>(column->values)[row]);
        case FieldType::Date:
            return isoDate(std::get<DateValues>(column->values).micros[row]);
        case FieldType::Text:
            return std::string(*text(column, row));
    }
    return {};
}

}  // namespace atlas::geodata
