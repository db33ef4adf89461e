#pragma once
// The whole state of a view as one value: saved, reloaded, compared, handed to the renderer.

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/view/bookmark.h"
#include "app/view/tools/tool_state.h"
#include "geodata/report.h"
#include "layers/catalog.h"
#include "layers/sites/site_filter.h"

namespace atlas::app {

constexpr double kMostWater = 10000;  ///< metres, either way: levels beyond are slips of the hand

struct Session {
    layers::GeoCamera camera;
    double time = 0;          ///< seconds since 1970 UTC
    double waterLevel = 0;    ///< metres, the map's vertical datum
    double exaggeration = 1;  ///< 0.1..5
    bool contours = true;
    bool shadows = true;                    ///< that buildings cast
    std::map<std::string, bool> layers;     ///< by id; a layer that is not named is as the catalogue says
    std::map<std::string, double> opacity;  ///< by id, 0..1; not named: as the catalogue says
    /// By layer id: parts of it that are switched off (LegendEntry::part).
    std::map<std::string, std::set<std::string, std::less<>>> hiddenParts;
    /// By layer id: the field that colours it. Not named: the layer's own choice.
    std::map<std::string, std::string> colorFields;
    std::vector<std::string> terrain;  ///< rasters of heights over the catalogue's ground, the first on top
    std::vector<std::string> added;    ///< files besides the catalogue's, as LayerEntry::added
    layers::SiteFilter filter;
    layers::FilteredOut filteredOut = layers::FilteredOut::Vanish;  ///< how sites look that do not pass
    std::vector<Bookmark> bookmarks;
    std::string selected;  ///< "layer:feature id", "" = nothing
    std::string language = "zh";
    ToolState tools;           ///< what the planner's tools hold
    std::string theme;         ///< id of the catalogue's, "" = its first
    bool lightPanels = false;  ///< panels light instead of dark
    double typeScale = 1;      ///< of type, panels and symbols: 1..2
    std::string extra;         ///< TOML that another version wrote and this one does not know; kept

    bool operator==(const Session&) const = default;
};

/// The sizes of type to choose from.
constexpr std::array<double, 5> kTypeScales{1, 1.25, 1.5, 1.75, 2};

/// The opening state of a map: its first view, its time and water level. Errors in the catalogue's time are
/// ignored (the epoch is noon).
Session openingSession(const layers::Catalog& catalog, const std::string& language);

constexpr int kSessionVersion = 1;

/// TOML, UTF-8, the same text for the same session. Pure.
std::string toToml(const Session& session);

/// What could be read of a session's text.
struct ReadSession {
    std::optional<Session> session;  ///< empty: nothing of it can be used
    geodata::Report report;          ///< names keys; errors: what is lost
    /// Saving the session in the text's place loses nothing: it was TOML, whole, of this version or an older
    /// one, and every value could be used.
    bool replaceable = false;
};
/// TOML, or the JSON of early versions. What the text does not name or names in a way that cannot be used
/// stays as in `base`; of a text that was cut off the part before the cut is used. Never throws.
ReadSession readSession(const std::string& text, const Session& base, const layers::Catalog& catalog);

/// A camera that can be looked through: finite, on the globe, height 1..100,000 m, pitch -89..90. Otherwise
/// what is wrong with it.
std::optional<geodata::Sentence> cameraProblem(const layers::GeoCamera& camera);
/// "LON,LAT,HEIGHT,HEADING,PITCH". nullopt and a reason when it is not five finite numbers in range.
std::optional<layers::GeoCamera> parseCamera(const std::string& text, geodata::Sentence& reason);

}  // namespace atlas::app
