#include "scene/river_map.h"

#include <array>
#include <cmath>

#include "scene/mask.h"

namespace atlas::scene {

namespace {

// The river's water may show two vertices beyond what is under it, so that the ground itself draws the shore.
constexpr int kShoreReach = 2;
constexpr std::size_t kMostRivers = 255;

// Each vertex without a river takes the one that is nearest, ring by ring.
void growOutward(const terrain::GroundGrid& grid, std::vector<std::uint8_t>& owner) {
    std::vector<std::uint32_t> front;
    for (std::uint32_t i = 0; i < owner.size(); ++i)
        if (owner[i] != 0) front.push_back(i);
    const int columns = grid.columns;
    const int rows = grid.rows;
    for (std::size_t next = 0; next < front.size(); ++next) {
        const std::uint32_t at = front[next];
        const int column = static_cast<int>(at) % columns;
        const int row = static_cast<int>(at) / columns;
        const auto spread = [&](int c, int r) {
            if (c < 0 || r < 0 || c >= columns || r >= rows) return;
            const auto to = static_cast<std::uint32_t>(r) * static_cast<std::uint32_t>(columns) +
                            static_cast<std::uint32_t>(c);
            if (owner[to] != 0) return;
            owner[to] = owner[at];
            front.push_back(to);
        };
        spread(column - 1, row);
        spread(column + 1, row);
        spread(column, row - 1);
        spread(column, row + 1);
    }
}

}  // namespace

RiverMap makeRiverMap(const terrain::GroundGrid& grid, const std::vector<RiverArea>& rivers) {
    std::vector<std::uint8_t> owner(grid.heights.size(), 0);  // counted from 1
    std::vector<std::array<std::uint8_t, 3>> hues{{128, 128, 128}};
    for (std::size_t i = 0; i < rivers.size() && i < kMostRivers; ++i) {
        fillRings(grid, rivers[i].rings, static_cast<std::uint8_t>(i + 1), owner);
        auto& hue = hues.emplace_back();
        for (std::size_t channel = 0; channel < 3; ++channel)
            hue[channel] =
                static_cast<std::uint8_t>(std::lround(rivers[i].color[static_cast<unsigned>(channel)] * 255));
    }
    RiverMap map;
    map.seed = owner;
    growOutward(grid, owner);
    map.hue.resize(owner.size() * 3);
    for (std::size_t i = 0; i < owner.size(); ++i)
        for (std::size_t channel = 0; channel < 3; ++channel)
            map.hue[i * 3 + channel] = hues[owner[i]][channel];
    blur(grid, 3, 4, 2, map.hue);  // two rivers meet in a visible seam
    return map;
}

std::vector<std::uint8_t> waterMap(const terrain::GroundGrid& grid, const RiverMap& rivers, double level) {
    std::vector<std::uint8_t> wet = terrain::connectedWater(grid, rivers.seed, level);
    dilate(grid, kShoreReach, wet);
    std::vector<std::uint8_t> map(grid.heights.size() * 4);
    for (std::size_t i = 0; i < wet.size(); ++i) {
        for (std::size_t channel = 0; channel < 3; ++channel)
            map[i * 4 + channel] = rivers.hue[i * 3 + channel];
        map[i * 4 + 3] = wet[i];
    }
    return map;
}

}  // namespace atlas::scene
