#pragma once
// A copy of what was drawn, to be shown again where drawing it anew would give the same.

#include "surface/image.h"

namespace atlas::surface {

/// The colours of a framebuffer. Its GL context has to be current, on its thread, all its life.
class KeptPicture {
  public:
    KeptPicture() = default;
    ~KeptPicture();
    KeptPicture(const KeptPicture&) = delete;
    KeptPicture& operator=(const KeptPicture&) = delete;

    /// Copies what the window's back buffer shows, its samples resolved. Where the driver cannot, nothing is
    /// kept, then and later.
    void keep(Size size);
    /// Puts it back into the window's back buffer, in place of all that is there. False, and nothing is done:
    /// nothing of this size is kept, or the driver cannot.
    bool show(Size size);
    void forget() { kept_ = false; }

  private:
    bool make(Size size);
    void release();

    Size size_;
    unsigned framebuffer_ = 0, colours_ = 0;
    bool kept_ = false;
    bool refused_ = false;  ///< the driver cannot
};

}  // namespace atlas::surface
