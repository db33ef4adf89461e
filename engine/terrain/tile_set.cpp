#include "terrain/tile_set.h"

#include <algorithm>
#include <cmath>
#include <limits>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace atlas::terrain {

namespace {

// Cells wider than this many pixels would show: shading, too, asks for finer tiles while the source has
// detail.
constexpr double kTexelPixels = 2.5;
// A child's error is at most this share of its parent's, so that the ranges in which levels morph do not
// overlap.
constexpr double kErrorShare = 0.75;
constexpr double kSameCell = 1.01;  // cells that differ by less are of one size
constexpr double kSlackErrors = 4;  // that heights of a tile's children may lie beyond its own
// Texels of colour with their coarser levels and of heights.
constexpr std::size_t kTextureBytes = kTileVertices * (4 * 4 / 3 + 2);
// Heights with their errors, and the triangles of a tile that is shown, here and on the graphics card.
constexpr std::size_t kSurfaceBytes = kRimSide * kRimSide * sizeof(float) + kTileVertices * 2;
constexpr std::size_t kMeshBytes = std::size_t{96} << 10;
constexpr std::size_t kTypicalBytes = std::size_t{900} << 10;  // of a tile that is still to be made
#ifdef __linux__
constexpr int kNice = 5;
#endif
constexpr std::size_t kMostAhead = 16;     // orders for what is not yet in view
constexpr std::size_t kMostDescents = 64;  // tiles that workers order by themselves between two frames
constexpr double kLoosen = 1.15;           // step of the target where the budget is short

double outside(double value, double low, double high) {
    return value < low ? low - value : value > high ? value - high : 0.0;
}

bool inView(const geodata::Extent& box, double low, double high, const TileView& view) {
    for (const auto& plane : view.planes) {
        const double x = plane[0] >= 0 ? box.maxX : box.minX;
        const double y = plane[1] >= 0 ? box.maxY : box.minY;
        const double z = (plane[2] >= 0 ? high : low) * view.exaggeration;
        if (plane[0] * x + plane[1] * y + plane[2] * z + plane[3] < 0) return false;
    }
    return true;
}

// Whether a child may be in view before it is made: its heights lie about where its parent's do.
bool childInView(const TileData& parent, unsigned quadrant, const TileView& view) {
    geodata::Extent box = parent.extent;
    const geodata::Point2 middle = box.center();
    ((quadrant & 1U) != 0 ? box.minX : box.maxX) = middle.x;
    ((quadrant & 2U) != 0 ? box.minY : box.maxY) = middle.y;
    const double slack = kSlackErrors * std::max(parent.error, parent.texel);
    return inView(box, parent.low - slack, parent.high + slack, view);
}

// How much finer a tile should be: 1 = just fine enough.
struct Need {
    double error = 0;   // pixels
    double excess = 0;  // times the limits
};

Need needOf(const TileData& tile, const TileView& view, const TileLimits& limits) {
    const geodata::Extent& box = tile.extent;
    const double near =
        std::hypot(outside(view.eye.x, box.minX, box.maxX), outside(view.eye.y, box.minY, box.maxY));
    const double far = std::hypot(std::max(std::abs(view.eye.x - box.minX), std::abs(view.eye.x - box.maxX)),
                                  std::max(std::abs(view.eye.y - box.minY), std::abs(view.eye.y - box.maxY)));
    const double up = outside(view.eye.z, tile.low * view.exaggeration, tile.high * view.exaggeration);
    const double distance = std::max(std::hypot(near, up), 0.1);
    const double cells = tile.error * view.exaggeration * view.pixels / seenDistance(near, far, up);
    return {std::max(cells, limits.error),
            std::max(cells / limits.cells(), tile.texel * view.pixels / distance / limits.texel)};
}

constexpr auto byPriority = [](const auto& a, const auto& b) { return a.priority < b.priority; };

}  // namespace

std::shared_ptr<TileData> makeTile(const TileSource& source, const TileId& id, const TileSet::Tile& parent) {
    auto tile = std::make_shared<TileData>();
    const TileLayout& layout = source.layout();
    tile->id = id;
    tile->extent = layout.extent(id);
    std::vector<float> heights;
    source.read(id, heights);
    const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
    tile->low = static_cast<double>(*low);
    tile->high = static_cast<double>(*high);
    const double cell = layout.cell(id.level);
    tile->native = cell < source.cellWithin(id) * kSameCell;
    tile->texel = tile->native ? 0 : cell;
    const double residual = source.residual(id, heights);
    auto surface = std::make_unique<TileSurface>(std::move(heights));
    // Nothing finer than the finest level exists.
    tile->error = id.level >= layout.finest ? 0 : std::hypot(residual, surface->bend());
    tile->surface = std::move(surface);
    if (parent) {
        tile->parent = parent;
        if (parent->native) tile->textured = parent->textured ? parent->textured : parent;
        tile->error = std::min(tile->error, parent->error * kErrorShare);
    }
    tile->bytes = kSurfaceBytes + kMeshBytes + (tile->textured ? 0 : kTextureBytes);
    return tile;
}

