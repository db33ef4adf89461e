#include "terrain/tile_set.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::terrain {

namespace {

// Tolerance of a level's triangulation in cells. Finer: fewer, denser tiles; coarser: sharper textures, more
// tiles.
constexpr double kTolerance = 0.7;
constexpr double kNearTolerance = 0.4;
// Cells wider than this many pixels would show: shading, too, asks for finer tiles while the source has
// detail.
constexpr double kTexelPixels = 2.5;
// A child's error is at most this share of its parent's, so that the ranges in which levels morph do not
// overlap.
constexpr double kErrorShare = 0.75;
constexpr double kSameCell = 1.01;  // cells that differ by less are of one size
constexpr double kSkirtErrors = 4;
// Texels of colour with their coarser levels and of heights; vertices and indices here and on the graphics
// card.
constexpr std::size_t kTextureBytes = kTileVertices * (4 * 4 / 3 + 2);
constexpr std::size_t kVertexBytes = sizeof(TileMesh::Vertex) + 20;
constexpr std::size_t kIndexBytes = 2 * sizeof(std::uint16_t);
constexpr std::size_t kTypicalBytes = std::size_t{900} << 10;  // of a tile that is still to be made
constexpr double kLoosen = 1.15;                               // step of the target where the budget is short

double distanceTo(const TileData& tile, const TileView& view) {
    const auto outside = [](double value, double low, double high) {
        return value < low ? low - value : value > high ? value - high : 0.0;
    };
    const double dx = outside(view.eye.x, tile.extent.minX, tile.extent.maxX);
    const double dy = outside(view.eye.y, tile.extent.minY, tile.extent.maxY);
    const double dz = outside(view.eye.z, tile.low * view.exaggeration, tile.high * view.exaggeration);
    return std::sqrt(dx * dx + dy * dy + dz * dz);
}

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
    tile->surface = std::make_unique<Triangulation>(std::move(heights),
                                                    cell * (tile->native ? kNearTolerance : kTolerance));
    tile->error = tile->surface->typical() + source.residual(id, tile->surface->heights());
    if (!tile->native) tile->error = std::max(tile->error, cell / kTexelPixels);
    if (id.level >= layout.finest) tile->error = 0;  // nothing finer exists
    if (parent && parent->native) tile->textured = parent->textured ? parent->textured : parent;
    tile->parentError = parent ? parent->error : 0;
    if (parent) tile->error = std::min(tile->error, parent->error * kErrorShare);
    const double skirt = kSkirtErrors * std::max({tile->parentError, tile->surface->worst(), 0.05});
    const unsigned quadrant = (id.x & 1U) | ((id.y & 1U) << 1U);
    tile->mesh = makeTileMesh(*tile->surface, parent ? parent->surface.get() : nullptr, quadrant, skirt);
    tile->bytes = static_cast<std::size_t>(kRimSide) * kRimSide * sizeof(float) + kTileVertices +
                  (tile->textured ? 0 : kTextureBytes) + tile->mesh.vertices.size() * kVertexBytes +
                  tile->mesh.triangles.size() * kIndexBytes;
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
        }
        finished_.notify_all();
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

bool TileSet::inView(const TileData& tile, const TileView& view) const {
    const double low = tile.low * view.exaggeration;
    const double high = tile.high * view.exaggeration;
    for (const auto& plane : view.planes) {
        const double x = plane[0] >= 0 ? tile.extent.maxX : tile.extent.minX;
        const double y = plane[1] >= 0 ? tile.extent.maxY : tile.extent.minY;
        const double z = plane[2] >= 0 ? high : low;
        if (plane[0] * x + plane[1] * y + plane[2] * z + plane[3] < 0) return false;
    }
    return true;
}

double TileSet::screenError(const TileData& tile, const TileView& view) const {
    if (tile.error <= 0) return 0;
    return tile.error * view.exaggeration * view.pixels / std::max(distanceTo(tile, view), 0.1);
}

