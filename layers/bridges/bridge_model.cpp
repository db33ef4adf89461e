#include "layers/bridges/bridge_model.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <map>

namespace atlas::layers {

namespace {

struct Along {
    std::vector<double> at;
    const std::vector<osg::Vec3d>& points;
    explicit Along(const std::vector<osg::Vec3d>& line) : at(line.size(), 0), points(line) {
        for (std::size_t i = 1; i < line.size(); ++i)
            at[i] = at[i - 1] + std::hypot(line[i].x() - line[i - 1].x(), line[i].y() - line[i - 1].y());
    }
    osg::Vec3d point(double distance) const {
        const auto next = std::lower_bound(at.begin(), at.end(), distance);
        if (next == at.begin()) return points.front();
        if (next == at.end()) return points.back();
        const auto i = static_cast<std::size_t>(next - at.begin());
        return points[i - 1] +
               (points[i] - points[i - 1]) * ((distance - at[i - 1]) / std::max(at[i] - at[i - 1], 1e-9));
    }
};

// How far a point lies in the direction of a compass word; 0 for no word.
double toward(const std::string& side, const osg::Vec3d& p) {
    static const std::map<std::string, std::pair<double, double>, std::less<>> directions{
        {"north", {0, 1}}, {"south", {0, -1}}, {"east", {1, 0}}, {"west", {-1, 0}}};
    const auto found = directions.find(side);
    return found == directions.end() ? 0 : p.x() * found->second.first + p.y() * found->second.second;
}

}  // namespace

std::vector<TowerHeight> towerHeights(std::string_view text) {
    std::vector<TowerHeight> towers;
    const std::string all(text);
    for (std::size_t i = 0; i < all.size();) {
        if (std::isdigit(static_cast<unsigned char>(all[i])) == 0) {
            if (all[i] == '(' && !towers.empty() && towers.back().side.empty()) {
                const std::size_t end = all.find(')', i);
                if (end == std::string::npos) break;
                towers.back().side = all.substr(i + 1, end - i - 1);
                i = end;
            }
            ++i;
            continue;
        }
        char* end = nullptr;
        const double value = std::strtod(all.c_str() + i, &end);
        if (value > 0 && value < 1000) towers.push_back({value, {}});
        i = static_cast<std::size_t>(end - all.c_str());
    }
    return towers;
}

BridgeModel bridgeModel(const std::vector<osg::Vec3d>& line, const DeckGround& ground, double reportedDeck,
                        double mainSpan, const std::vector<TowerHeight>& towers) {
    BridgeModel model;
    model.deck = deckLine(line, ground, reportedDeck);
    if (model.deck.points.size() < 2) return model;
    const Along along(model.deck.points);
    // The longest run of water under the deck.
    double begin = 0;
    double end = 0;
    double from = -1;
    constexpr double kStep = 5;
    const double length = along.at.back();
    for (double at = 0; at <= length; at += kStep) {
        const osg::Vec3d p = along.point(at);
        const bool wet = ground.height(p.x(), p.y()) <= ground.water;
        if (wet && from < 0) from = at;
        if (from >= 0 && (!wet || at + kStep > length)) {
            if (at - from > end - begin) {
                begin = from;
                end = at;
            }
            from = -1;
        }
    }
    model.crossing = end - begin;
    if (model.crossing < 2 * kStep) return model;
    model.beginOpen = begin <= 0;
    model.endOpen = end + kStep > length;
    if (mainSpan > 0 && mainSpan < length && !model.beginOpen && !model.endOpen) {
        const double middle = std::clamp((begin + end) / 2, mainSpan / 2, length - mainSpan / 2);
        begin = middle - mainSpan / 2;
        end = middle + mainSpan / 2;
    }
    const osg::Vec3d a = along.point(begin);
    const osg::Vec3d b = along.point(end);
    const bool two = towers.size() == 2;
    // Swapped where the first tower's word says so.
    const bool swap = two && toward(towers[0].side, b) > toward(towers[0].side, a);
    for (std::size_t k = 0; k < 2; ++k) {
        // Where the data stop in the river there is no bank to put a pier at.
        if (k == 0 ? model.beginOpen : model.endOpen) continue;
        const osg::Vec3d p = k == 0 ? a : b;
        const double foot = ground.height(p.x(), p.y());
        BridgePillar& pillar = model.pillars.emplace_back(
            BridgePillar{k == 0 ? begin : end, std::min(foot, ground.water) - 2, p.z(), false});
        const double top = two ? std::max(foot, ground.water) + towers[swap ? 1 - k : k].metres : 0;
        if (top <= p.z()) continue;
        pillar.top = top;
        pillar.tower = true;
    }
    return model;
}

std::vector<std::vector<osg::Vec3d>> deckPieces(const BridgeModel& bridge) {
    const std::vector<osg::Vec3d>& line = bridge.deck.points;
    if (line.size() < 2) return {};
    const Along along(line);
    const double length = along.at.back();
    std::vector<std::pair<double, double>> spans;  // metres from the beginning
    // Dashes grow from the open end inward as the gaps between them shrink.
    constexpr std::pair<double, double> kDashes[] = {
        {6, 16}, {12, 13}, {19, 10}, {27, 7}, {36, 4}};  // dash, gap
    double from = 0;
    double to = length;
    double used = 0;
    for (const auto& [dash, gap] : kDashes) {
        if (used + dash + gap > length / 3) break;
        if (bridge.beginOpen) {
            spans.emplace_back(used, used + dash);
            from = used + dash + gap;
        }
        if (bridge.endOpen) {
            spans.emplace_back(length - used - dash, length - used);
            to = length - used - dash - gap;
        }
        used += dash + gap;
    }
    spans.emplace_back(from, to);
    std::vector<std::vector<osg::Vec3d>> pieces;
    for (const auto& [begin, end] : spans) {
        std::vector<osg::Vec3d>& piece = pieces.emplace_back();
        piece.push_back(along.point(begin));
        for (std::size_t i = 0; i < line.size(); ++i)
            if (along.at[i] > begin + 1e-6 && along.at[i] < end - 1e-6) piece.push_back(line[i]);
        piece.push_back(along.point(end));
    }
    return pieces;
}

}  // namespace atlas::layers
