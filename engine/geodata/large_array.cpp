#include "geodata/large_array.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <cstdint>

namespace atlas::geodata {

void wishLargePages(const void* begin, std::size_t bytes) {
#ifdef MADV_HUGEPAGE
    // Whole pages inside the array only: its neighbours are others'.
    const auto address = reinterpret_cast<std::uintptr_t>(begin);
    const std::uintptr_t first = (address + kLargePage - 1) / kLargePage * kLargePage;
    const std::uintptr_t last = (address + bytes) / kLargePage * kLargePage;
    if (last > first) madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
#else
    static_cast<void>(begin);
    static_cast<void>(bytes);
#endif
}

}  // namespace atlas::geodata
