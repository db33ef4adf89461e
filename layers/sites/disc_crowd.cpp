#include "layers/sites/disc_crowd.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace atlas::layers {

namespace {

constexpr double kGap = 3;              // points between two discs
constexpr double kTogetherKeep = 0.08;  // share of the distance in which what is together stays so
constexpr double kBehind = 1.0;         // of the nearer one's distance: more is another place

struct Crowd {
    SeenDisc disc;
    std::vector<std::uint32_t> members;
};

// Below 1 the heads are too close.
double clearance(const SeenDisc& a, const SeenDisc& b, double pointsPerRadian) {
    if (std::abs(a.away - b.away) > kBehind * std::min(a.away, b.away))
        return std::numeric_limits<double>::infinity();
    // What rises from the ground rises less in the picture the steeper one looks down.
    const double rise = b.radius - a.radius;
    const double z = (a.direction[2] + b.direction[2]) / 2;
    double squares = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double up = (axis == 2 ? 1.0 : 0.0) - z * (a.direction[axis] + b.direction[axis]) / 2;
        const double apart = (b.direction[axis] - a.direction[axis]) * pointsPerRadian + up * rise;
        squares += apart * apart;
    }
    return std::sqrt(squares) / (a.radius + b.radius + kGap);
}

Crowd join(Crowd a, const Crowd& b, const CrowdRules& rules) {
    const auto sites = static_cast<double>(a.disc.sites);
    const auto others = static_cast<double>(b.disc.sites);
    const double all = sites + others;
    double length = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        double& to = a.disc.direction[axis];
        to = (to * sites + b.disc.direction[axis] * others) / all;
        length += to * to;
    }
    for (double& axis : a.disc.direction) axis /= std::sqrt(length);
    a.disc.away = (a.disc.away * sites + b.disc.away * others) / all;
    a.disc.sites += b.disc.sites;
    a.disc.radius = rules.radius(a.disc.sites);
    a.members.insert(a.members.end(), b.members.begin(), b.members.end());
    return a;
}

}  // namespace

std::vector<std::uint32_t> crowdsOf(std::span<const SeenDisc> discs, const CrowdRules& rules) {
    // Large ones first: small ones come to them.
    std::vector<std::uint32_t> order(discs.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return discs[a].sites > discs[b].sites; });
    std::vector<Crowd> crowds;
    crowds.reserve(discs.size());
    for (const std::uint32_t i : order) {
        Crowd coming{discs[i], {i}};
        // Grown by one, it may reach the next.
        for (;;) {
            std::size_t nearest = crowds.size();
            double least = 1;
            for (std::size_t k = 0; k < crowds.size(); ++k) {
                const double clear = clearance(crowds[k].disc, coming.disc, rules.pointsPerRadian);
                if (clear > 1 + kTogetherKeep) continue;
                const bool before = rules.together(crowds[k].members.front(), coming.members.front());
                const double measured = clear / (before ? 1 + kTogetherKeep : 1 - kTogetherKeep);
                if (measured >= least) continue;
                least = measured;
                nearest = k;
            }
            if (nearest == crowds.size()) break;
            coming = join(std::move(crowds[nearest]), coming, rules);
            crowds.erase(crowds.begin() + static_cast<std::ptrdiff_t>(nearest));
        }
        crowds.push_back(std::move(coming));
    }
    constexpr std::uint32_t kNone = ~0U;
    std::vector<std::uint32_t> crowdOf(discs.size(), kNone);
    for (std::uint32_t k = 0; k < crowds.size(); ++k)
        for (const std::uint32_t member : crowds[k].members) crowdOf[member] = k;
    std::vector<std::uint32_t> number(crowds.size(), kNone);
    std::uint32_t next = 0;
    for (std::uint32_t& crowd : crowdOf) {
        if (number[crowd] == kNone) number[crowd] = next++;
        crowd = number[crowd];
    }
    return crowdOf;
}

}  // namespace atlas::layers
