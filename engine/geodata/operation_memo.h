#pragma once
// What a CRS remembers of the ways to it. Internal to geodata's sources.

#include <map>
#include <mutex>
#include <string>

#include "geodata/crs.h"

namespace atlas::geodata {

/// Shared by all copies of a Crs. PROJ takes tens of milliseconds to search its database for the operation
/// between two systems, and a map's layers mostly come from the same one or two.
struct OperationMemo {
    std::mutex mutex;                        ///< held through a search: who asks for the same waits for it
    std::map<std::string, Transform> found;  ///< by definition of the CRS they come from; only copied from
};

}  // namespace atlas::geodata