TileSet::TileSet(std::shared_ptr<const TileSource> source, const TileOptions& options)
    : source_(std::move(source)), options_(options) {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const unsigned count = options.threads > 0 ? options.threads : cores;
    for (unsigned i = 0; i < count; ++i) workers_.emplace_back([this] { work(); });
}

TileSet::~TileSet() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
        orders_.clear();
    }
    ordered_.notify_all();
    for (std::thread& worker : workers_) worker.join();
}

void TileSet::work() {
#ifdef __linux__
    // Who draws goes first: on two cores tiles would take half of every frame.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
#endif
    for (;;) {
        Order order;
        {
            std::unique_lock lock(mutex_);
            ordered_.wait(lock, [&] { return stop_ || !orders_.empty(); });
            if (stop_) return;
            order = std::move(orders_.back());
            orders_.pop_back();
            running_.push_back(order.id);
        }
        const std::shared_ptr<TileData> tile = makeTile(*source_, order.id, order.parent);
        if (options_.decorate) tile->decoration = options_.decorate(*tile);
        {
            const std::lock_guard lock(mutex_);
            std::erase(running_, order.id);
            done_.push_back(tile);
            descend(tile);
        }
        ordered_.notify_all();
        finished_.notify_all();
    }
}

// Whether a tile is being made or waits to be taken over. Needs the mutex.
bool TileSet::known(const TileId& id) const {
    return std::find(running_.begin(), running_.end(), id) != running_.end() ||
           std::any_of(done_.begin(), done_.end(), [&](const Tile& tile) { return tile->id == id; });
}

// Orders what a tile that the drawing thread has not seen yet gives way to: a jump goes down many levels, and
// would else take a frame for each. Needs the mutex.
void TileSet::descend(const Tile& tile) {
    if (tile->id.level >= source_->layout().finest) return;
    if (!inView(tile->extent, tile->low, tile->high, plan_.view)) return;
    const double excess = needOf(*tile, plan_.view, plan_.limits).excess;
    if (excess <= 1) return;
    for (unsigned quadrant = 0; quadrant < 4 && plan_.room > 0; ++quadrant) {
        const TileId child = tile->id.child(quadrant);
        if (!childInView(*tile, quadrant, plan_.view) || known(child)) continue;
        Order order{child, tile, excess};
        const auto place = std::upper_bound(orders_.begin(), orders_.end(), order, byPriority);
        orders_.insert(place, std::move(order));
        --plan_.room;
    }
}

void TileSet::take() {
    std::vector<Tile> done;
    {
        const std::lock_guard lock(mutex_);
        done.swap(done_);
    }
    for (Tile& tile : done) {
        bytes_ += tile->bytes;
        nodes_[tile->id] = {tile, frame_};
    }
}

TileLimits TileSet::limits() const {
    return {options_.target * pressure_, kTexelPixels * pressure_};
}

// True when everything of the tile that is in view is drawn within the target. A tile never drawn before has
// been taken off unseen_ by its parent.
bool TileSet::visit(Node& node, const TileView& view, Selection& selection) {
    const TileData& tile = *node.data;
    if (!inView(tile.extent, tile.low, tile.high, view)) return true;
    node.used = frame_;
    const std::size_t free = unseen_ + (node.drawn ? 0 : 1);
    const Need need = needOf(tile, view, limits());
    const auto draw = [&] {
        node.drawn = true;
        selection.tiles.push_back(node.data);
        selection.worst = std::max(selection.worst, need.error);
    };
    if (need.excess <= 1 || tile.id.level >= source_->layout().finest) {
        draw();
        return true;
    }
    // A tile gives way to all of its children that are in view at once, so that no hole opens.
    std::array<Node*, 4> children{};
    bool all = true;
    std::size_t unseen = 0;
    for (unsigned quadrant = 0; quadrant < 4; ++quadrant) {
        const TileId child = tile.id.child(quadrant);
        if (const auto found = nodes_.find(child); found != nodes_.end()) {
            children[quadrant] = &found->second;
            found->second.used = frame_;
            const TileData& made = *found->second.data;
            if (!found->second.drawn && inView(made.extent, made.low, made.high, view)) ++unseen;
        } else if (childInView(tile, quadrant, view)) {
            all = false;
            wanted_.push_back({child, node.data, need.excess});
        }
    }
    if (!all || unseen > free) {
        draw();
        for (Node* child : children)
            if (child != nullptr) order(*child, view, When::Now);
        return false;
    }
    unseen_ = free - unseen;
    // The nearest first: it gets what may be drawn for the first time.
    const geodata::Point2 middle = tile.extent.center();
    const unsigned nearest = (view.eye.x > middle.x ? 1U : 0U) | (view.eye.y > middle.y ? 2U : 0U);
    bool complete = true;
    for (unsigned turn = 0; turn < 4; ++turn) {
        Node* child = children[nearest ^ turn];
        if (child != nullptr && !visit(*child, view, selection)) complete = false;
    }
    return complete;
}

