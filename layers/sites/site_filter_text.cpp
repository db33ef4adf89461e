#include "layers/sites/site_filter_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace atlas::layers {

using ui::trLater;

namespace {

constexpr std::array<std::string_view, 2> kPartEnds{";", "；"};
constexpr std::array<std::string_view, 2> kValueEnds{",", "，"};
constexpr std::array<std::string_view, 2> kEquals{"=", "＝"};
constexpr std::array<std::string_view, 5> kBlanks{" ", "\t", "\r", "\n", "\u3000"};
constexpr std::string_view kKeys =
    "industry, status, category, subdistrict, district, investment, undisclosed, year, located, within, "
    "view, "
    "text";
constexpr std::string_view kOutside = "outside ";
constexpr std::size_t kMostCorners = 10000;

struct ListKey {
    const char* name;
    std::set<std::string> SiteFilter::*values;
};
constexpr std::array<ListKey, 5> kLists{{{"industry", &SiteFilter::industries},
                                         {"status", &SiteFilter::statuses},
                                         {"category", &SiteFilter::categories},
                                         {"subdistrict", &SiteFilter::subdistricts},
                                         {"district", &SiteFilter::districts}}};

struct Failure {
    std::size_t at;       // byte
    const char* message;  // with {} for each of the words
    std::vector<std::string> words = {};
};

std::string worded(const char* message, const std::vector<std::string>& words) {
    const auto word = [&](std::size_t i) { return i < words.size() ? words[i] : std::string(); };
    return fmt::format(fmt::runtime(message), word(0), word(1), word(2));
}

struct Value {
    std::string text;
    std::size_t at;  // byte where it starts
};

// The length of the one of `marks` that `text` has at `at`, 0 for none.
template <std::size_t N>
std::size_t markAt(std::string_view text, std::size_t at, const std::array<std::string_view, N>& marks) {
    for (const auto mark : marks)
        if (text.substr(at).starts_with(mark)) return mark.size();
    return 0;
}

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string_view trimmed(std::string_view text) {
    for (std::size_t n = 0; (n = markAt(text, 0, kBlanks)) > 0;) text.remove_prefix(n);
    for (bool again = true; again;) {
        again = false;
        for (const auto blank : kBlanks) {
            if (!text.ends_with(blank)) continue;
            text.remove_suffix(blank.size());
            again = true;
        }
    }
    return text;
}

class Parser {
  public:
    Parser(std::string_view text, const Catalog& catalog) : text_(text), catalog_(catalog), keys_(kKeys) {
        for (const auto& layer : catalog.layers)
            for (const auto& near : layer.near) {
                near_.insert(near.id);
                keys_ += ", " + near.id;
            }
    }

    SiteFilter parse() {
        for (;;) {
            skipBlanks();
            if (at_ == text_.size()) return filter_;
            if (const auto n = markAt(text_, at_, kPartEnds)) {
                at_ += n;
                continue;
            }
            part();
        }
    }

  private:
    void skipBlanks() {
        while (const auto n = markAt(text_, at_, kBlanks)) at_ += n;
    }

    void part() {
        const auto begin = at_;
        while (at_ < text_.size() && !markAt(text_, at_, kEquals) && !markAt(text_, at_, kPartEnds)) ++at_;
        const auto key = lowered(trimmed(text_.substr(begin, at_ - begin)));
        const auto equals = markAt(text_, at_, kEquals);
        if (equals == 0) throw Failure{at_, trLater("expected \"=\" after \"{}\""), {key}};
        if (key.empty() || fmt::format(", {}, ", keys_).find(", " + key + ", ") == std::string::npos)
            throw Failure{begin, trLater("\"{}\" is not a condition; expected one of {}"), {key, keys_}};
        if (!used_.insert(key).second)
            throw Failure{begin, trLater("\"{}\" is given twice; put its values in one list, a,b"), {key}};
        at_ += equals;
        std::vector<Value> values{value()};
        while (const auto n = markAt(text_, at_, kValueEnds)) {
            at_ += n;
            values.push_back(value());
        }
        assign(key, values);
    }

