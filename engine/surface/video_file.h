#pragma once
// Pictures one after another as an MP4 file (libavcodec, libavformat).

#include <filesystem>
#include <memory>
#include <string>

#include "surface/image.h"

namespace atlas::surface {

/// H.264 where the library has an encoder for it, else MPEG-4 part 2; 4:2:0, BT.709 limited range, no
/// B-frames' delay to care for. The same pictures give the same file. One thread at a time.
class VideoFile {
  public:
    /// Even sides, 1..120 frames a second. Loads the module that knows libav, which lies beside the program.
    /// nullptr with a reason.
    static std::unique_ptr<VideoFile> create(const std::filesystem::path& path, Size size,
                                             int framesPerSecond, std::string& reason);
    /// A file that was not finished cannot be played.
    virtual ~VideoFile() = default;

    /// Of the video's size. "" or the reason why not.
    virtual std::string add(const Image& image) = 0;
    /// After the last picture. "" or the reason why not.
    virtual std::string finish() = 0;
    const std::string& encoder() const { return encoder_; }  ///< "libx264", "mpeg4", …

  protected:
    std::string encoder_;
};

}  // namespace atlas::surface
