#include "mutate.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace atlas_fuzz {

std::string Mutator::mutate(const std::string& valid) {
    std::string bytes = valid;
    const std::size_t changes = 1 + below(8);
    for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) changeOnce(bytes);
    return bytes;
}

void Mutator::changeOnce(std::string& bytes) {
    // Headers decide most: half of the changes fall into the first 200 bytes.
    const std::size_t reach = below(2) == 0 ? std::min<std::size_t>(bytes.size(), 200) : bytes.size();
    const std::size_t at = below(reach);
    switch (below(8)) {
        case 0:
        case 1:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
            break;
        case 2:
            bytes[at] = static_cast<char>(below(256));
            break;
        case 3: {  // numbers at the edge of their range, where sizes and counts overflow
            constexpr std::array<std::string_view, 6> edges = {
                std::string_view("\xFF\xFF\xFF\xFF", 4), std::string_view("\x7F\xFF\xFF\xFF", 4),
                std::string_view("\xFF\xFF\xFF\x7F", 4), std::string_view("\0\0\0\0", 4),
                std::string_view("\x80\0\0\0", 4),       std::string_view("\0\0\0\0\0\0\xF8\x7F", 8)};
            const std::string_view edge = edges[below(edges.size())];
            bytes.replace(at, std::min(edge.size(), bytes.size() - at), edge);
            break;
        }
        case 4:
            bytes.resize(at);
            break;
        case 5: {  // a piece twice
            const std::string piece = bytes.substr(at, 1 + below(300));
            bytes.insert(at, piece);
            break;
        }
        case 6:
            bytes.erase(at, 1 + below(40));
            break;
        default: {  // a piece of the file over another
            const std::string piece = bytes.substr(below(bytes.size()), 1 + below(64));
            bytes.replace(at, std::min(piece.size(), bytes.size() - at), piece);
            break;
        }
    }
}

}  // namespace atlas_fuzz
