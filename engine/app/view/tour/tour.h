#pragma once
// A tour as data: stops, what they show, what is said there. Read from TOML files that a catalogue names.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/view/session.h"
#include "geodata/report.h"
#include "layers/catalog.h"

namespace atlas::app {

/// What the map shows at a stop; what is not named is as the tour's start.
struct TourShow {
    std::map<std::string, bool> layers;
    std::optional<layers::SiteFilter> filter;
    std::optional<double> time;   ///< seconds since 1970 UTC
    std::optional<double> water;  ///< metres, the map's vertical datum
    std::optional<std::string> select, theme, relief;
    std::optional<bool> depths;  ///< of a flood in classes
    std::optional<bool> contours;
    void onto(Session& session) const;  ///< the camera is no part of it
    /// Calls `take(value of one, value of other)` for all that is no layer.
    template <class Take>
    static void eachValue(TourShow& one, const TourShow& other, const Take& take) {
        take(one.filter, other.filter);
        take(one.time, other.time);
        take(one.water, other.water);
        take(one.select, other.select);
        take(one.theme, other.theme);
        take(one.relief, other.relief);
        take(one.depths, other.depths);
        take(one.contours, other.contours);
    }
};

/// A stop that goes along a way at eye height.
struct TourWalk {
    std::string feature;      ///< "layer:feature id"
    double from = 0, to = 1;  ///< shares of its length; from > to: against its direction
    double speed = 6;         ///< metres a second
    double eye = 2;           ///< metres above the ground of the way
};

struct TourStop {
    layers::GeoCamera camera;      ///< of a stop that is no walk
    std::optional<TourWalk> walk;  ///< its length and speed say how long the stop takes
    double dwell = 6;              ///< seconds of a stop that is no walk
    double flight = 0;             ///< seconds of the flight to it, 0 = as the way asks for
    double orbit = 0;              ///< degrees that the camera goes round what it looks at while it dwells
    bool chart = false;            ///< of what is selected: its figure and chart are shown beside the map
    layers::Localized title, caption;
    std::string source;  ///< where the facts of the caption are from
    TourShow show;
    std::string file;  ///< that it stands in
    int line = 0;
};

struct Tour {
    std::string id;  ///< the file's name without folder and extension
    std::string file;
    layers::Localized title, about;
    TourShow show;  ///< of all stops
    std::vector<TourStop> stops;
};

/// The file of a tour: one of the catalogue's by its id, or a file of that name; "" when there is neither.
std::string findTour(const std::string& wanted, const layers::Catalog& catalog);

/// Reads a tour and the tours that it includes. What is wrong is an error that names file, line and key; the
/// stop is left out and the others are the tour. No value when no stop is left. Blocks, any thread, never
/// throws.
geodata::Loaded<Tour> loadTour(const std::string& file, const layers::Catalog& catalog);

}  // namespace atlas::app