    // Ends at the separator after the value, or at the end.
    Value value() {
        skipBlanks();
        if (at_ < text_.size() && text_[at_] == '"') return quoted();
        const auto begin = at_;
        while (at_ < text_.size() && !markAt(text_, at_, kPartEnds) && !markAt(text_, at_, kValueEnds)) ++at_;
        Value result{std::string(trimmed(text_.substr(begin, at_ - begin))), begin};
        if (result.text.empty()) throw Failure{begin, trLater("expected a value")};
        return result;
    }

    Value quoted() {
        Value result{"", at_++};
        for (;; ++at_) {
            if (at_ == text_.size())
                throw Failure{result.at, trLater("this quote is not closed; expected another \"")};
            if (text_[at_] == '"') {
                if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') break;
                ++at_;  // a doubled quote is one
            }
            result.text += text_[at_];
        }
        ++at_;
        skipBlanks();
        if (at_ < text_.size() && !markAt(text_, at_, kPartEnds) && !markAt(text_, at_, kValueEnds))
            throw Failure{at_, trLater("expected \",\" or \";\" after a quoted value")};
        return result;
    }

    void assign(const std::string& key, const std::vector<Value>& values) {
        for (const auto& list : kLists) {
            if (key != list.name) continue;
            // The vocabulary "district" is about kinds of districts, not about their names.
            for (const auto& value : values)
                (filter_.*list.values).insert(key == "district" ? value.text : canonical(key, value.text));
            return;
        }
        if (key == "within" || key == "view") {
            (key == "view" ? filter_.view : filter_.area) = ring(values);
            return;
        }
        if (values.size() > 1)
            throw Failure{
                values[1].at, trLater("{} takes one value; put it in quotes if it holds a comma"), {key}};
        const auto& only = values.front();
        if (key == "investment")
            investment(only);
        else if (near_.contains(key))
            near(key, only);
        else if (key == "year")
            filter_.year = range<int>(only, "2023..2025, ..2025, 2023.., 2024");
        else if (key == "undisclosed")
            filter_.undisclosed = choice<Undisclosed>(only, {{"include", Undisclosed::Include},
                                                             {"exclude", Undisclosed::Exclude},
                                                             {"only", Undisclosed::Only}});
        else if (key == "located")
            filter_.located = choice<Located>(
                only, {{"any", Located::Any}, {"only", Located::Only}, {"not", Located::Not}});
        else
            filter_.text = only.text;
    }

    void investment(Value value) {
        if (lowered(value.text).starts_with(kOutside)) {
            value.text = trimmed(std::string_view(value.text).substr(kOutside.size()));
            filter_.outside = true;
        }
        filter_.investment = range<double>(value, "1..10, ..10, 1.., 5, outside 1..10");
        if (filter_.outside && filter_.investment.any())
            throw Failure{value.at, trLater("outside needs a range, such as outside 1..10")};
    }

    void near(const std::string& key, const Value& value) {
        const auto metres = range<double>(value, "..500, 100..500, 100.. (m)");
        if ((metres.low && *metres.low < 0) || (metres.high && *metres.high < 0))
            throw Failure{value.at, trLater("a distance in metres is not below 0")};
        if (!metres.any()) filter_.near[key] = metres;
    }

