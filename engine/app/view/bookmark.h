#pragma once
// A view that a person keeps.

#include <memory>
#include <string>

#include "layers/catalog.h"

namespace atlas::app {

constexpr double kMostSeconds = 1e11;  ///< of a time: some three thousand years either way

struct Bookmark {
    std::string name;
    layers::GeoCamera camera;
    double time = 0;  ///< of the light, seconds since 1970 UTC
    /// A small PNG of it; shared by the sessions that undo keeps, null = none.
    std::shared_ptr<const std::string> thumbnail;

    bool operator==(const Bookmark& other) const {
        return name == other.name && camera == other.camera && time == other.time &&
               (thumbnail == other.thumbnail ||
                (thumbnail && other.thumbnail && *thumbnail == *other.thumbnail));
    }
};

constexpr std::size_t kMostBookmarks = 100;
constexpr std::size_t kMostThumbnailBytes = 256 * 1024;

}  // namespace atlas::app
