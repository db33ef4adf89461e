#include "geodata/column_builder.h"

#include <cpl_conv.h>
#include <ogr_feature.h>

#include <chrono>
#include <cmath>
#include <functional>

namespace atlas::geodata {
namespace {

std::optional<std::int64_t> microsFromField(const OGRField& field) {
    const auto& d = field.Date;
    const std::chrono::year_month_day day{std::chrono::year{d.Year}, std::chrono::month{d.Month},
                                          std::chrono::day{d.Day}};
    const double seconds = static_cast<double>(d.Second);
    if (!day.ok() || d.Hour > 24 || d.Minute > 59 || !(seconds >= 0 && seconds < 62)) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days{day}.time_since_epoch().count();
    // OGR keeps seconds as a float: beyond milliseconds there is only noise.
    const std::int64_t millis = std::llround(seconds * 1000.0);
    std::int64_t micros = ((days * 24 + d.Hour) * 60 + d.Minute) * 60'000'000 + millis * 1000;
    // OGR: 0 unknown, 1 local (which zone, nobody says), 100 UTC, else quarters of an hour from it.
    if (d.TZFlag > 1) micros -= (static_cast<std::int64_t>(d.TZFlag) - 100) * 15 * 60'000'000;
    return micros;
}

}  // namespace

std::uint32_t Dictionary::code(std::string_view text) {
    if ((values_.size() + 1) * 2 > slots_.size()) grow();
    const std::size_t full = std::hash<std::string_view>{}(text);
    const auto hash = static_cast<std::uint32_t>(full ^ (full >> 32));
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (; slots_[at].codePlusOne != 0; at = (at + 1) & mask) {
        const std::uint32_t code = slots_[at].codePlusOne - 1;
        if (slots_[at].hash == hash && values_[code] == text) return code;
    }
    values_.emplace_back(text);
    slots_[at] = {hash, static_cast<std::uint32_t>(values_.size())};
    return static_cast<std::uint32_t>(values_.size() - 1);
}

void Dictionary::grow() {
    std::vector<Slot> old(std::max<std::size_t>(64, slots_.size() * 2));
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.codePlusOne == 0) continue;
        std::size_t at = slot.hash & mask;
        while (slots_[at].codePlusOne != 0) at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

std::optional<ColumnBuilder> ColumnBuilder::create(const OGRFieldDefn& field, int index,
                                                   ProblemTally& tally) {
    ColumnBuilder builder;
    builder.index_ = index;
    builder.column_.name = field.GetNameRef();
    switch (field.GetType()) {
        case OFTInteger:
            builder.reader_ = Reader::Integer32;
            builder.column_.values = std::vector<std::int64_t>();
            break;
        case OFTInteger64:
            builder.reader_ = Reader::Integer64;
            builder.column_.values = std::vector<std::int64_t>();
            break;
        case OFTReal:
            builder.reader_ = Reader::Real;
            builder.column_.values = std::vector<double>();
            break;
        case OFTDate:
        case OFTDateTime:
            builder.reader_ = Reader::Date;
            builder.column_.values = DateValues();
            break;
        case OFTString:
            builder.column_.values = TextValues();
            break;
        case OFTBinary:
            tally.note("binary field", said("a binary field is not loaded"), -1, builder.column_.name);
            return std::nullopt;
        default:  // times and lists, in words
            builder.reader_ = Reader::AsText;
            builder.column_.values = TextValues();
            break;
    }
    return builder;
}

void ColumnBuilder::reserve(std::size_t rows) {
    column_.nulls.reserve(rows);
    std::visit(
        [rows](auto& values) {
            using Values = std::decay_t<decltype(values)>;
            if constexpr (std::is_same_v<Values, TextValues>) {
                values.codes.reserve(rows);
            } else if constexpr (std::is_same_v<Values, DateValues>) {
                values.micros.reserve(rows);
            } else {
                values.reserve(rows);
            }
        },
        column_.values);
}

void ColumnBuilder::append(const OGRFeature& feature, std::int64_t fid, ProblemTally& tally) {
    if (!feature.IsFieldSetAndNotNull(index_)) {
        appendNull();
        return;
    }
    const OGRField& raw = *feature.GetRawFieldRef(index_);
    switch (reader_) {
        case Reader::Integer32:
            std::get<std::vector<std::int64_t>>(column_.values).push_back(raw.Integer);
            break;
        case Reader::Integer64:
            std::get<std::vector<std::int64_t>>(column_.values).push_back(raw.Integer64);
            break;
        case Reader::Real:
            if (!std::isfinite(raw.Real)) {
                // One NaN would make every total NaN.
                tally.note("not finite", said("the value is not a finite number; taken as null"), fid,
                           column_.name);
                appendNull();
                return;
            }
            std::get<std::vector<double>>(column_.values).push_back(raw.Real);
            break;
        case Reader::Date:
            appendDate(feature, fid, tally);
            return;
        case Reader::String:
            std::get<TextValues>(column_.values).codes.push_back(dictionary_.code(raw.String));
            break;
        case Reader::AsText: {
            char* json = feature.GetFieldAsSerializedJSon(index_);
            const std::string_view text = json != nullptr ? json : feature.GetFieldAsString(index_);
            std::get<TextValues>(column_.values).codes.push_back(dictionary_.code(text));
            CPLFree(json);
            break;
        }
    }
    column_.nulls.push(false);
}

void ColumnBuilder::appendNull() {
    std::visit(
        [](auto& values) {
            using Values = std::decay_t<decltype(values)>;
            if constexpr (std::is_same_v<Values, TextValues>) {
                values.codes.push_back(0);
            } else if constexpr (std::is_same_v<Values, DateValues>) {
                values.micros.push_back(0);
            } else {
                values.push_back(0);
            }
        },
        column_.values);
    column_.nulls.push(true);
}

void ColumnBuilder::appendDate(const OGRFeature& feature, std::int64_t fid, ProblemTally& tally) {
    const std::optional<std::int64_t> micros = microsFromField(*feature.GetRawFieldRef(index_));
    if (!micros) {
        tally.note("no date", said("the value is not a date of the calendar; taken as null"), fid,
                   column_.name);
        appendNull();
        return;
    }
    std::get<DateValues>(column_.values).micros.push_back(*micros);
    column_.nulls.push(false);
}

Column ColumnBuilder::take() {
    if (auto* text = std::get_if<TextValues>(&column_.values)) text->values = std::move(dictionary_.values());
    std::visit(
        [](auto& values) {
            using Values = std::decay_t<decltype(values)>;
            if constexpr (std::is_same_v<Values, TextValues>) {
                values.codes.shrink_to_fit();
                values.values.shrink_to_fit();
            } else if constexpr (std::is_same_v<Values, DateValues>) {
                values.micros.shrink_to_fit();
            } else {
                values.shrink_to_fit();
            }
        },
        column_.values);
    return std::move(column_);
}

}  // namespace atlas::geodata