    static std::vector<LonLat> ring(const std::vector<Value>& values) {
        std::vector<LonLat> corners;
        for (const auto& value : values) {
            double numbers[2]{};
            const char* at = value.text.data();
            const char* end = at + value.text.size();
            bool good = true;
            for (double& number : numbers) {
                while (at < end && *at == ' ') ++at;
                const auto result = std::from_chars(at, end, number);
                good = good && result.ec == std::errc{} && std::isfinite(number);
                at = result.ptr;
            }
            good = good && at == end && std::abs(numbers[0]) <= 180 && std::abs(numbers[1]) <= 90;
            if (!good)
                throw Failure{value.at,
                              trLater("\"{}\" is not a corner; expected longitude and latitude in degrees, "
                                      "such as 106.57 29.56"),
                              {value.text}};
            corners.push_back({numbers[0], numbers[1]});
        }
        if (corners.size() < 3)
            throw Failure{values.front().at,
                          trLater("an area needs three corners or more: LON LAT, LON LAT, LON LAT")};
        if (corners.size() > kMostCorners)
            throw Failure{
                values.front().at, trLater("an area has {} corners at most"), {std::to_string(kMostCorners)}};
        return corners;
    }

    // A value of the vocabulary by itself or by a label, in any case; else the text as it stands.
    std::string canonical(const std::string& vocabulary, const std::string& text) const {
        const auto found = catalog_.vocabularies.find(vocabulary);
        if (found == catalog_.vocabularies.end() || catalog_.term(vocabulary, text)) return text;
        const auto wanted = lowered(text);
        for (const auto& term : found->second)
            if (lowered(term.value) == wanted || lowered(term.label.zh) == wanted ||
                lowered(term.label.en) == wanted)
                return term.value;
        return text;
    }

    template <class T>
    static T choice(const Value& value, std::initializer_list<std::pair<const char*, T>> choices) {
        std::string names;
        for (const auto& [name, result] : choices) {
            if (lowered(value.text) == name) return result;
            names += (names.empty() ? "" : ", ") + std::string(name);
        }
        throw Failure{value.at, trLater("\"{}\" is none of {}"), {value.text, names}};
    }

    template <class T>
    static std::optional<T> bound(std::string_view text, const Value& value, const char* examples) {
        text = trimmed(text);
        if (text.empty()) return std::nullopt;
        T number{};
        const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
        bool good = result.ec == std::errc{} && result.ptr == text.data() + text.size();
        if constexpr (std::is_floating_point_v<T>) good = good && std::isfinite(number);
        if (!good)
            throw Failure{value.at, trLater("\"{}\" is not a range; expected {}"), {value.text, examples}};
        return number;
    }

    template <class T>
    static Range<T> range(const Value& value, const char* examples) {
        Range<T> result;
        const auto dots = value.text.find("..");
        if (dots == std::string::npos) {
            result.low = result.high = bound<T>(value.text, value, examples);
        } else {
            result.low = bound<T>(std::string_view(value.text).substr(0, dots), value, examples);
            result.high = bound<T>(std::string_view(value.text).substr(dots + 2), value, examples);
        }
        if (result.low && result.high && *result.low > *result.high)
            throw Failure{
                value.at, trLater("in \"{}\" the lower bound is above the upper one"), {value.text}};
        return result;
    }

    std::string_view text_;
    const Catalog& catalog_;
    std::string keys_;
    std::set<std::string> near_;
    std::size_t at_ = 0;
    std::set<std::string> used_;
    SiteFilter filter_;
};

std::string quotedIfNeeded(const std::string& text) {
    bool needed = text.empty() || trimmed(text).size() != text.size() || text.find('"') != std::string::npos;
    for (std::size_t at = 0; !needed && at < text.size(); ++at)
        needed = markAt(text, at, kPartEnds) || markAt(text, at, kValueEnds) || markAt(text, at, kEquals);
    if (!needed) return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + '"';
}

template <class T>
std::string formatRange(const Range<T>& range) {
    if (range.low && range.high && *range.low == *range.high) return fmt::format("{}", *range.low);
    return fmt::format("{}..{}", range.low ? fmt::format("{}", *range.low) : "",
                       range.high ? fmt::format("{}", *range.high) : "");
}

std::string formatRing(const std::vector<LonLat>& ring) {
    std::string result;
    for (const LonLat& corner : ring)
        result += fmt::format("{}{} {}", result.empty() ? "" : ",", corner.lon, corner.lat);
    return result;
}

}  // namespace

