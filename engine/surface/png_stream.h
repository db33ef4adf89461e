#pragma once
// A PNG that is written as its rows come, so that a picture of any size needs the memory of some rows.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "surface/image.h"

namespace atlas::surface {

/// One file, one thread. The file is whole only after finish(); who wants it atomic writes beside its place.
class PngStream {
  public:
    /// nullptr and a reason when the file cannot be written.
    static std::unique_ptr<PngStream> create(const std::filesystem::path& path, Size size,
                                             std::string& reason);
    ~PngStream();
    PngStream(const PngStream&) = delete;
    PngStream& operator=(const PngStream&) = delete;

    /// `rows` rows of RGB from the top on, without gaps. "" or the reason why not; then nothing more is
    /// written.
    std::string add(const std::uint8_t* pixels, int rows);
    /// After the last row. "" or the reason.
    std::string finish();

  private:
    PngStream();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace atlas::surface
