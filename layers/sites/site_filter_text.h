#pragma once
// The site filter in words: "industry=文旅产业,现代商贸业; investment=1..10; undisclosed=exclude".
//
//   EXPR  = [ part { ";" part } ]              parts are joined by AND; each key at most once
//   part  = key "=" value { "," value }        values are joined by OR
//   key   = industry | status | category | subdistrict | district | investment | undisclosed | year | located
//         | within | view | text | an id of the catalogue's [[layer.near]]
//   value = bare | '"' any text, with "" for a quote '"'
//
// Lists (industry, status, category, subdistrict, district) take values as the data has them or their label
// in either language; "" is "none given". investment and year take LOW..HIGH, ..HIGH, LOW.. or one number,
// investment also "outside LOW..HIGH"; near measures take a range of metres; within and view take the corners
// of an area, "LON LAT" in degrees WGS 84, three or more; undisclosed
// include, exclude or only (left out: as Undisclosed::Automatic); located any, only or not; text any one
// text. Bare values lose blanks at their ends. The full-width ；，＝ of Chinese keyboards do as well as ; ,
// =.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/report.h"
#include "layers/catalog.h"
#include "layers/sites/site_filter.h"
#include "ui/translations.h"

namespace atlas::layers {

struct ParsedSiteFilter {
    std::optional<SiteFilter> filter;  ///< empty: `error` says why
    std::size_t position = 0;          ///< 1-based, in characters, where the error is
    std::string error;                 ///< what was expected, English, without the position
    /// The same for translations: a message with {} for each of the words.
    const char* message = "";
    std::vector<std::string> words;
    std::string errorIn(const ui::Translations& texts) const;
    geodata::Sentence sentence() const;  ///< `error` for a report
};

/// `catalog` gives the vocabularies that labels are looked up in; a value in none is taken as it stands.
/// Never throws.
ParsedSiteFilter parseSiteFilter(std::string_view expression, const Catalog& catalog);

/// parseSiteFilter(formatSiteFilter(f)) == f for every f whose values are not another value's label,
/// with `outside` only beside a range and no empty ranges in `near`.
std::string formatSiteFilter(const SiteFilter& filter);

/// A sentence about the first value that neither the data nor its vocabulary has (a typing error would
/// otherwise quietly give no sites), in English without `texts`; nullopt when all are known.
std::optional<std::string> unknownValue(const SiteTable& sites, const SiteFilter& filter,
                                        const ui::Translations* texts = nullptr);

}  // namespace atlas::layers