ParsedSiteFilter parseSiteFilter(std::string_view expression, const Catalog& catalog) {
    ParsedSiteFilter result;
    try {
        result.filter = Parser(expression, catalog).parse();
    } catch (const Failure& failure) {
        // Continuation bytes of UTF-8 are no characters of their own.
        const auto head = expression.substr(0, failure.at);
        result.position = 1 + static_cast<std::size_t>(std::count_if(head.begin(), head.end(), [](char c) {
                              return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
                          }));
        result.message = failure.message;
        result.words = failure.words;
        result.error = worded(result.message, result.words);
    }
    return result;
}

std::string ParsedSiteFilter::errorIn(const ui::Translations& texts) const {
    return filter ? std::string() : worded(texts.tr(message), words);
}

geodata::Sentence ParsedSiteFilter::sentence() const {
    return {message, {words.begin(), words.end()}};
}

std::string formatSiteFilter(const SiteFilter& filter) {
    std::string result;
    const auto add = [&](const char* key, const std::string& values) {
        result += fmt::format("{}{}={}", result.empty() ? "" : "; ", key, values);
    };
    for (const auto& list : kLists) {
        std::string values;
        for (const auto& value : filter.*list.values)
            values += (values.empty() ? "" : ",") + quotedIfNeeded(value);
        if (!values.empty()) add(list.name, values);
    }
    if (!filter.investment.any())
        add("investment", (filter.outside ? std::string(kOutside) : "") + formatRange(filter.investment));
    if (filter.undisclosed == Undisclosed::Include) add("undisclosed", "include");
    if (filter.undisclosed == Undisclosed::Exclude) add("undisclosed", "exclude");
    if (filter.undisclosed == Undisclosed::Only) add("undisclosed", "only");
    if (!filter.year.any()) add("year", formatRange(filter.year));
    if (filter.located == Located::Only) add("located", "only");
    if (filter.located == Located::Not) add("located", "not");
    for (const auto& [id, metres] : filter.near)
        if (!metres.any()) add(id.c_str(), formatRange(metres));
    if (!filter.area.empty()) add("within", formatRing(filter.area));
    if (!filter.view.empty()) add("view", formatRing(filter.view));
    if (!filter.text.empty()) add("text", quotedIfNeeded(filter.text));
    return result;
}

std::optional<std::string> unknownValue(const SiteTable& sites, const SiteFilter& filter,
                                        const ui::Translations* texts) {
    const auto say = [texts](const char* message, const std::vector<std::string>& words) {
        return worded(texts == nullptr ? message : texts->tr(message), words);
    };
    const std::array<const CodedField*, 4> fields{&sites.industry(), &sites.status(), &sites.category(),
                                                  &sites.subdistrict()};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto known = fields[i]->values;
        if (fields[i] == &sites.subdistrict()) {
            const auto names = sites.subdistrictNames();
            known.insert(known.end(), names.begin(), names.end());
        }
        for (const auto& value : filter.*kLists[i].values) {
            if (value.empty() || std::find(known.begin(), known.end(), value) != known.end()) continue;
            if (fields[i] == &sites.subdistrict()) known = sites.subdistrictNames();
            return say(trLater("no site has {}=\"{}\"; known: {}"),
                       {kLists[i].name, value, fmt::format("{}", fmt::join(known, ", "))});
        }
    }
    const auto& areas = sites.places().districts.areas;
    for (const auto& value : filter.districts) {
        if (value.empty() || std::any_of(areas.begin(), areas.end(),
                                         [&](const AreaField::Area& area) { return area.is(value); }))
            continue;
        std::vector<std::string> known;
        known.reserve(areas.size());
        for (const auto& area : areas) known.push_back(area.name);
        return say(trLater("there is no district=\"{}\"; known: {}"),
                   {value, fmt::format("{}", fmt::join(known, ", "))});
    }
    return std::nullopt;
}

}  // namespace atlas::layers
