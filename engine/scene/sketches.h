#pragma once
// Lines and areas that a person draws: on the ground, bright before everything, faint where something stands
// before them.

#include <array>
#include <osg/Group>
#include <osg/Vec2d>
#include <osg/Vec4f>
#include <vector>

#include "scene/footprint.h"

namespace atlas::scene {

class Stage;

/// Map coordinates; display colours.
struct SketchShape {
    std::vector<std::vector<osg::Vec2d>> lines;
    Rings area;  ///< even-odd; empty: none
    std::array<float, 3> color{1, 1, 1};
    std::array<float, 3> casing{0.1F, 0.1F, 0.11F};
    float width = 4;  ///< points, casing included
    float dash = 0;   ///< metres; 0: solid
    float fill = 0.18F;
    bool operator==(const SketchShape&) const = default;
};

/// Drawing thread. The stage outlives it.
class Sketches {
  public:
    explicit Sketches(Stage& stage);
    ~Sketches();
    Sketches(const Sketches&) = delete;
    Sketches& operator=(const Sketches&) = delete;

    /// Makes nodes only where something is new, the water's level included: lines lie on ground or water.
    void set(std::vector<SketchShape> shapes);

  private:
    void build();
    Stage& stage_;
    osg::ref_ptr<osg::Group> root_;
    std::vector<SketchShape> shapes_;
    double water_ = 0;
};

}  // namespace atlas::scene
