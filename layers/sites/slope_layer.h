#pragma once
// The section down the slope of a chosen site, on the ground and in words.

#include <memory>
#include <optional>

#include "layers/sites/slope_section.h"
#include "scene/labels.h"
#include "scene/ribbons.h"
#include "scene/stage.h"

namespace atlas::layers {

/// Drawing thread. `stage` outlives it.
class SlopeLine {
  public:
    explicit SlopeLine(scene::Stage& stage) : stage_(stage) {}
    ~SlopeLine() { clear(); }
    SlopeLine(const SlopeLine&) = delete;
    SlopeLine& operator=(const SlopeLine&) = delete;

    /// Shows the section through a place; nullopt: nothing. Without a slope there nothing is shown.
    void show(const std::optional<osg::Vec3d>& place, std::optional<double> bearing);
    const std::optional<SlopeSection>& section() const { return section_; }
    /// Label::owner is `owner`.
    std::vector<scene::Label> labels(std::string_view language, std::uint32_t owner) const;
    void update(const scene::Projector& projector);

  private:
    void clear();
    scene::Stage& stage_;
    std::optional<osg::Vec3d> place_;
    std::optional<SlopeSection> section_;
    std::unique_ptr<scene::Ribbons> ribbon_;
};

}  // namespace atlas::layers
