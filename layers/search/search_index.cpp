#include "layers/search/search_index.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace atlas::layers {

namespace {

constexpr std::size_t kLongest = 250;  // bytes of a part that are looked at
// Characters from which a query is forgiven one.
constexpr std::size_t kLatinLetters = 4;
constexpr std::size_t kHanLetters = 3;
enum { Text, Pinyin, Initials, English };

struct Marks {
    std::uint64_t pairs = 0, triplesA = 0, triplesB = 0;
};

unsigned mixed(unsigned value) {
    return (value * 2654435761U) >> 25U;  // Knuth's multiplicative hash, 7 bits
}

void addMarks(Marks& marks, std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned>(static_cast<unsigned char>(text[i]));
    };
    for (std::size_t i = 1; i < text.size(); ++i) {
        const unsigned pair = (byte(i - 1) << 8U) | byte(i);
        marks.pairs |= std::uint64_t{1} << (mixed(pair) % 64U);
        if (i < 2) continue;
        const unsigned bit = mixed((byte(i - 2) << 16U) | pair);
        (bit < 64 ? marks.triplesA : marks.triplesB) |= std::uint64_t{1} << (bit % 64U);
    }
}

Marks marksOf(std::string_view text) {
    Marks marks;
    addMarks(marks, text);
    return marks;
}

