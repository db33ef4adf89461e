#pragma once
// Room for arrays of many megabytes.
//
// Memory is made at its first touch, page by page. In pages of 4 KiB that can take ten times as long as what
// is then done with an array; in pages of 2 MiB (Linux: madvise(2), MADV_HUGEPAGE) it does not count.

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
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

constexpr std::size_t kLargePage = std::size_t{2} << 20;

/// Makes room in whole large pages; elements that are made without a value hold anything: for arrays of
/// numbers that are written once as a whole, where filling them first would be a second pass over memory.
template <class T>
struct LargeRoom {
    using value_type = T;
    LargeRoom() = default;
    template <class U>
    LargeRoom(const LargeRoom<U>&) noexcept {}  // as every allocator: converts

    T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < kLargePage) return std::allocator<T>().allocate(count);
        const std::size_t whole = (bytes + kLargePage - 1) / kLargePage * kLargePage;
        void* room = ::operator new (whole, std::align_val_t{kLargePage});
        wishLargePages(room, whole);
        return static_cast<T*>(room);
    }
    void deallocate(T* room, std::size_t count) noexcept {
        if (count * sizeof(T) < kLargePage)
            std::allocator<T>().deallocate(room, count);
        else
            ::operator delete (room, std::align_val_t{kLargePage});
    }
    template <class U, class... Values>
    void construct(U* at, Values&&... values) {
        if constexpr (sizeof...(Values) == 0)
            ::new (static_cast<void*>(at)) U;
        else
            ::new (static_cast<void*>(at)) U(std::forward<Values>(values)...);
    }
    friend bool operator==(const LargeRoom&, const LargeRoom&) { return true; }
};

/// resize() leaves new elements unset; resize(count, value) and assign() set them.
template <class T>
using LargeArray = std::vector<T, LargeRoom<T>>;

}  // namespace atlas::geodata
