#pragma once
// Finding features by name among very many, while a person types.

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "layers/search/name_folder.h"

namespace atlas::layers {

/// How well a name fits, best first.
enum class SearchFit : std::uint8_t { Whole, Beginning, Initials, WordStart, Inside, NearMiss };

struct SearchHit {
    std::uint32_t entry = 0;  ///< number of the add() call
    SearchFit fit = SearchFit::Inside;
    bool operator==(const SearchHit&) const = default;
};

/// What a person typed, made ready.
struct SearchQuery {
    std::string text;    ///< folded
    bool latin = false;  ///< no Han characters
};

/// Filled by one thread, then read: find() by any number of threads, query() by one at a time. About 120
/// bytes a name.
class SearchIndex {
  public:
    /// Names of one thing, either may be empty. `weight` 0..255: what of equal fit comes first.
    void add(std::string_view zh, std::string_view en, std::uint8_t weight);
    std::size_t size() const { return entries_.size(); }

    /// At most `limit` hits: by fit, then weight, then the shorter name, then order of add(). Chinese in
    /// either script, pinyin with or without tones, initials, English; where nothing fits, names one letter
    /// away (wrong, missing, one too many) for queries of four letters or three Han characters and more. Of
    /// very common parts of names (more than kMostHits) it may miss better placed ones; whole names it never
    /// misses.
    /// `cancel`: looked at now and then; what has been found by then is no answer.
    std::vector<SearchHit> find(const SearchQuery& query, std::size_t limit,
                                const std::atomic<bool>* cancel = nullptr) const;
    SearchQuery query(std::string_view typed);
    std::vector<SearchHit> find(std::string_view typed, std::size_t limit) {
        return find(query(typed), limit);
    }

    static constexpr std::size_t kMostHits = 20000;

  private:
    struct Entry {
        std::uint32_t text = 0;               ///< where its parts begin in letters_
        std::uint8_t size[4] = {0, 0, 0, 0};  ///< bytes of: text, pinyin, initials, English
        std::uint8_t weight = 0;
        std::uint64_t starts = 0;
    };
    struct Scored {
        SearchHit hit;
        std::uint32_t order;  ///< weight and length: less is better
    };
    struct Stop;
    std::string_view part(const Entry& entry, int which) const;
    SearchFit fitOf(const Entry& entry, std::string_view query, bool latin, bool& fits) const;
    static SearchFit soundFit(std::string_view text, std::string_view query, std::uint64_t starts,
                              bool initials);
    void exact(std::string_view query, bool latin, const Stop& stop, std::vector<Scored>& hits) const;
    bool isNear(const Entry& entry, std::string_view query, bool latin) const;
    void near(std::string_view query, bool latin, const Stop& stop, std::vector<Scored>& hits) const;

    NameFolder folder_;
    std::string letters_;
    std::vector<Entry> entries_;
    // Pairs and triples of bytes that a name has, hashed to a bit each: what has not all of a query's is
    // passed over without being read.
    std::vector<std::uint64_t> pairs_, triplesA_, triplesB_, initialPairs_;
    std::vector<std::uint32_t> whole_;  ///< hash of the whole text
};

/// Whether `text` holds `pattern` with one character wrong, missing or too many (Wu and Manber, "Fast text
/// searching allowing errors", CACM 35(10), 1992). Bytes; patterns of 2 to 63.
bool holdsWithOneError(std::string_view text, std::string_view pattern);

}  // namespace atlas::layers
