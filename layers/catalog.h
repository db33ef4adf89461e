#pragma once
// The catalogue: one TOML file that names a map's CRS, its terrain, its layers, views and vocabularies. A
// person makes a map of another district by writing another catalogue; no place name or figure of a district
// stands in C++.

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/report.h"
#include "ui/translations.h"

namespace atlas::layers {

/// A text for people in the two languages of the interface, UTF-8. `in()` falls back to the other one when
/// empty.
struct Localized {
    std::string zh;
    std::string en;
    const std::string& in(std::string_view language) const {  ///< "zh" or "en"
        const std::string& wanted = language == "en" ? en : zh;
        return wanted.empty() ? (language == "en" ? zh : en) : wanted;
    }
    bool empty() const { return zh.empty() && en.empty(); }
};

/// A source of heights; sources are listed by priority, first wins where it has data.
struct TerrainEntry {
    std::string id;
    Localized name;
    std::string path;  ///< absolute, or as GDAL wants it (resolved against the catalogue's folder)
    std::string crs;   ///< declared CRS, "" = the file's
    std::string
        coverage;  ///< "path|layer" of polygons with a text field `kind` (measured / extrapolated), "" = none
    double verticalOffset = 0;    ///< metres
    std::optional<double> error;  ///< metres, typical error of a height
    std::string source, date, licence;
};

/// A line of a feature's card: what field it shows and under which words.
struct CardFieldEntry {
    std::string field;  ///< of the source
    Localized label, unit;
    std::string basis;    ///< field that says how the value came about, "" = none
    bool source = false;  ///< the field holds a web address or a citation: listed below, to be clicked
};

/// Something whose distance a layer's features are asked by: "metro" is the stations of these kinds.
struct NearEntry {
    std::string id;  ///< the key in a filter's words; letters, digits, - and _
    Localized label;
    std::string layer;               ///< id of the layer whose features are measured to
    std::vector<std::string> kinds;  ///< values of its role `kind`; empty: all of them
};

/// Sites that were reported together, most of them without a name: the reported split stands beside what the
/// named ones add up to.
struct BatchEntry {
    Localized label, explain;         ///< what it is; why the two differ
    std::string role, value;          ///< the named sites have this value in this role
    std::vector<std::string> charts;  ///< of the figures: FigureChart::id
};

/// A layer as the catalogue names it. `kind` chooses the class that draws it.
struct LayerEntry {
    std::string id;
    std::string
        kind;  ///< sites | boundary | rivers | … ; an unknown kind is a warning and the layer is left out
    Localized name;
    std::string path, sublayer, crs, encoding, where;
    bool visible = true;
    double opacity = 1;
    double nearest = 0, farthest = 1e9;  ///< metres from the eye between which features are drawn
    std::string style;                   ///< resolved path of the style file, "" = the layer's own defaults
    std::string attribution, licence, date;
    Localized about;                            ///< what the data is and what it is not, in a sentence or two
    std::optional<double> error;                ///< metres, typical position error
    std::map<std::string, std::string> fields;  ///< role -> field name in the source
    std::string related;     ///< sub-layer of the same source with more about the features, "" = none
    std::string vocabulary;  ///< whose terms colour and group features by the role `kind`, "" = none
    std::vector<CardFieldEntry> card;  ///< in the order of the card
    std::string symbol;                ///< a layer kind with several ways to draw: which one
    double priority = 0;               ///< of its names against those of other layers
    double namesFrom = 1e9;            ///< metres from the eye up to which features are named
    std::string inside;                ///< id of a layer whose areas its features may lie in, "" = none
    std::vector<NearEntry> near;       ///< what its features may be near to
    std::vector<BatchEntry> batches;
    std::string added;  ///< "path" or "path|layer" of what a person brought; "" = the catalogue's own
    int line = 0;       ///< of the [[layer]] header in the catalogue
};

/// One value of a coded field (an industry, a status, a category) with how it is shown.
struct Term {
    std::string value;  ///< as it stands in the data
    Localized label;
    Localized group;                               ///< heading it stands under, may be empty
    std::array<float, 3> color{0.5F, 0.5F, 0.5F};  ///< sRGB 0..1
    Localized glyph;                               ///< one character drawn in the symbol, may be empty
    double size = 0;         ///< of its symbol: points of width or radius; 0 = the layer's own
    double farthest = 1e9;   ///< metres from the eye up to which such features are drawn
    bool below = false;      ///< such features lie below ground
    double groundWidth = 0;  ///< metres of ground such a way covers, 0 = not said
    bool moving = false;     ///< such ways carry people: lifts, escalators
};

/// Camera as a person says it: degrees WGS 84, metres above the ground below the camera, heading clockwise
/// from north, pitch below the horizon (positive looks down).
struct GeoCamera {
    double longitude = 0, latitude = 0, height = 1000, heading = 0, pitch = 30;
    bool operator==(const GeoCamera&) const = default;
};

/// A palette of the map. The first is the opening one.
struct ThemeEntry {
    std::string id;
    Localized name;
    std::string style;  ///< resolved path, see layers/factory/theme.h
    bool dark = false;  ///< names are light, and the layers' styles use their `dark` tables
};

struct ViewEntry {
    std::string id;
    Localized name;
    GeoCamera camera;
    std::string time;    ///< ISO 8601 with offset, "" = leave as it is
    std::string select;  ///< "layer:feature id" that the view is about, "" = nothing
};

/// How the map behaves as an exhibit (`yuzhong --kiosk`).
struct KioskEntry {
    std::vector<std::string> tours;  ///< that draw people in, one after another: resolved paths of tour files
    double idle = 90;        ///< seconds without a touch after which the map asks whether anybody is there
    double warning = 15;     ///< seconds that it then waits before it begins anew
    std::string language;    ///< to begin with, "zh" or "en"; "" = as the program was started
    double typeScale = 1.5;  ///< of type, panels and symbols: 1..2
    double tolerance = 16;   ///< points by which a finger may miss a feature
    bool counts = true;      ///< what is looked at is counted, see app/kiosk/usage_counts.h
    bool reach = false;      ///< controls in the lower third, for who sits
    bool contrast = false;   ///< panels without translucency, in strongest contrast
    bool reducedMotion = false;  ///< jumps instead of flights
    /// Monitors: a number, 1 being the main one, or the system's name; "" = the main one, or the map's.
    std::string mapScreen, panelScreen;
    double hang = 2;  ///< seconds without a frame after which the supervisor starts it again
};

struct Catalog {
    std::string file;    ///< as given
    std::string folder;  ///< that relative paths are resolved against
    Localized title;
    std::string crs;
    std::string verticalDatum;
    std::string timeZone;     ///< such as "+08:00"
    std::string defaultTime;  ///< ISO 8601
    double waterLevel = 0;    ///< metres in the vertical datum
    Localized waterNote;      ///< what that level is and where it comes from
    std::vector<TerrainEntry> terrain;
    std::vector<LayerEntry> layers;
    std::map<std::string, std::vector<Term>>
        vocabularies;  ///< by name: industry, status, category, …; order = display order
    std::optional<ui::Translations> phrases;  ///< texts of the data in Chinese; none: they stay as they are
    std::vector<ViewEntry> views;             ///< the first is the opening view
    std::vector<ThemeEntry> themes;
    std::vector<std::string> tours;  ///< resolved paths of tour files, in the order to offer them
    KioskEntry kiosk;

    const ViewEntry* view(std::string_view id) const;  ///< by id or by either name; nullptr if none
    const Term* term(std::string_view vocabulary, std::string_view value) const;
    /// A text of the data in "zh" or "en": whole texts that `phrases` has in Chinese, all others as they
    /// stand. For what is shown; what is filtered, sorted, searched and exported are the texts themselves.
    std::string phrase(const std::string& text, std::string_view language) const;
    /// The same of a coded field: the label of the vocabulary's term, else the phrase.
    std::string words(std::string_view vocabulary, const std::string& value, std::string_view language) const;
    const LayerEntry* layer(std::string_view id) const;
    /// By id; "" is the first one. nullptr if none.
    const ThemeEntry* theme(std::string_view id) const;
};

/// Reads a catalogue. Errors name file, line and key (TOML syntax; missing map.crs; wrong type; duplicate
/// layer id; bad colour); an unknown key is a warning, and so are phrases that cannot be read. Paths are
/// resolved but not opened. Blocks, any thread, never throws.
geodata::Loaded<Catalog> loadCatalog(const std::string& path);

}  // namespace atlas::layers
