#pragma once
// The catalogue's entries about data: its layers, and the words that their values are shown with.

#include "layers/catalog.h"
#include "layers/toml_reader.h"

namespace atlas::layers {

constexpr double kFarMetres = 1e7;  // more than any height or distance a map of a district means

/// [[layer]]: what is wrong with one is named in `context` and costs that layer alone.
void readLayers(TomlReader& root, Catalog& catalog, TomlContext& context);
/// [[vocabulary.NAME]]: likewise, a term.
void readVocabularies(TomlReader& root, Catalog& catalog, TomlContext& context);

}  // namespace atlas::layers
