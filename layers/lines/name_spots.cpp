#include "layers/lines/name_spots.h"

#include <algorithm>
#include <cmath>

namespace atlas::layers {

namespace {
constexpr double kKeep = 1.7;      // a chosen place stays while none is nearer by this factor
constexpr std::size_t kLooks = 3;  // places of a name that are looked for behind hills
}  // namespace

void NameSpots::add(std::size_t row, const std::string& name, const std::vector<osg::Vec3d>& way,
                    double every) {
    if (name.empty() || way.size() < 2) return;
    const auto [known, isNew] = groupOf_.try_emplace(name, groups_.size());
    if (isNew) {
        groups_.emplace_back();
        choice_.push_back(kNone);
    }
    groupOfRow_[row] = known->second;
    double length = 0;
    for (std::size_t i = 1; i < way.size(); ++i) length += (way[i] - way[i - 1]).length();
    // An odd number of places, evenly spread: one is the middle.
    const int beside = static_cast<int>(length / 2 / every);
    double along = 0;
    std::size_t i = 1;
    for (int k = -beside; k <= beside; ++k) {
        const double target = length / 2 + k * every;
        while (i + 1 < way.size() && along + (way[i] - way[i - 1]).length() < target) {
            along += (way[i] - way[i - 1]).length();
            ++i;
        }
        const osg::Vec3d d = way[i] - way[i - 1];
        const double f = std::clamp((target - along) / std::max(d.length(), 1e-9), 0.0, 1.0);
        groups_[known->second].push_back(spots_.size());
        spots_.push_back({row, known->second, way[i - 1] + d * f});
    }
}

void NameSpots::choose(const std::function<double(const osg::Vec3d&)>& distance,
                       const std::function<bool(const osg::Vec3d&)>& inSight,
                       const std::function<bool(std::size_t)>& wanted) {
    std::vector<std::pair<double, std::size_t>> near;
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        near.clear();
        for (const std::size_t spot : groups_[group]) {
            if (!wanted(spots_[spot].row)) continue;
            const double away = distance(spots_[spot].at);
            // What stands now counts as nearer than it is.
            if (away >= 0) near.emplace_back(spot == choice_[group] ? away / kKeep : away, spot);
        }
        const std::size_t looks = std::min(kLooks, near.size());
        std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(looks), near.end());
        choice_[group] = kNone;
        for (std::size_t k = 0; k < looks && choice_[group] == kNone; ++k)
            if (inSight(spots_[near[k].second].at)) choice_[group] = near[k].second;
    }
}

void NameSpots::forget() {
    std::fill(choice_.begin(), choice_.end(), kNone);
}

bool NameSpots::chosen(std::size_t row, const osg::Vec3d& at) const {
    const auto group = groupOfRow_.find(row);
    if (group == groupOfRow_.end() || choice_[group->second] == kNone) return false;
    const Spot& spot = spots_[choice_[group->second]];
    return spot.row == row && spot.at == at;
}

}  // namespace atlas::layers
