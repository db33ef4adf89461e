#pragma once
// Which font file draws Chinese on this machine.

#include <optional>
#include <string>

namespace atlas::scene {

/// A face in a font file. Collections hold several: Noto Sans CJK's face 0 has Japanese shapes, Simplified
/// Chinese is another.
struct FontFile {
    std::string path;
    int face = 0;
};

/// Asks fontconfig for Noto Sans CJK SC, else any font that covers simplified Chinese, else nullopt. Any
/// thread; milliseconds.
std::optional<FontFile> findChineseFont();

}  // namespace atlas::scene
