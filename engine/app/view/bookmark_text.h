#pragma once
// Bookmarks in a session's text.

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "app/view/bookmark.h"
#include "app/view/tree_reader.h"

namespace atlas::app {

/// A list of tables, thumbnails in base64. Pure.
nlohmann::json bookmarksToTree(const std::vector<Bookmark>& bookmarks);
/// The other way; each that cannot be used is reported and left out. A thumbnail that is none is left away
/// with a warning: the bookmark is not.
void readBookmarks(TreeReader& root, std::vector<Bookmark>& into);

}  // namespace atlas::app
