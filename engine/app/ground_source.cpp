#include "app/ground_source.h"

namespace atlas::app {

std::string groundSource(const District& district, std::string_view language) {
    std::string source;
    for (const auto& terrain : district.terrain) {
        if (!terrain.source) continue;
        const layers::TerrainEntry& entry = *terrain.entry;
        source += (source.empty() ? "" : "; ") + entry.name.in(language);
        if (!entry.source.empty()) source += ": " + district.catalog.phrase(entry.source, language);
        if (!entry.licence.empty()) source += " (" + district.catalog.phrase(entry.licence, language) + ")";
    }
    return source;
}

}  // namespace atlas::app
