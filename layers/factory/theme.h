#pragma once
// A theme file: the palette of the ground and the light of the hours, as data.

#include "layers/style.h"
#include "scene/map_theme.h"

namespace atlas::layers {

/// The theme that a style describes; what it leaves out stays as in the sand-table model. Keys:
/// `tint.1` … `tint.8` with `at` (0..1 of the range of heights) and `color`; `ground.rock`,
/// `ground.rock_share`, `ground.outside_color`, `ground.outside_paper`; `light.night`, `light.twilight`,
/// `light.low`, `light.golden`, `light.high`, each with `altitude` (degrees of the sun), `night` and `lamps`
/// (0..1) and the colours `sun`, `sky`, `bounce`, `haze`, `zenith`, `paper`, each times `sun_strength`, …
/// (1). `names.light`,
/// `names.halo`, `names.dark_halo`, `names.halo_strength`, `pins.paper`, `pins.night_paper`, `pins.hidden`
/// (0..1). Colours are as the eye sees them. Keys out of order and wrong values are told by style.report().
/// Pure.
scene::MapTheme mapTheme(const Style& style, bool dark);

}  // namespace atlas::layers
