#pragma once
// Colours for data nobody has coloured, sRGB 0..1.

#include <array>

namespace atlas::layers {

using PaletteColor = std::array<float, 3>;

/// 0xRRGGBB.
constexpr PaletteColor paletteColor(unsigned code) {
    return {static_cast<float>(code >> 16U) / 255.0F, static_cast<float>((code >> 8U) & 255U) / 255.0F,
            static_cast<float>(code & 255U) / 255.0F};
}

/// From dark to light in even steps for every kind of colour vision (cividis, Nuñez et al. 2018).
inline constexpr std::array kRamp{paletteColor(0x00224E), paletteColor(0x35456C), paletteColor(0x666970),
                                  paletteColor(0x948E77), paletteColor(0xC8B866), paletteColor(0xFEE838)};

/// Told apart by every kind of colour vision (Okabe and Ito 2008, continued from Tol 2021; measured in
/// tests/unit/layers/color_vision_test.cpp).
inline constexpr std::array kCategories{
    paletteColor(0x0072B2), paletteColor(0xD55E00), paletteColor(0x009E73), paletteColor(0xCC79A7),
    paletteColor(0xE69F00), paletteColor(0x56B4E9), paletteColor(0x882255), paletteColor(0x999933),
    paletteColor(0x332288), paletteColor(0x661100), paletteColor(0x117733), paletteColor(0xF0E442)};

}  // namespace atlas::layers
