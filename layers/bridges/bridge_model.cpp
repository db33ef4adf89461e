#include "layers/bridges/bridge_model.h"

#include <algorithm>
#include <cmath>

namespace atlas::layers {

std::vector<osg::Vec3d> deckLine(const std::vector<osg::Vec3d>& line,
                                 const std::function<double(double, double)>& ground, double water,
                                 double deckHeight, double clearance, double step) {
    std::vector<osg::Vec3d> deck;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const osg::Vec3d d = line[i + 1] - line[i];
        const int pieces = std::max(1, static_cast<int>(std::ceil(std::hypot(d.x(), d.y()) / step)));
        for (int k = 0; k < pieces; ++k) deck.push_back(line[i] + d * (static_cast<double>(k) / pieces));
    }
    if (line.empty()) return deck;
    deck.push_back(line.back());
    std::vector<double> at(deck.size(), 0);
    for (std::size_t i = 1; i < deck.size(); ++i)
        at[i] = at[i - 1] + std::hypot(deck[i].x() - deck[i - 1].x(), deck[i].y() - deck[i - 1].y());
    const double total = std::max(at.back(), 1e-6);
    const double lowest = water + clearance;
    const double begin = std::max(ground(deck.front().x(), deck.front().y()), lowest);
    const double end = std::max(ground(deck.back().x(), deck.back().y()), lowest);
    for (std::size_t i = 0; i < deck.size(); ++i) {
        const double straight = begin + (end - begin) * at[i] / total;
        const double floor = ground(deck[i].x(), deck[i].y()) + 1;
        deck[i].z() = std::isnan(deckHeight) ? std::max(straight, floor) : deckHeight;
    }
    return deck;
}

}  // namespace atlas::layers
