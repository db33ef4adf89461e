#pragma once
// Water levels on record, and what is told when water comes to it. No GL.

#include <optional>
#include <string>
#include <vector>

#include "app/district.h"

namespace atlas::app {

/// A level that is on record, from the catalogue's layer of kind "levels".
struct RecordedLevel {
    layers::Localized name;
    double level = 0;      ///< metres in the map's datum
    std::string reported;  ///< as the source gives it
    layers::Localized datum, when, note;
    std::string kind, source;
};

/// Of the layer; empty without one. `offset`: what the other datum is above the map's, where it is on record.
std::vector<RecordedLevel> recordedLevels(const District& district, std::optional<double>& offset);

/// Whether the features of a layer are listed when water reaches them.
bool countsAsReached(const layers::LayerEntry& entry);

}  // namespace atlas::app
