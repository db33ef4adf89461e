#include "app/ground_source.h"

namespace atlas::app {

std::string groundSource(const District& district, std::string_view language) {
    std::string source;
    for (const auto& terrain : district.terrain) {
        if (!terrain.source) continue;
        source += (source.empty() ? "" : "; ") + terrain.entry->name.in(language);
        if (!terrain.entry->source.empty()) source += ": " + terrain.entry->source;
        if (!terrain.entry->licence.empty()) source += " (" + terrain.entry->licence + ")";
    }
    return source;
}

}  // namespace atlas::app
