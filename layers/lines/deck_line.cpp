#include "layers/lines/deck_line.h"

#include <algorithm>
#include <cmath>

namespace atlas::layers {

namespace {

struct Peg {
    double at, height;
};

// Upper convex hull of pegs in ascending order (Andrew's monotone chain, 1979): the tight string over them.
std::vector<Peg> tightString(const std::vector<Peg>& pegs) {
    std::vector<Peg> string;
    for (const Peg& peg : pegs) {
        while (string.size() >= 2) {
            const Peg& a = string[string.size() - 2];
            const Peg& b = string.back();
            const double over =
                (b.height - a.height) * (peg.at - a.at) - (peg.height - a.height) * (b.at - a.at);
            if (over > 0) break;
            string.pop_back();
        }
        string.push_back(peg);
    }
    return string;
}

}  // namespace

DeckLine deckLine(const std::vector<osg::Vec3d>& line, const DeckGround& ground, double reported,
                  double clearance, double step) {
    DeckLine deck;
    deck.schematic = std::isnan(reported);
    if (line.empty()) return deck;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const osg::Vec3d d = line[i + 1] - line[i];
        const int pieces = std::max(1, static_cast<int>(std::ceil(std::hypot(d.x(), d.y()) / step)));
        for (int k = 0; k < pieces; ++k)
            deck.points.push_back(line[i] + d * (static_cast<double>(k) / pieces));
    }
    deck.points.push_back(line.back());
    const osg::Vec3d& first = deck.points.front();
    const osg::Vec3d& last = deck.points.back();
    deck.beginMeasured = ground.measured(first.x(), first.y());
    deck.endMeasured = ground.measured(last.x(), last.y());
    if (!deck.schematic) {
        for (osg::Vec3d& p : deck.points) p.z() = reported;
        return deck;
    }
    std::vector<Peg> pegs;
    double at = 0;
    for (std::size_t i = 0; i < deck.points.size(); ++i) {
        const osg::Vec3d& p = deck.points[i];
        if (i > 0) at += std::hypot(p.x() - deck.points[i - 1].x(), p.y() - deck.points[i - 1].y());
        const double floor = ground.height(p.x(), p.y());
        pegs.push_back({at, floor <= ground.water + 0.5 ? ground.water + clearance : floor});
    }
    if (!deck.beginMeasured && deck.endMeasured)
        pegs.front().height = std::max(pegs.front().height, pegs.back().height);
    if (deck.beginMeasured && !deck.endMeasured)
        pegs.back().height = std::max(pegs.back().height, pegs.front().height);
    const std::vector<Peg> string = tightString(pegs);
    std::size_t piece = 0;
    for (std::size_t i = 0; i < deck.points.size(); ++i) {
        while (piece + 2 < string.size() && string[piece + 1].at < pegs[i].at) ++piece;
        const Peg& a = string[piece];
        const Peg& b = string[std::min(piece + 1, string.size() - 1)];
        const double f = b.at > a.at ? std::clamp((pegs[i].at - a.at) / (b.at - a.at), 0.0, 1.0) : 0;
        deck.points[i].z() = a.height + (b.height - a.height) * f;
    }
    return deck;
}

}  // namespace atlas::layers
