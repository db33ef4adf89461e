#pragma once
// What every layer is: a thing that makes its nodes once and afterwards only changes state.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/feature_table.h"
#include "geodata/imagery.h"
#include "layers/card.h"
#include "layers/catalog.h"
#include "layers/sites/site_places.h"
#include "layers/style.h"
#include "scene/labels.h"
#include "scene/stage.h"
#include "ui/translations.h"

namespace atlas::layers {

/// A feature under the pointer. What is drawn over the rest wins: a symbol before a line, a line before a
/// body, a body before an area, an area before what covers the ground; within one rank the nearer.
struct Hit {
    enum class Rank { Ground, Area, Body, Line, Symbol };
    std::size_t row = 0;
    double distance = 0;  ///< metres from the eye
    Rank rank = Rank::Symbol;
};

/// Where the pointer is. `ground` is the distance in metres along `ray` (unit vector, scene space: heights
/// exaggerated) to the ground or water, infinity for sky: what lies behind is hidden.
struct PickRay {
    const scene::Projector& projector;
    double x, y;   ///< pixel, from the top left
    double slack;  ///< points that a finger may miss by
    osg::Vec3d ray;
    double ground;
};

/// Where to look at a feature: map x, y and true height of its middle, and how far it reaches, metres.
struct Place {
    osg::Vec3d middle;
    double radius = 0;
};

/// What was read for a layer. Outlives it.
struct LayerData {
    const geodata::FeatureTable& table;
    const geodata::FeatureTable* related = nullptr;  ///< LayerEntry::related, where it could be read
    const geodata::RasterContent* raster = nullptr;  ///< of a kind that is drawn from a raster
    TableOfLayer tableOf = {};                       ///< the map's other layers
};

/// Parts of a layer that are switched off, by LegendEntry::part.
using HiddenParts = std::set<std::string, std::less<>>;

/// Drawing thread. The entry, the table and the stage outlive the layer. A layer makes its nodes once, adds
/// them to stage.content() and afterwards changes states and uniforms only.
class Layer {
  public:
    explicit Layer(const LayerEntry& entry)
        : entry_(entry), visible_(entry.visible), opacity_(entry.opacity) {}
    virtual ~Layer() = default;
    Layer(const Layer&) = delete;
    Layer& operator=(const Layer&) = delete;

    const LayerEntry& entry() const { return entry_; }

    // How it is shown. Each setter tells the class through appearanceChanged() when something is new.
    bool visible() const { return visible_; }
    void setVisible(bool visible) { change(visible_, visible); }
    double opacity() const { return opacity_; }  ///< 0..1, on top of the style's own
    void setOpacity(double opacity) { change(opacity_, opacity); }
    const HiddenParts& hiddenParts() const { return hiddenParts_; }
    void setHiddenParts(const HiddenParts& parts) { change(hiddenParts_, parts); }
    std::optional<std::size_t> hovered() const { return hovered_; }
    void setHovered(std::optional<std::size_t> row) { change(hovered_, row); }
    std::optional<std::size_t> selected() const { return selected_; }
    void setSelected(std::optional<std::size_t> row) { change(selected_, row); }
    /// The field whose values colour its features. Empty: all alike. For layers with colorFields() only.
    const std::string& colorField() const { return colorField_; }
    void setColorField(const std::string& field) { change(colorField_, field); }
    /// The fields a person may choose from; empty: its colours are no matter of choice.
    virtual std::vector<std::string> colorFields() const { return {}; }
    /// The field it starts with.
    virtual std::string ownColorField() const { return {}; }
    /// Called once before the first frame and whenever its file has changed; `style` lives as long as the
    /// layer.
    virtual void setStyle(const Style& /*style*/) {}

    /// The signs in its symbols are those of this language ("zh" or "en"; "zh" before the first call).
    virtual void setLanguage(std::string_view /*language*/) {}

    /// Whether there is something of it to see on the map and to be switched there.
    virtual bool onMap() const { return true; }