// Orders what is missing below a tile that is not drawn, or what the camera is about to need.
void TileSet::order(Node& node, const TileView& view, When when) {
    const TileData& tile = *node.data;
    if (!inView(tile.extent, tile.low, tile.high, view)) return;
    node.used = frame_;
    const double excess = needOf(tile, view, limits()).excess;
    if (excess <= 1 || tile.id.level >= source_->layout().finest) return;
    for (unsigned quadrant = 0; quadrant < 4; ++quadrant) {
        const TileId child = tile.id.child(quadrant);
        if (const auto found = nodes_.find(child); found != nodes_.end())
            order(found->second, view, when);
        else if (childInView(tile, quadrant, view))
            wanted_.push_back({child, node.data, when == When::Now ? excess : -1 / excess});
    }
}

TileSet::Selection TileSet::select(const TileView& view, const std::optional<TileView>& ahead) {
    return select(view, ahead, std::max<std::size_t>(options_.arrivals, 4));
}

TileSet::Selection TileSet::select(const TileView& view, const std::optional<TileView>& ahead,
                                   std::size_t most) {
    ++frame_;
    take();
    Selection selection;
    wanted_.clear();
    const TileId root;
    const auto found = nodes_.find(root);
    if (found == nodes_.end()) {
        wanted_.push_back({root, nullptr, std::numeric_limits<double>::max()});
    } else {
        unseen_ = most - (found->second.drawn ? 0 : 1);
        selection.complete = visit(found->second, view, selection);
    }
    if (ahead && found != nodes_.end() && pressure_ <= 1 && bytes_ < options_.budget * 3 / 4) {
        std::vector<Order> now;
        now.swap(wanted_);
        order(found->second, *ahead, When::Ahead);
        std::erase_if(wanted_, [&](const Order& order) {
            return std::any_of(now.begin(), now.end(),
                               [&](const Order& known) { return known.id == order.id; });
        });
        std::sort(wanted_.rbegin(), wanted_.rend(), byPriority);
        wanted_.resize(std::min(wanted_.size(), kMostAhead));
        wanted_.insert(wanted_.end(), now.begin(), now.end());
    }
    const bool fits = makeRoom();
    if (!fits) {
        pressure_ *= kLoosen;
        // What fits is still made, the most needed first.
        const std::size_t room = options_.budget > bytes_ ? (options_.budget - bytes_) / kTypicalBytes : 0;
        std::sort(wanted_.rbegin(), wanted_.rend(), byPriority);
        wanted_.resize(std::min(wanted_.size(), room));
    } else if (pressure_ > 1 && bytes_ < options_.budget * 3 / 4) {
        pressure_ = std::max(1.0, pressure_ / kLoosen);
        selection.complete = false;
    }
    giveOrders(view, fits);
    return selection;
}

void TileSet::giveOrders(const TileView& view, bool fits) {
    std::sort(wanted_.begin(), wanted_.end(), byPriority);
    const std::size_t held = bytes_ / kTypicalBytes;
    const std::size_t most = options_.budget / kTypicalBytes;
    {
        const std::lock_guard lock(mutex_);
        orders_.clear();
        for (Order& order : wanted_)
            if (!known(order.id)) orders_.push_back(std::move(order));
        const std::size_t taken = held + orders_.size() + running_.size() + done_.size();
        plan_ = {view, limits(), fits && most > taken ? std::min(most - taken, kMostDescents) : 0};
        // What was made since they were taken over.
        for (const Tile& tile : done_) descend(tile);
    }
    ordered_.notify_all();
}

TileSet::Selection TileSet::selectComplete(const TileView& view) {
    for (;;) {
        Selection selection = select(view, std::nullopt, std::numeric_limits<std::size_t>::max() / 2);
        if (selection.complete) return selection;
        std::unique_lock lock(mutex_);
        // All that was ordered, so that the tree is made by all workers together.
        finished_.wait(lock, [&] { return orders_.empty() && running_.empty(); });
    }
}

// Whether the orders of this frame fit the budget, once what is not in use has gone. Some room is left for
// what workers order by themselves, where the budget allows it.
bool TileSet::makeRoom() {
    const auto fits = [&](std::size_t tiles) { return bytes_ + tiles * kTypicalBytes <= options_.budget; };
    const std::size_t descents =
        wanted_.empty() ? 0 : std::min(kMostDescents, options_.budget / 8 / kTypicalBytes);
    const std::size_t ask = wanted_.size() + descents;
    if (fits(ask)) return true;
    std::vector<std::pair<std::uint64_t, TileId>> order;
    for (const auto& [id, node] : nodes_)
        if (node.used != frame_) order.emplace_back(node.used, id);
    // Oldest first; of one age the finer first, so that no tile loses its parent before it goes itself.
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.level > b.second.level;
    });
    for (const auto& [used, id] : order) {
        if (fits(ask)) break;
        const auto found = nodes_.find(id);
        bytes_ -= found->second.data->bytes;
        nodes_.erase(found);
        forgotten_.push_back(id);
    }
    return fits(wanted_.size());
}

}  // namespace atlas::terrain
