#pragma once
// What panels ask of the window.

#include <optional>
#include <string>

#include "layers/catalog.h"
#include "layers/layer.h"
#include "layers/search/typed_place.h"

namespace atlas::app {

/// What the person asked for in this frame, beyond what stands in the session.
struct HudActions {
    const layers::ViewEntry* view = nullptr;       ///< a named view to fly to
    std::string flyToFeature;                      ///< "layer:id", "" = nowhere
    std::optional<layers::Place> flyTo;            ///< a place found or marked
    std::optional<layers::TypedPlace> flyToPlace;  ///< coordinates that were typed
    bool undo = false, redo = false;
    bool drawArea = false;      ///< an area of the filter is to be drawn on the map
    std::string cardAction;     ///< CardAction::id of the selection's card, "" = none
    std::string addFile;        ///< to show besides, "" = none
    std::string removeLayer;    ///< id of an added one, "" = none
    std::string asTerrain;      ///< id of an added raster that becomes the ground, "" = none
    std::string removeTerrain;  ///< of Session::terrain, "" = none
    bool help = false;          ///< the keys shown or hidden
    bool northUp = false;
    bool saveSession = false;
    std::string saveSessionAs;            ///< a name or a path, "" = not asked for
    std::string openSession;              ///< its file, "" = none
    std::string tour;                     ///< file of a tour to begin, "" = none
    bool recordTour = false;              ///< a new tour is to be recorded
    std::string editTour;                 ///< file of a recorded tour to change, "" = none
    bool keepView = false;                ///< as a bookmark
    std::optional<std::size_t> bookmark;  ///< of the session, to fly to
    bool picture = false;                 ///< the dialog for pictures
    bool copyPicture = false;             ///< the map onto the clipboard
    double zoom = 0;                      ///< steps toward the middle of the picture
};

}  // namespace atlas::app
