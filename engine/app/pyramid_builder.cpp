#include "app/pyramid_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace atlas::app {

PyramidBuilder::PyramidBuilder(const terrain::HeightField& ground) {
    for (const terrain::HeightSource& source : ground.sources())
        if (source.paged && source.paged->lacksPyramid()) waiting_.push_back(source.paged);
    if (waiting_.empty()) return;
    progress_ = Progress{std::filesystem::path(waiting_.front()->path()).filename().string(), 0};
    thread_ = std::thread([this] { run(); });
}

PyramidBuilder::~PyramidBuilder() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
}

void PyramidBuilder::run() {
    for (const auto& raster : waiting_) {
        if (stop_) break;
        const std::string file = std::filesystem::path(raster->path()).filename().string();
        geodata::PyramidProgress options;
        // The frame and the tiles it waits for come first: one core stays theirs.
        options.threads = std::max(2U, std::thread::hardware_concurrency()) - 1;
        options.report = [&](double share) {
            const std::lock_guard lock(mutex_);
            progress_ = Progress{file, share};
            return !stop_;
        };
        const std::string reason = raster->buildPyramid(options);
        if (reason.empty() || stop_) continue;
        const std::lock_guard lock(mutex_);
        failures_.push_back(fmt::format("{}: {}", file, reason));
    }
    const std::lock_guard lock(mutex_);
    progress_.reset();
}

std::optional<PyramidBuilder::Progress> PyramidBuilder::progress() const {
    const std::lock_guard lock(mutex_);
    return progress_;
}

std::vector<std::string> PyramidBuilder::failures() {
    const std::lock_guard lock(mutex_);
    return std::exchange(failures_, {});
}

}  // namespace atlas::app