std::uint32_t hashOf(std::string_view text) {
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

bool isLatin(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Cut between characters.
std::string_view shortened(std::string_view text) {
    if (text.size() <= kLongest) return text;
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

}  // namespace

// Whether to go on; asked before each name, answered by the flag once in a thousand.
struct SearchIndex::Stop {
    const std::atomic<bool>* flag;
    bool operator()(std::size_t i) const { return i % 1024 == 0 && flag != nullptr && flag->load(); }
};

bool holdsWithOneError(std::string_view text, std::string_view pattern) {
    std::array<std::uint64_t, 256> where{};
    for (std::size_t i = 0; i < pattern.size(); ++i)
        where[static_cast<unsigned char>(pattern[i])] |= std::uint64_t{1} << i;
    const std::uint64_t last = std::uint64_t{1} << (pattern.size() - 1);
    std::uint64_t right = 0;
    std::uint64_t wrong = 1;  // one left out at the beginning
    for (const char c : text) {
        const std::uint64_t letter = where[static_cast<unsigned char>(c)];
        const std::uint64_t before = right;
        right = ((right << 1U) | 1U) & letter;
        wrong = ((((wrong << 1U) | 1U) & letter) | before | (before << 1U) | (right << 1U)) | 1U;
        if (((right | wrong) & last) != 0) return true;
    }
    return false;
}

std::string_view SearchIndex::part(const Entry& entry, int which) const {
    std::size_t at = entry.text;
    for (int i = 0; i < which; ++i) at += entry.size[i];
    return std::string_view(letters_).substr(at, entry.size[which]);
}

void SearchIndex::add(std::string_view zh, std::string_view en, std::uint8_t weight) {
    FoldedName name = folder_.fold(zh.empty() ? en : zh);
    const std::string english = zh.empty() ? std::string() : folder_.fold(en).text;
    Entry entry;
    entry.text = static_cast<std::uint32_t>(letters_.size());
    entry.weight = weight;
    entry.starts = name.starts;
    const std::string_view parts[] = {shortened(name.text), shortened(name.pinyin), shortened(name.initials),
                                      shortened(english)};
    Marks marks;
    for (std::size_t i = 0; i < 4; ++i) {
        letters_ += parts[i];
        entry.size[i] = static_cast<std::uint8_t>(parts[i].size());
        if (i != Initials) addMarks(marks, parts[i]);
    }
    entries_.push_back(entry);
    pairs_.push_back(marks.pairs);
    triplesA_.push_back(marks.triplesA);
    triplesB_.push_back(marks.triplesB);
    initialPairs_.push_back(marksOf(parts[Initials]).pairs);
    whole_.push_back(hashOf(parts[0]));
}

// Of a text that holds the query: the best of all places where it does. A name that is read in several ways
// begins and ends between them.
SearchFit SearchIndex::soundFit(std::string_view text, std::string_view query, std::uint64_t starts,
                                bool initials) {
    SearchFit best = SearchFit::Inside;
    for (std::size_t at = text.find(query); at != std::string_view::npos; at = text.find(query, at + 1)) {
        const std::size_t end = at + query.size();
        SearchFit fit = SearchFit::Inside;
        if (at == 0 || text[at - 1] == FoldedName::kOr) {
            const bool whole = end == text.size() || text[end] == FoldedName::kOr;
            fit = initials ? SearchFit::Initials : whole ? SearchFit::Whole : SearchFit::Beginning;
        } else if (!initials && at < 64 && ((starts >> at) & 1U) != 0) {
            fit = SearchFit::WordStart;
        }
        best = std::min(best, fit);
    }
    return best;
}

SearchFit SearchIndex::fitOf(const Entry& entry, std::string_view query, bool latin, bool& fits) const {
    SearchFit best = SearchFit::NearMiss;
    fits = false;
    const auto better = [&](SearchFit fit) {
        fits = true;
        best = std::min(best, fit);
    };
    for (int which = 0; which < (latin ? 4 : 1); ++which) {
        const std::string_view text = part(entry, which);
        if (text.size() < query.size()) continue;
        const void* found = ::memmem(text.data(), text.size(), query.data(), query.size());
        if (found == nullptr) continue;
        const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
        if (which == Initials || which == Pinyin)
            better(soundFit(text, query, entry.starts, which == Initials));
        else if (at == 0)
            better(text.size() == query.size() ? SearchFit::Whole : SearchFit::Beginning);
        else
            better(which == Text ? SearchFit::WordStart : SearchFit::Inside);
    }
    return best;
}

void SearchIndex::exact(std::string_view query, bool latin, const Stop& stop,
                        std::vector<Scored>& hits) const {
    const Marks wanted = marksOf(query);
    const std::uint32_t hash = hashOf(query);
    const auto take = [&](std::size_t i) {
        bool fits = false;
        const SearchFit fit = fitOf(entries_[i], query, latin, fits);
        if (!fits) return;
        const std::uint32_t order = (255U - entries_[i].weight) * 256U + entries_[i].size[Text];
        hits.push_back({{static_cast<std::uint32_t>(i), fit}, order});
    };
    std::size_t i = 0;
    for (; i < entries_.size() && hits.size() < kMostHits && !stop(i); ++i)
        if (((wanted.triplesA & ~triplesA_[i]) | (wanted.triplesB & ~triplesB_[i]) |
             (wanted.pairs & ~pairs_[i])) == 0 ||
            (latin && (wanted.pairs & ~initialPairs_[i]) == 0))
            take(i);
    for (; i < entries_.size() && !stop(i); ++i)
        if (whole_[i] == hash) take(i);
}

bool SearchIndex::isNear(const Entry& entry, std::string_view query, bool latin) const {
    if (latin) {
        for (const int which : {Text, Pinyin, English})
            if (holdsWithOneError(part(entry, which), query)) return true;
        return false;
    }
    // By characters: each of the query's left out, or exchanged for whatever stands there, or one put
    // between.
    const std::string_view text = part(entry, Text);
    const auto next = [](std::string_view of, std::size_t at) {
        do ++at;
        while (at < of.size() && (static_cast<unsigned char>(of[at]) & 0xC0U) == 0x80U);
        return at;
    };
    for (std::size_t at = 0; at < query.size(); at = next(query, at)) {
        const std::string_view before = query.substr(0, at);
        const std::string_view rest = query.substr(at);
        const std::string_view after = query.substr(next(query, at));
        for (std::size_t from = 0; from < text.size(); ++from) {
            from = text.find(before, from);
            if (from == std::string_view::npos) break;
            const std::size_t stand = from + before.size();
            if (text.substr(stand).starts_with(after)) return true;
            if (stand >= text.size()) continue;
            const std::string_view beyond = text.substr(next(text, stand));
            if (beyond.starts_with(after) || (at > 0 && beyond.starts_with(rest))) return true;
        }
    }
    return false;
}

void SearchIndex::near(std::string_view query, bool latin, const Stop& stop,
                       std::vector<Scored>& hits) const {
    // One error is in one half: the other stands there as it was typed.
    std::size_t middle = query.size() / 2;
    while ((static_cast<unsigned char>(query[middle]) & 0xC0U) == 0x80U) ++middle;
    const std::string_view halves[] = {query.substr(0, middle), query.substr(middle)};
    const Marks wanted[] = {marksOf(halves[0]), marksOf(halves[1])};
    for (std::size_t i = 0; i < entries_.size() && hits.size() < kMostHits && !stop(i); ++i) {
        const auto lacks = [&](const Marks& half) {
            return (half.triplesA & ~triplesA_[i]) | (half.triplesB & ~triplesB_[i]) |
                   (half.pairs & ~pairs_[i]);
        };
        if (lacks(wanted[0]) != 0 && lacks(wanted[1]) != 0) continue;
        const Entry& entry = entries_[i];
        const std::string_view all = std::string_view(letters_).substr(
            entry.text, std::size_t{0} + entry.size[0] + entry.size[1] + entry.size[2] + entry.size[3]);
        const auto holds = [&](std::string_view half) {
            return ::memmem(all.data(), all.size(), half.data(), half.size()) != nullptr;
        };
        if (!holds(halves[0]) && !holds(halves[1])) continue;
        if (isNear(entry, query, latin))
            hits.push_back({{static_cast<std::uint32_t>(i), SearchFit::NearMiss},
                            (255U - entry.weight) * 256U + entry.size[Text]});
    }
}

SearchQuery SearchIndex::query(std::string_view typed) {
    SearchQuery query{std::string(shortened(folder_.foldQuery(typed))), false};
    query.latin = isLatin(query.text);
    return query;
}

std::vector<SearchHit> SearchIndex::find(const SearchQuery& asked, std::size_t limit,
                                         const std::atomic<bool>* cancel) const {
    const auto& [query, latin] = asked;
    const Stop stop{cancel};
    std::vector<Scored> hits;
    if (!query.empty()) {
        exact(query, latin, stop, hits);
        if (latin && hits.empty() && query.find('v') != std::string::npos) {  // "lv" is typed for lü
            std::string other = query;
            std::replace(other.begin(), other.end(), 'v', 'u');
            exact(other, latin, stop, hits);
        }
        if (hits.empty() && characters(query) >= (latin ? kLatinLetters : kHanLetters) && query.size() < 64)
            near(query, latin, stop, hits);
    }
    const auto before = [](const Scored& a, const Scored& b) {
        if (a.hit.fit != b.hit.fit) return a.hit.fit < b.hit.fit;
        if (a.order != b.order) return a.order < b.order;
        return a.hit.entry < b.hit.entry;
    };
    const std::size_t count = std::min(limit, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count), hits.end(), before);
    std::vector<SearchHit> result;
    result.reserve(count);
    for (std::size_t i = 0; i < count; ++i) result.push_back(hits[i].hit);
    return result;
}

}  // namespace atlas::layers
