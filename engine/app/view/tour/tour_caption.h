#pragma once
// What is said at a stop, over the map: the same in the window and in a film.

#include <optional>

#include "app/view/tour/tour_plan.h"
#include "scene/labels.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Between Interface::begin and end. The lower edge lies `bottom` points over the picture's. Its box, for
/// names to keep clear of; none when nothing is said. Before the first stop the tour's title stands there.
std::optional<scene::ScreenBox> drawTourCaption(const TourPlan& plan, const TourPlan::Moment& moment,
                                                double t, const ui::Translations& texts,
                                                const ui::Fonts& fonts, const scene::Viewport& viewport,
                                                float bottom);

/// The figure and the chart of what is selected, in the upper right corner at stops that want it; the same
/// way. None where there is no such stop, figure or room.
std::optional<scene::ScreenBox> drawTourChart(const TourPlan& plan, const TourPlan::Moment& moment,
                                              const MapView& view, const ui::Translations& texts,
                                              const ui::Fonts& fonts, const scene::Viewport& viewport);

/// All text of a tour that may be drawn, for the font.
std::string tourCharacters(const Tour& tour);

}  // namespace atlas::app
