#include "analysis/transpose.h"

#include <algorithm>
#include <cstring>

#include "analysis/job.h"

namespace atlas::analysis {

namespace {

// Sixteen bytes, the vector that every 64-bit machine has. GCC's and Clang's vector extension: other
// compilers take the plain loops.
#if defined(__GNUC__)
template <class T>
struct Block;

template <>
struct Block<float> {
    static constexpr int kSide = 4;
    using Vector = float __attribute__((vector_size(16)));
    static void turn(Vector* v) {
        const Vector a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5);
        const Vector b = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
        const Vector c = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5);
        const Vector d = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
        v[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
        v[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
        v[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
        v[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
    }
};

template <>
struct Block<std::uint16_t> {
    static constexpr int kSide = 8;
    using Vector = std::uint16_t __attribute__((vector_size(16)));
    // The lower half of the rows riffled with the upper, log2(kSide) times: row r, column c is then row c,
    // column r.
    static void turn(Vector* v) {
        Vector w[kSide];
        for (int pass = 0; pass < 3; ++pass) {
            for (int i = 0; i < 4; ++i) {
                w[2 * i] = __builtin_shufflevector(v[i], v[i + 4], 0, 8, 1, 9, 2, 10, 3, 11);
                w[2 * i + 1] = __builtin_shufflevector(v[i], v[i + 4], 4, 12, 5, 13, 6, 14, 7, 15);
            }
            std::copy(w, w + kSide, v);
        }
    }
};

template <>
struct Block<std::uint8_t> {
    static constexpr int kSide = 16;
    using Vector = std::uint8_t __attribute__((vector_size(16)));
    static void turn(Vector* v) {
        Vector w[kSide];
        for (int pass = 0; pass < 4; ++pass) {
            for (int i = 0; i < 8; ++i) {
                w[2 * i] = __builtin_shufflevector(v[i], v[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21,
                                                   6, 22, 7, 23);
                w[2 * i + 1] = __builtin_shufflevector(v[i], v[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                                       13, 29, 14, 30, 15, 31);
            }
            std::copy(w, w + kSide, v);
        }
    }
};

template <class T>
void turnBlock(const T* from, std::size_t fromStride, T* to, std::size_t toStride) {
    using Kind = Block<T>;
    typename Kind::Vector rows[Kind::kSide];
    for (int r = 0; r < Kind::kSide; ++r)
        std::memcpy(&rows[r], from + static_cast<std::size_t>(r) * fromStride, sizeof rows[r]);
    Kind::turn(rows);
    for (int c = 0; c < Kind::kSide; ++c)
        std::memcpy(to + static_cast<std::size_t>(c) * toStride, &rows[c], sizeof rows[c]);
}
template <class T>
constexpr int kBlockSide = Block<T>::kSide;
#else
template <class T>
void turnBlock(const T* from, std::size_t fromStride, T* to, std::size_t toStride) {
    *to = *from;
}
template <class T>
constexpr int kBlockSide = 1;
#endif

template <class T>
void turnPlainly(const T* from, std::size_t fromStride, T* to, std::size_t toStride, int r0, int r1, int c0,
                 int c1) {
    for (int r = r0; r < r1; ++r)
        for (int c = c0; c < c1; ++c)
            to[static_cast<std::size_t>(c) * toStride + r] =
                from[static_cast<std::size_t>(r) * fromStride + c];
}

/// Rows lie far apart in memory, so that the machine does not see which come next.
template <class T>
void fetch(const T* from, std::size_t stride, int rows, int columns) {
#if defined(__GNUC__)
    constexpr int line = 64 / static_cast<int>(sizeof(T));
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; c += line)
            __builtin_prefetch(from + static_cast<std::size_t>(r) * stride + c, 0, 2);
#endif
}

/// Where the lines written to do not take each other's place in the cache.
template <class T>
void turnStraight(const T* from, std::size_t fromStride, T* to, std::size_t toStride, int rows, int columns) {
    constexpr int side = kBlockSide<T>;
    const int wholeRows = rows / side * side;
    const int wholeColumns = columns / side * side;
    constexpr int line = 64 / static_cast<int>(sizeof(T));
    for (int r = 0; r < wholeRows; r += side) {
        const int ahead = std::min(side, rows - r - side);
        for (int c = 0; c < wholeColumns; c += side) {
            const T* block = from + static_cast<std::size_t>(r) * fromStride + c;
            if (ahead > 0 && c % line == 0)
                fetch(block + static_cast<std::size_t>(side) * fromStride, fromStride, ahead, 1);
            turnBlock(block, fromStride, to + static_cast<std::size_t>(c) * toStride + r, toStride);
        }
    }
    turnPlainly(from, fromStride, to, toStride, 0, wholeRows, wholeColumns, columns);
    turnPlainly(from, fromStride, to, toStride, wholeRows, rows, 0, columns);
}

// Grids have sides of a power of two: the cells of a column then take each other's place in the cache. So a
// tile, whose columns are a cache line each, is turned in a room of its own and copied from there line by
// line.
template <class T>
constexpr int kTileRows = 64 / static_cast<int>(sizeof(T));
constexpr int kTileColumns = 64;

template <class T>
void turnTile(const T* from, std::size_t fromStride, T* to, std::size_t toStride, int rows, int columns) {
    constexpr int side = kBlockSide<T>;
    alignas(64) T room[static_cast<std::size_t>(kTileRows<T>) * kTileColumns];
    const int wholeRows = rows / side * side;
    const int wholeColumns = columns / side * side;
    for (int r = 0; r < wholeRows; r += side)
        for (int c = 0; c < wholeColumns; c += side)
            turnBlock(from + static_cast<std::size_t>(r) * fromStride + c, fromStride,
                      room + c * kTileRows<T> + r, kTileRows<T>);
    const auto plain = [&](int r0, int r1, int c0, int c1) {
        for (int r = r0; r < r1; ++r)
            for (int c = c0; c < c1; ++c)
                room[c * kTileRows<T> + r] = from[static_cast<std::size_t>(r) * fromStride + c];
    };
    plain(0, wholeRows, wholeColumns, columns);
    plain(wholeRows, rows, 0, columns);
    for (int c = 0; c < columns; ++c) {
        T* line = to + static_cast<std::size_t>(c) * toStride;
        if (rows == kTileRows<T>)
            std::memcpy(line, room + c * kTileRows<T>, kTileRows<T> * sizeof(T));
        else
            std::memcpy(line, room + c * kTileRows<T>, static_cast<std::size_t>(rows) * sizeof(T));
    }
}

template <class T>
void turn(const T* from, std::size_t fromStride, T* to, std::size_t toStride, int rows, int columns) {
    constexpr int step = kTileRows<T>;
    for (int c = 0; c < columns; c += kTileColumns) {
        const int wide = std::min(kTileColumns, columns - c);
        for (int r = 0; r < rows; r += step) {
            const T* tile = from + static_cast<std::size_t>(r) * fromStride + c;
            if (r + step < rows)
                fetch(tile + static_cast<std::size_t>(step) * fromStride, fromStride,
                      std::min(step, rows - r - step), wide);
            turnTile(tile, fromStride, to + static_cast<std::size_t>(c) * toStride + r, toStride,
                     std::min(step, rows - r), wide);
        }
    }
}

template <class T>
void turnGrid(const T* from, T* to, int width, int height) {
    forRows(
        height, {},
        [&](int begin, int end) {
            turn(from + static_cast<std::size_t>(begin) * width, static_cast<std::size_t>(width), to + begin,
                 static_cast<std::size_t>(height), end - begin, width);
        },
        64);
}

}  // namespace

void transposePart(const float* from, std::size_t fromStride, float* to, std::size_t toStride, int rows,
                   int columns) {
    turnStraight(from, fromStride, to, toStride, rows, columns);
}
void transposePart(const std::uint8_t* from, std::size_t fromStride, std::uint8_t* to, std::size_t toStride,
                   int rows, int columns) {
    turn(from, fromStride, to, toStride, rows, columns);
}
void transpose(const float* from, float* to, int width, int height) {
    turnGrid(from, to, width, height);
}
void transpose(const std::uint16_t* from, std::uint16_t* to, int width, int height) {
    turnGrid(from, to, width, height);
}

}  // namespace atlas::analysis
