#pragma once
// What a card says of a way beyond its fields: what was measured on the drawn line.

#include "layers/card.h"
#include "layers/lines/way_model.h"
#include "ui/translations.h"

namespace atlas::layers {

/// What the action "walk it" is called in Card::actions.
constexpr const char* kWalkAction = "walk";

/// A way for walkers: length, climb, heights, stairs, the profile, and the action to walk it (not where it is
/// hidden: nobody knows how deep it runs).
void addWay(Card& card, const Way& way, const std::vector<WayLook>& looks, bool hidden,
            const ui::Translations& texts);

/// A street: what is to be known of its height on a bridge or in a tunnel.
void addPassage(Card& card, const Way& way, bool hidden, bool bridge, const ui::Translations& texts);

}  // namespace atlas::layers
