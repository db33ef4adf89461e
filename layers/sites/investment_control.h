#pragma once
// The investment range: a brush over the distribution, typed bounds, quick picks, and what happens to sites
// whose investment is not disclosed.

#include <optional>
#include <string>

#include "geodata/report.h"
#include "layers/sites/panel_parts.h"

namespace atlas::layers {

/// Drawing thread, inside an ImGui window.
class InvestmentControl {
  public:
    explicit InvestmentControl(const SitesPanelContext& context) : context_(context) {}
    void draw(SiteFilter& filter);

  private:
    /// A bound as it is being typed, and what is wrong with it.
    struct Typed {
        std::string text;
        bool editing = false;
    };
    void forgetWhatIsPast(const SiteFilter& filter);
    void drawBrush(SiteFilter& filter);
    void drawBounds(SiteFilter& filter);
    void drawBound(const char* id, const char* hint, Typed& typed, std::optional<double>& bound, float width);
    void drawUndisclosed(SiteFilter& filter);
    const char* tr(const char* id) const { return context_.tr(id); }

    const SitesPanelContext& context_;
    Typed low_, high_;
    std::optional<geodata::Sentence> wrong_;
    std::optional<SiteFilter> wrongAbout_;  ///< the filter when it was said
};

}  // namespace atlas::layers
