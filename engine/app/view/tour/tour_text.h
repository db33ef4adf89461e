#pragma once
// A tour as the text that loadTour() reads.

#include <string>

#include "app/view/tour/tour.h"

namespace atlas::app {

/// TOML, the same text for the same tour. Includes and named views are written out. Pure.
std::string tourToToml(const Tour& tour, const layers::Catalog& catalog);

/// All that a stop can say of what a session shows; layers by name, also those that are as the catalogue
/// says.
TourShow shownIn(const Session& session, const layers::Catalog& catalog);
/// What of `show` is not so already by `base`.
TourShow beyond(const TourShow& base, TourShow show);

}  // namespace atlas::app
