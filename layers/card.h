#pragma once
// What is said about one feature, as a value: every layer fills the same form, one panel draws it.

#include <array>
#include <string>
#include <vector>

namespace atlas::layers {

/// A field of a feature in words. An empty value is not shown.
struct CardLine {
    std::string label, value;
    std::string note;  ///< how the value came about (assigned by compiler, measured, …), may be empty
};

/// Where figures come from: a web address or a citation.
struct CardSource {
    std::string label, text;
};

/// A reported figure that a chart may show.
struct CardFigure {
    std::string label;
    double value = 0;
    std::string shown;    ///< the value with its unit as it is read, such as "1191 万人次"
    std::string period;   ///< what time it is about, may be empty
    std::string source;   ///< web address or citation
    std::string scale;    ///< figures of one scale have bars that compare; empty: none
    bool change = false;  ///< percent against a year before: its bar shows both years
    std::string note;     ///< what the source adds, may be empty
};

/// Heights along a feature. Distances and heights in metres, same length; NaN heights are gaps.
struct CardProfile {
    std::vector<double> distance, height;
    std::string note;  ///< what the heights are and how good
};

/// Something to do with the feature besides flying there, such as walking along it.
struct CardAction {
    std::string id;  ///< the layer's own name for it, given back through Layer::act()
    std::string label;
};

/// All texts are in the language that was asked for, UTF-8.
struct Card {
    std::string title, subtitle;                      ///< subtitle: the name in the other language
    std::array<float, 3> color{0.55F, 0.55F, 0.55F};  ///< sRGB of the feature's sign on the map
    bool hollow = false;                              ///< the sign is a ring: its magnitude is not disclosed
    std::string kind;                    ///< beside the sign: industry · status, "cliff walkway", …
    std::string headline, headlineNote;  ///< the one big figure; may be empty
    std::vector<CardLine> lines;
    std::vector<CardFigure> figures;
    CardProfile profile;
    std::vector<CardAction> actions;
    std::vector<CardSource> sources;
    std::string licence;
};

/// What a sign on the map means. `part` is not empty where the entry can be switched by itself.
struct LegendEntry {
    enum class Sign { Fill, Line, Disc, Ring, Square, None };
    Sign sign = Sign::Fill;
    std::array<float, 3> color{0.5F, 0.5F, 0.5F};  ///< sRGB
    std::string label;
    std::string glyph;  ///< drawn in the sign, may be empty
    std::string part;   ///< the name it is switched by in Session::parts
    float radius = 0;   ///< points, of a disc that is drawn as large as on the map; 0 = of the text's size
};

}  // namespace atlas::layers
