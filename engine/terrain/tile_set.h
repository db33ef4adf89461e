#pragma once
// The tiles of the ground that a camera needs: chosen by screen-space error, made on worker threads, kept
// within a budget of bytes. No GL.

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "terrain/tile_data.h"
#include "terrain/tile_source.h"
#include "terrain/tile_view.h"

namespace atlas::terrain {

struct TileOptions {
    double target = 1;                            ///< pixels of screen-space error
    std::size_t budget = std::size_t{512} << 20;  ///< bytes of all tiles together
    unsigned threads = 0;                         ///< 0: as many as the machine has cores
    /// Tiles never drawn before that a select() which does not wait chooses at the most: what a frame has to
    /// upload. At least 4, so that a tile can give way to its children.
    std::size_t arrivals = 16;
    /// Called on a worker when a tile has been made: whatever else is wanted of it before it is shown.
    std::function<std::shared_ptr<void>(const TileData&)> decorate;
};

/// One thread (the drawing thread) calls; workers are inside.
class TileSet {
  public:
    TileSet(std::shared_ptr<const TileSource> source, const TileOptions& options);
    ~TileSet();
    TileSet(const TileSet&) = delete;
    TileSet& operator=(const TileSet&) = delete;

    using Tile = std::shared_ptr<const TileData>;
    struct Selection {
        std::vector<Tile> tiles;  ///< to draw: no two overlap, together they cover what is in view
        bool complete = false;    ///< nothing is left to load
        double worst = 0;  ///< pixels: largest screen-space error of any tile's cells, or what triangles
                           ///< may add to it
    };
    /// What to draw now; orders what is missing from the workers, nearest need
    /// first, and forgets orders of earlier calls that were not begun. Never blocks. The workers go on by
    /// themselves to what the tiles they have made give way to in this view. Tiles that are not in
    /// use are forgotten, oldest first, when the budget is reached; where even those in view do not fit, the
    /// target gets looser: see Selection::worst.
    /// `ahead`: where the camera is about to be; tiles for that are made when nothing else is to be done.
    Selection select(const TileView& view, const std::optional<TileView>& ahead = std::nullopt);
    /// select() until it is complete. Blocks.
    Selection selectComplete(const TileView& view);
    /// Tiles that were forgotten since the last call, so that what was made of them can go too.
    std::vector<TileId> forgotten() { return std::exchange(forgotten_, {}); }

    std::size_t bytes() const { return bytes_; }
    std::size_t loaded() const { return nodes_.size(); }
    double target() const { return options_.target; }
    void setTarget(double pixels) { options_.target = pixels; }
    /// What a tile gives way to finer ones at now. The budget may have loosened it.
    TileLimits limits() const;

  private:
    struct Node {
        Tile data;
        std::uint64_t used = 0;
        bool drawn = false;  ///< was ever selected
    };
    struct Order {
        TileId id;
        Tile parent;
        double priority = 0;
    };
    /// What the last select() was for, so that workers can go on without the drawing thread.
    struct Plan {
        TileView view;
        TileLimits limits;
        std::size_t room = 0;  ///< tiles that still fit the budget
    };
    void work();
    bool known(const TileId& id) const;
    void descend(const Tile& tile);
    void take();
    Selection select(const TileView& view, const std::optional<TileView>& ahead, std::size_t most);
    bool visit(Node& node, const TileView& view, Selection& selection);
    enum class When { Now, Ahead };
    void order(Node& node, const TileView& view, When when);
    bool makeRoom();
    void giveOrders(const TileView& view, bool fits);

    std::shared_ptr<const TileSource> source_;
    TileOptions options_;
    std::unordered_map<TileId, Node, TileIdHash> nodes_;
    std::size_t bytes_ = 0;
    double pressure_ = 1;  ///< the target is this much looser where the budget does not hold what it asks for
    std::vector<TileId> forgotten_;
    std::uint64_t frame_ = 0;
    std::vector<Order> wanted_;  ///< of this frame
    std::size_t unseen_ = 0;     ///< tiles never drawn before that this frame may still choose

    std::mutex mutex_;
    std::condition_variable ordered_, finished_;
    std::vector<Order> orders_;  ///< ascending priority: the next is at the back
    std::vector<TileId> running_;
    std::vector<Tile> done_;
    Plan plan_;
    bool stop_ = false;
    std::vector<std::thread> workers_;
};

/// Makes one tile: reads, measures. Pure; any thread.
std::shared_ptr<TileData> makeTile(const TileSource& source, const TileId& id, const TileSet::Tile& parent);

}  // namespace atlas::terrain
