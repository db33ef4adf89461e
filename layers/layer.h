#pragma once
// What every layer is: a thing that makes its nodes once and afterwards only changes state.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/feature_table.h"
#include "layers/catalog.h"
#include "scene/labels.h"
#include "scene/stage.h"

namespace atlas::layers {

/// A feature under the pointer.
struct Hit {
    std::size_t row = 0;
    double distance = 0;  ///< metres from the eye
};

/// Drawing thread. The entry, the table and the stage outlive the layer.
class Layer {
  public:
    explicit Layer(const LayerEntry& entry) : entry_(entry), visible_(entry.visible) {}
    virtual ~Layer() = default;
    Layer(const Layer&) = delete;
    Layer& operator=(const Layer&) = delete;

    const LayerEntry& entry() const { return entry_; }
    bool visible() const { return visible_; }
    void setVisible(bool visible) {
        visible_ = visible;
        visibilityChanged();
    }

    /// Names for the map in "zh" or "en". Label::owner is the row.
    virtual std::vector<scene::Label> labels(std::string_view /*language*/) const { return {}; }
    /// Whether a label of this layer is to be left out now.
    virtual bool labelHidden(const scene::Label& /*label*/) const { return !visible(); }
    /// Before each frame. `instant`: no animation, the frame is a picture of the final state. True while
    /// something still moves.
    virtual bool update(const scene::Projector& /*projector*/, double /*seconds*/, bool /*instant*/) {
        return false;
    }
    /// Adds the boxes of symbols that names of other features keep clear of. After update().
    virtual void obstacles(const scene::Projector& /*projector*/,
                           std::vector<scene::ScreenBox>& /*boxes*/) const {}
    /// The nearest feature within `slack` points of a pixel.
    virtual std::optional<Hit> pick(const scene::Projector& /*projector*/, double /*x*/, double /*y*/,
                                    double /*slack*/) const {
        return std::nullopt;
    }

  protected:
    virtual void visibilityChanged() {}

  private:
    const LayerEntry& entry_;
    bool visible_;
};

/// The rings of a row in scene terms, map coordinates.
std::vector<std::vector<osg::Vec2d>> ringsOf(const geodata::FeatureTable& table, std::size_t row);

/// The layer class for entry.kind; nullptr for a kind that this program does not draw.
std::unique_ptr<Layer> makeLayer(const LayerEntry& entry, const geodata::FeatureTable& table,
                                 const Catalog& catalog, scene::Stage& stage);

}  // namespace atlas::layers
