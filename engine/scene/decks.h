#pragma once
// Bridge decks: ribbons of a width and a thickness in metres that hang where their line says, not on the
// ground.

#include <osg/Geometry>
#include <vector>

#include "scene/buildings.h"
#include "scene/lines.h"

namespace atlas::scene {

struct Deck {
    Polyline line;         ///< map x, y and true height of the deck
    double width = 20;     ///< metres
    double thickness = 3;  ///< metres
    /// Towers: places along the line (metres from its beginning) and how far they rise above the deck.
    struct Tower {
        double along = 0, rise = 0;
    };
    std::vector<Tower> towers;
};

/// Drawing thread. Features are the decks.
class Decks {
  public:
    Decks(const std::vector<Deck>& decks, const LocalFrame& frame, ShaderLibrary& shaders);
    osg::Node* node() { return geometry_; }
    FeatureStates& states() { return states_; }
    void setStyle(const BuildingStyle& style) { applyStyle(*geometry_->getOrCreateStateSet(), style); }

  private:
    osg::ref_ptr<osg::Geometry> geometry_;
    FeatureStates states_;
};

}  // namespace atlas::scene
