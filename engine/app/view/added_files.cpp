#include "app/view/added_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace atlas::app {

namespace {

std::string fileName(const std::string& source) {
    return std::filesystem::path(source.substr(0, source.rfind('|'))).filename().string();
}

}  // namespace

AddedFiles::~AddedFiles() = default;  // a future of std::async waits

void AddedFiles::read(const std::string& source) {
    const bool known = std::any_of(reading_.begin(), reading_.end(),
                                   [&](const Reading& other) { return other.source == source; });
    if (known) return;
    reading_.push_back({source, std::async(std::launch::async, [source, this] {
                            return loadAdded(source, view_.district().crs);
                        })});
}

std::optional<layers::Place> AddedFiles::update(Session& session) {
    std::optional<layers::Place> where;
    for (std::size_t i = 0; i < reading_.size();) {
        if (reading_[i].result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
            ++i;
            continue;
        }
        Reading done = std::move(reading_[i]);
        reading_.erase(reading_.begin() + static_cast<std::ptrdiff_t>(i));
        if (const auto place = take(done.source, done.result.get(), session)) where = place;
    }
    notices_.setBusy(reading_.empty() ? std::string()
                                      : fmt::format(fmt::runtime(texts_.tr("reading {} …")),
                                                    fileName(reading_.front().source)));
    return where;
}

std::optional<layers::Place> AddedFiles::take(const std::string& source, Result result, Session& session) {
    const std::string name = fileName(source);
    if (!result) {
        notices_.complain(name + ": " + result.report.text(texts_.tongue()));
        return std::nullopt;
    }
    geodata::Extent all;
    std::size_t features = 0;
    std::string characters;
    // Two files of one name may have been read at a time: ids are given now.
    std::set<std::string> taken;
    for (const layers::LayerEntry& entry : view_.district().catalog.layers) taken.insert(entry.id);
    for (const auto& layer : view_.layers()) taken.insert(layer->entry().id);
    for (std::unique_ptr<AddedLayer>& added : *result.value) {
        added->entry.id = freeId(added->entry.id, taken);
        const layers::LayerEntry entry = added->entry;
        const std::string problems = added->data.report.text(texts_.tongue());
        if (!added->data.table) {
            notices_.complain(entry.name.in(texts_.code()) + ": " + problems);
            continue;
        }
        if (!problems.empty()) notices_.say(problems);
        const geodata::Extent extent = added->data.table->extent();
        if (!extent.empty()) {
            all.expand(extent.minX, extent.minY);
            all.expand(extent.maxX, extent.maxY);
        }
        features += added->data.table->rows();
        if (!view_.add(std::move(added))) continue;
        session.added.push_back(entry.added);
        characters += entry.name.zh + view_.layers().back()->characters();
        for (const std::string& field : view_.layers().back()->colorFields()) characters += field;
    }
    letters_(characters);
    if (features == 0) {
        notices_.complain(fmt::format(fmt::runtime(texts_.tr("{}: there are no features in it")), name));
        return std::nullopt;
    }
    const geodata::Extent map = view_.stage().grid().extent();
    const bool meets = !all.empty() && all.minX <= map.maxX && all.maxX >= map.minX && all.minY <= map.maxY &&
                       all.maxY >= map.minY;
    if (!meets) {
        const geodata::Point2 middle = all.empty() ? map.center() : all.center();
        const double away = std::hypot(middle.x - map.center().x, middle.y - map.center().y) / 1000;
        notices_.complain(
            all.empty()
                ? fmt::format(fmt::runtime(texts_.tr("{}: its features have no place")), name)
                : fmt::format(fmt::runtime(texts_.tr(
                                  "{}: it lies {:.0f} km from this map; is its coordinate system right?")),
                              name, away));
        return std::nullopt;
    }
    notices_.say(fmt::format(fmt::runtime(texts_.tr("{}: {} features are on the map")), name, features));
    const geodata::Point2 middle{std::clamp(all.center().x, map.minX, map.maxX),
                                 std::clamp(all.center().y, map.minY, map.maxY)};
    const double radius =
        std::hypot(std::min(all.width(), map.width()), std::min(all.height(), map.height())) / 2;
    return layers::Place{{middle.x, middle.y, view_.stage().surfaceHeight(middle.x, middle.y)}, radius};
}

}  // namespace atlas::app
