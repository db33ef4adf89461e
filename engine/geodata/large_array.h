#pragma once
// Room for arrays of many megabytes.
//
// Memory is made at its first touch, page by page. In pages of 4 KiB that can take ten times as long as what
// is then done with an array; in pages of 2 MiB (Linux: madvise(2), MADV_HUGEPAGE) it does not count.

#include <cstddef>
#include <vector>

namespace atlas::geodata {

/// Asks for large pages in this part of memory. Only a wish: changes no content, fails silently. Any thread.
void wishLargePages(const void* begin, std::size_t bytes);

/// reserve(), in large pages where the array is long. Before the resize() or assign() that fills it.
template <class T>
void reserveLarge(std::vector<T>& values, std::size_t count) {
    values.reserve(count);
    wishLargePages(values.data(), values.capacity() * sizeof(T));
}

}  // namespace atlas::geodata
