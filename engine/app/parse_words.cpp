#include "app/parse_words.h"

#include <fmt/format.h>

#include <regex>

namespace atlas::app {

namespace {

struct Sentence {
    const char* pattern;  ///< as CLI11 2.1 (Error.hpp, Validators.hpp) builds it, whole
    const char* words;
};

}  // namespace

std::string parseWords(const std::string& sentence, const ui::Translations& texts) {
    using ui::trLater;
    static const Sentence known[] = {
        {"The following arguments? (?:was|were) not expected: (.*)", trLater("not expected: {0}")},
        {"A subcommand is required", trLater("a subcommand is required")},
        {"(.*) is required", trLater("{0} is required")},
        {"(.*) requires (.*)", trLater("{0} requires {1}")},
        {"(.*) excludes (.*)", trLater("{0} excludes {1}")},
        {"(.*): 1 required (.*) missing", trLater("{0} lacks its value ({1})")},
        {"(.*): (\\d+) required (.*) missing", trLater("{0} lacks {1} values ({2})")},
        {"(.*): At Most (\\d+) required but received (\\d+)",
         trLater("{0} takes at most {1} values, not {2}")},
        {"(.*): At least (\\d+) required but received (\\d+)",
         trLater("{0} takes at least {1} values, not {2}")},
        {"Expected exactly (\\d+) arguments to (.*), got (\\d+)", trLater("{1} takes {0} values, not {2}")},
        {"Expected at least (\\d+) arguments to (.*), got (\\d+)",
         trLater("{1} takes at least {0} values, not {2}")},
        {"Could not convert: (.*) = (.*)", trLater("{0}: \"{1}\" is not such a value")},
        {"The value (.*) is not an allowed value for (.*)", trLater("{1}: \"{0}\" is not such a value")},
        {"(.*): Value (.*) not in range (.*) to (.*)", trLater("{0}: {1} is not within {2} to {3}")},
        {"(.*): (.*) not in \\{(.*)\\}", trLater("{0}: \"{1}\" is none of {2}")},
        {"(.*): Value (.*) could not be converted", trLater("{0}: \"{1}\" is not such a value")},
        {"(.*) was given a disallowed flag override", trLater("{0} takes no value")},
    };
    for (const Sentence& one : known) {
        std::smatch part;
        if (!std::regex_match(sentence, part, std::regex(one.pattern))) continue;
        // The library writes bounds with six decimals.
        const auto text = [&](std::size_t i) {
            std::string value = part.size() > i ? part[i].str() : std::string();
            static const std::regex zeros("(-?\\d+)\\.0{6}|(-?\\d+\\.\\d*?[1-9])0+");
            std::smatch number;
            if (std::regex_match(value, number, zeros))
                value = number[1].matched ? number[1].str() : number[2].str();
            return value;
        };
        return fmt::format(fmt::runtime(texts.tr(one.words)), text(1), text(2), text(3), text(4));
    }
    return sentence;
}

}  // namespace atlas::app
