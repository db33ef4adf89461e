#pragma once
// The sites that pass, as a table of any length; several can be marked and compared.

#include <cstdint>
#include <future>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "layers/sites/panel_parts.h"
#include "layers/sites/row_order.h"

namespace atlas::layers {

/// What the person did in this frame.
struct SitesPanelResult {
    std::optional<std::size_t> chosen;   ///< row that was clicked: fly there and show its card
    std::optional<std::size_t> hovered;  ///< row under the pointer
    std::optional<Place> flyTo;          ///< to see all marked ones
    bool viewToggled = false;            ///< "in view" switched
    bool draw = false;                   ///< an area to be drawn on the map
    bool exportWanted = false;
    std::optional<FilteredOut> filteredOut;
};

/// Drawing thread, inside an ImGui window. Long tables are sorted on a worker, once an order; until then the
/// order before it stays.
class ResultsTable {
  public:
    explicit ResultsTable(const SitesPanelContext& context) : context_(context) {}
    /// As tall as the window allows.
    void draw(SiteFilter& filter, const std::optional<std::size_t>& selected, SitesPanelResult& result);
    /// Height in pixels of the table with as many whole rows as fit into `room`, at least one.
    float wholeRows(float room) const;
    static float rowHeight();
    /// Where the table began in the window's last frame, pixels from the window's top.
    float top() const { return top_; }
    /// The window beside the panel that compares the marked sites, while it is open.
    void drawCompare(float left, float top, float right, float bottom);
    /// Checkboxes of the columns, in a popup.
    void drawColumns();
    /// Rows that pass, in the table's order.
    const std::vector<std::uint32_t>& rows() const { return shown_; }
    bool busy() const { return sorting_.valid(); }  ///< another order is being made

  private:
    static constexpr std::size_t kMostCompared = 4;
    std::string cell(SiteColumn column, std::size_t row) const;
    void collect();
    void sort();
    void drawRow(std::size_t at, const std::optional<std::size_t>& selected, SitesPanelResult& result);
    void drawHeader();
    void follow(const std::optional<std::size_t>& selected);
    void drawMarked(SitesPanelResult& result);
    void mark(std::size_t at);
    const char* title(SiteColumn column) const;
    const char* tr(const char* id) const { return context_.tr(id); }

    const SitesPanelContext& context_;
    std::vector<std::uint32_t> shown_;
    std::uint64_t shownFor_ = 0;
    float top_ = 0;
    RowOrder wanted_, sortedFor_;
    std::vector<std::uint32_t> ordered_;  ///< all rows
    std::future<std::vector<std::uint32_t>> sorting_;
    bool sortDue_ = true;
    bool columns_[kSiteColumns] = {true, true, false, false, false, false, false};
    std::set<std::uint32_t> marked_;
    std::optional<std::size_t> followed_[2];  ///< rows chosen and pointed at that were scrolled to
    std::size_t lastMarked_ = 0;
    bool comparing_ = false;
};

}  // namespace atlas::layers
