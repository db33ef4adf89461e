#pragma once
// The character in the symbols of a term.

#include <string_view>

#include "layers/catalog.h"
#include "scene/glyph_atlas.h"

namespace atlas::layers {

/// In "zh" or "en"; 0: the term has none. Pure.
inline char32_t signOf(const Term& term, std::string_view language) {
    const auto characters = scene::codePoints(term.glyph.in(language));
    return characters.empty() ? 0 : characters.front();
}

/// Writes the signs of another language into pins; `termOf(pin)` may be null. Drawing thread.
template <typename Pins, typename TermOf>
void changeSigns(Pins& pins, std::string_view language, const TermOf& termOf) {
    for (std::size_t i = 0; i < pins.pins().size(); ++i) {
        const Term* term = termOf(i);
        const char32_t sign = term != nullptr ? signOf(*term, language) : 0;
        if (sign == pins.pins()[i].glyph) continue;
        auto look = pins.pins()[i];
        look.glyph = sign;
        pins.setPin(i, look);
    }
}

}  // namespace atlas::layers
