#pragma once
// A picture of what the window shows as a file, at any size, with a layout or without, or as a page of PDF.

#include <string>

#include "app/view/notices.h"
#include "app/view/picture_job.h"
#include "app/view/session.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class PictureDialog {
  public:
    /// `catalog`: the file of the map, for the process that draws.
    PictureDialog(std::string catalog, const ui::Translations& texts, Notices& notices);

    void open() { open_ = true; }
    void close() { open_ = false; }
    bool isOpen() const { return open_; }
    bool busy() const { return job_.running(); }
    /// A window in the middle of the picture; nothing while closed. `session` with its camera as it is now.
    /// `map`: the picture that the map is in now, which may be another window's.
    void draw(const Session& session, const ui::Interface& interface, const scene::Viewport& map);
    /// Once a turn of the loop; true when something has changed, so that a frame is due.
    bool tick();

  private:
    void drawForm(const Session& session, const scene::Viewport& map);
    void start(const Session& session, const scene::Viewport& map);
    const char* tr(const char* id) const { return texts_.tr(id); }

    std::string catalog_;
    const ui::Translations& texts_;
    Notices& notices_;
    PictureJob job_;
    bool open_ = false, layout_ = true;
    int kind_ = 0;
    double shown_ = -1;
    std::string path_, title_, target_;
};

}  // namespace atlas::app