    // What it knows of its features. Rows are the table's.
    virtual std::size_t rows() const { return 0; }
    /// What names a row in sessions and on the command line; "" for rows that cannot be chosen.
    virtual std::string id(std::size_t /*row*/) const { return {}; }
    /// The row with this id(). Tables of millions do better than to ask them all.
    virtual std::optional<std::size_t> find(std::string_view wanted) const {
        for (std::size_t row = 0; !wanted.empty() && row < rows(); ++row)
            if (id(row) == wanted) return row;
        return std::nullopt;
    }
    virtual std::string name(std::size_t /*row*/, std::string_view /*language*/) const { return {}; }
    virtual std::optional<Place> place(std::size_t /*row*/) const {
        return std::nullopt;
    }  ///< none: not located
    virtual std::optional<Card> card(std::size_t /*row*/, const ui::Translations& /*texts*/) const {
        return std::nullopt;
    }
    /// The course of a row that can be walked: map x, y and true height of the ground, metres. Empty: none.
    virtual std::vector<osg::Vec3d> path(std::size_t /*row*/) const { return {}; }
    virtual std::vector<LegendEntry> legend(const ui::Translations& /*texts*/) const { return {}; }
    /// All text of the data that cards, legend and lists may show, for the font.
    virtual std::string characters() const { return {}; }

    /// Names for the map in "zh" or "en". Label::owner is the row.
    virtual std::vector<scene::Label> labels(std::string_view /*language*/) const { return {}; }
    /// Names of what is in the picture now, of layers that have too many to name all; asked for again when
    /// the revision has changed.
    virtual std::vector<scene::Label> movingLabels(std::string_view /*language*/) const { return {}; }
    virtual std::uint64_t movingLabelsRevision() const { return 0; }
    /// Whether a label of this layer is to be left out now.
    virtual bool labelHidden(const scene::Label& /*label*/) const { return !visible(); }
    /// Before each frame. `instant`: no animation, the frame is a picture of the final state. True while
    /// something still moves.
    virtual bool update(const scene::Projector& /*projector*/, double /*seconds*/, bool /*instant*/) {
        return false;
    }
    /// Whether a body of this layer stands between two points (map x, y, scene height), other than the body
    /// of `own`. Asked only while the layer is visible.
    virtual bool hides(const osg::Vec3d& /*eye*/, const osg::Vec3d& /*point*/,
                       std::optional<std::size_t> /*own*/) const {
        return false;
    }
    /// Adds the boxes of symbols that names of other features keep clear of. After update().
    virtual void obstacles(const scene::Projector& /*projector*/,
                           std::vector<scene::ScreenBox>& /*boxes*/) const {}
    /// Where to fly when what is under the pointer stands for several features at once. Asked only while the
    /// layer is visible.
    virtual std::optional<Place> gathering(const PickRay& /*pointer*/) const { return std::nullopt; }
    /// Lights what stands for several features under the pointer, and its members in lists; nullptr: nothing.
    /// Whether there is such a thing.
    virtual bool hoverGathering(const PickRay* /*pointer*/) { return false; }
    /// The front-most visible feature under the pointer. Asked only while the layer is visible.
    virtual std::optional<Hit> pick(const PickRay& /*pointer*/) const { return std::nullopt; }

  protected:
    virtual void appearanceChanged() {}

  private:
    template <class Value>
    void change(Value& held, const Value& wanted) {
        if (held == wanted) return;
        held = wanted;
        appearanceChanged();
    }

    const LayerEntry& entry_;
    bool visible_;
    double opacity_;
    HiddenParts hiddenParts_;
    std::string colorField_;
    std::optional<std::size_t> hovered_, selected_;
};

/// The rings of a row in scene terms, map coordinates.
std::vector<std::vector<osg::Vec2d>> ringsOf(const geodata::FeatureTable& table, std::size_t row);

/// The layer class for entry.kind; nullptr for a kind that this program does not draw.
std::unique_ptr<Layer> makeLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog,
                                 scene::Stage& stage);

}  // namespace atlas::layers
