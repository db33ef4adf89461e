// What a HUD may show of the data, for the font.

#include <unordered_set>

#include "app/view/hud.h"

namespace atlas::app {

namespace {

// What stands in a table, in Chinese where the catalogue has it so; each phrase once, however long the table.
void addPhrases(std::string& all, std::unordered_set<const char*>& known,
                const std::optional<geodata::FeatureTable>& table, const layers::Catalog& catalog) {
    if (!table || !catalog.phrases) return;
    for (const geodata::Column& column : table->columns)
        if (const auto* text = std::get_if<geodata::TextValues>(&column.values))
            for (const std::string& value : text->values)
                if (const char* chinese = catalog.phrases->tr(value.c_str());
                    chinese != value.c_str() && known.insert(chinese).second)
                    all += chinese;
}

}  // namespace

std::string hudCharacters(const MapView& view) {
    const layers::Catalog& catalog = view.district().catalog;
    std::string all = catalog.title.zh + catalog.waterNote.zh;
    std::unordered_set<const char*> known;
    for (const LoadedLayer& loaded : view.district().layers) {
        addPhrases(all, known, loaded.table, catalog);
        addPhrases(all, known, loaded.related, catalog);
    }
    for (const auto& layer : catalog.layers) {
        for (const std::string& text : {layer.attribution, layer.licence})
            all += text + catalog.phrase(text, "zh");
        all += layer.name.zh + layer.about.zh + layer.date;
        for (const auto& batch : layer.batches) all += batch.label.zh + batch.explain.zh;
        for (const auto& near : layer.near) all += near.label.zh;
    }
    for (const auto& [name, terms] : catalog.vocabularies)
        for (const layers::Term& term : terms)
            all +=
                term.label.zh + term.label.en + term.group.zh + term.group.en + term.glyph.zh + term.glyph.en;
    for (const auto& terrain : catalog.terrain)
        all += terrain.name.zh + terrain.source + catalog.phrase(terrain.source, "zh");
    for (const auto& v : catalog.views) all += v.name.zh;
    for (const auto& layer : view.layers()) all += layer->characters();
    return all;
}

}  // namespace atlas::app
