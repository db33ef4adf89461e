#pragma once
// Bridge decks: ribbons of a width and a thickness in metres that hang where their line says, not on the
// ground.

#include <osg/Geometry>
#include <vector>

#include "scene/buildings.h"
#include "scene/cast_shadows.h"
#include "scene/lines.h"

namespace atlas::scene {

struct Deck {
    Polyline line;                 ///< map x, y and true height of the deck
    std::vector<Polyline> pieces;  ///< what of it is drawn; empty: all
    double width = 20;             ///< metres
    double thickness = 3;          ///< metres
    /// Piers and towers: a leg at each side of the deck, or a wall under it.
    struct Pillar {
        double along = 0;            ///< metres from the line's beginning
        double bottom = 0, top = 0;  ///< true heights; one that rises over the deck is a tower with two legs
        double side = 5;             ///< metres
    };
    std::vector<Pillar> pillars;
};

/// What decks and their pillars cast. Pure.
CastShadows::Casters castersOf(const std::vector<Deck>& decks);

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