// True when everything of the tile that is in view is drawn within the target.
bool TileSet::visit(const TileId& id, const Tile& tile, const TileView& view, Selection& selection) {
    if (!inView(*tile, view)) return true;
    nodes_[id].used = frame_;
    const double error = screenError(*tile, view);
    if (error <= options_.target * pressure_ || id.level >= source_->layout().finest) {
        selection.tiles.push_back(tile);
        selection.worst = std::max(selection.worst, error);
        return true;
    }
    // A tile gives way to its four children at once, so that no hole opens. One out of view may still be
    // missing: it is asked for, but last.
    std::array<Tile, 4> children;
    bool all = true;
    for (unsigned quadrant = 0; quadrant < 4; ++quadrant) {
        const TileId child = id.child(quadrant);
        const auto found = nodes_.find(child);
        if (found != nodes_.end()) {
            children[quadrant] = found->second.data;
            found->second.used = frame_;
            continue;
        }
        all = false;
        wanted_.push_back({child, tile, error});
    }
    if (!all) {
        selection.tiles.push_back(tile);
        selection.worst = std::max(selection.worst, error);
        return false;
    }
    bool complete = true;
    for (unsigned quadrant = 0; quadrant < 4; ++quadrant)
        if (!visit(id.child(quadrant), children[quadrant], view, selection)) complete = false;
    return complete;
}

TileSet::Selection TileSet::select(const TileView& view) {
    ++frame_;
    take();
    Selection selection;
    wanted_.clear();
    const TileId root;
    const auto found = nodes_.find(root);
    if (found == nodes_.end())
        wanted_.push_back({root, nullptr, std::numeric_limits<double>::max()});
    else
        selection.complete = visit(root, Tile(found->second.data), view, selection);
    if (!makeRoom()) {
        pressure_ *= kLoosen;
        // What fits is still made, the most needed first.
        const std::size_t room = options_.budget > bytes_ ? (options_.budget - bytes_) / kTypicalBytes : 0;
        std::sort(wanted_.begin(), wanted_.end(),
                  [](const Order& a, const Order& b) { return a.priority > b.priority; });
        wanted_.resize(std::min(wanted_.size(), room));
    } else if (pressure_ > 1 && bytes_ < options_.budget * 3 / 4) {
        pressure_ = std::max(1.0, pressure_ / kLoosen);
        selection.complete = false;
    }
    std::sort(wanted_.begin(), wanted_.end(),
              [](const Order& a, const Order& b) { return a.priority < b.priority; });
    {
        const std::lock_guard lock(mutex_);
        const auto known = [&](const TileId& id) {
            if (std::find(running_.begin(), running_.end(), id) != running_.end()) return true;
            return std::any_of(done_.begin(), done_.end(), [&](const Tile& tile) { return tile->id == id; });
        };
        orders_.clear();
        for (Order& order : wanted_)
            if (!known(order.id)) orders_.push_back(std::move(order));
    }
    ordered_.notify_all();
    return selection;
}

TileSet::Selection TileSet::selectComplete(const TileView& view) {
    for (;;) {
        Selection selection = select(view);
        if (selection.complete) return selection;
        std::unique_lock lock(mutex_);
        // All that was ordered, so that a level is made by all workers together.
        finished_.wait(lock, [&] { return orders_.empty() && running_.empty(); });
    }
}

// Whether the orders of this frame fit the budget, once what is not in use has gone.
bool TileSet::makeRoom() {
    const auto fits = [&] { return bytes_ + wanted_.size() * kTypicalBytes <= options_.budget; };
    if (fits()) return true;
    std::vector<std::pair<std::uint64_t, TileId>> order;
    for (const auto& [id, node] : nodes_)
        if (node.used != frame_) order.emplace_back(node.used, id);
    // Oldest first; of one age the finer first, so that no tile loses its parent before it goes itself.
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.level > b.second.level;
    });
    for (const auto& [used, id] : order) {
        if (fits()) break;
        const auto found = nodes_.find(id);
        bytes_ -= found->second.data->bytes;
        nodes_.erase(found);
        forgotten_.push_back(id);
    }
    return fits();
}

}  // namespace atlas::terrain
