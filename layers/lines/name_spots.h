#pragma once
// Where along a way its name may stand, and which of these places serves a view: the nearest that is seen,
// once a name however many parts the way has, kept while it is good enough so that names do not hop.

#include <cstdint>
#include <functional>
#include <osg/Vec3d>
#include <string>
#include <unordered_map>
#include <vector>

namespace atlas::layers {

/// One thread. Map coordinates and true heights, metres.
class NameSpots {
  public:
    /// Places every `every` metres along a way, the middle among them.
    void add(std::size_t row, const std::string& name, const std::vector<osg::Vec3d>& way, double every);

    struct Spot {
        std::size_t row, group;
        osg::Vec3d at;
    };
    const std::vector<Spot>& spots() const { return spots_; }
    /// `distance`: metres from the eye to a place that is in the picture and near enough, negative otherwise.
    /// `inSight`: no hill before it (asked for a few only). `wanted`: rows that may be named.
    void choose(const std::function<double(const osg::Vec3d&)>& distance,
                const std::function<bool(const osg::Vec3d&)>& inSight,
                const std::function<bool(std::size_t row)>& wanted);
    /// The next choose() decides anew, whatever stood where.
    void forget();
    /// Whether the last choose() took this place for the name of this row.
    bool chosen(std::size_t row, const osg::Vec3d& at) const;

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<Spot> spots_;
    std::vector<std::vector<std::size_t>> groups_;  ///< spots of a name
    std::vector<std::size_t> choice_;               ///< one a group
    std::unordered_map<std::string, std::size_t> groupOf_;
    std::unordered_map<std::size_t, std::size_t> groupOfRow_;
};

}  // namespace atlas::layers
