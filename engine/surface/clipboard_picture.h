#pragma once
// A picture on the clipboard of an X server. GLFW knows text only.

#include <memory>
#include <string>

namespace atlas::surface {

/// Owns the clipboard from offer() until another program takes it or this object ends: on X the program that
/// copied hands the bytes over itself. A connection and a thread of its own; offer() may be called from any
/// one thread.
class ClipboardPicture {
  public:
    /// nullptr with a reason where there is no X server.
    static std::unique_ptr<ClipboardPicture> create(std::string& reason);
    ~ClipboardPicture();
    ClipboardPicture(const ClipboardPicture&) = delete;
    ClipboardPicture& operator=(const ClipboardPicture&) = delete;

    /// The bytes of a PNG file.
    void offer(std::string png);

  private:
    ClipboardPicture();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace atlas::surface
