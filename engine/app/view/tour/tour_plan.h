#pragma once
// A tour laid out in time: where the camera is and what the map shows at every second. The same seconds give
// the same frame, whatever the machine's speed.

#include <memory>
#include <optional>
#include <vector>

#include "app/view/map_view.h"
#include "app/view/tour/tour.h"
#include "scene/flight_path.h"

namespace atlas::app {

/// Drawing thread while it is made (it asks the map); afterwards a value.
class TourPlan {
  public:
    /// Begins at `pose` with what `start` shows and ends there again. Stops that the map cannot show (a way
    /// that is not there, a camera under the ground or in a building) are left out; see report().
    TourPlan(const Tour& tour, const MapView& view, const Session& start, const scene::Pose& pose);

    double seconds() const { return legs_.empty() ? 0 : legs_.back().end; }
    const geodata::Report& report() const { return report_; }
    const Tour& tour() const { return tour_; }

    struct Stay {
        double begin, end;
        std::size_t stop;  ///< in tour().stops
    };
    /// When the camera rests at each stop, in order.
    const std::vector<Stay>& stays() const { return stays_; }

    struct Moment {
        scene::Pose pose;
        Session session;                  ///< all but the camera
        std::optional<std::size_t> stop;  ///< whose caption is on the screen
        double caption = 0;               ///< its opacity, 0..1
    };
    Moment at(double t) const;

  private:
    struct Track {  ///< along a way
        std::vector<scene::Pose> poses;
        double step = 0.1;  ///< seconds between two
        scene::Pose at(double t) const;
    };
    struct Leg {
        double begin = 0, end = 0;
        std::optional<std::size_t> stop;        ///< where it leads to or rests; none: the way home
        std::optional<scene::FlightPath> path;  ///< of a flight
        std::optional<Track> track;             ///< of a walk
        scene::Pose pose, end_pose;             ///< of a rest: first and last
        osg::Vec3d target;                      ///< that it goes round
        double orbit = 0;
        Session before, after;  ///< shown when it begins and when it ends
    };
    std::optional<Leg> stayAt(std::size_t stop, const MapView& view, const Session& shown);
    std::optional<Track> trackOf(const TourWalk& walk, const MapView& view, double exaggeration,
                                 geodata::Sentence& reason) const;
    void complain(const TourStop& stop, const geodata::Sentence& message);
    static scene::FlightWorld worldOf(const MapView& view, double water);

    Tour tour_;
    geodata::Report report_;
    std::vector<Leg> legs_;
    std::vector<Stay> stays_;
};

}  // namespace atlas::app
