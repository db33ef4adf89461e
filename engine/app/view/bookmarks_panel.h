#pragma once
// The views that a person keeps, with small pictures.

#include <map>
#include <memory>
#include <string>

#include "app/view/hud_actions.h"
#include "app/view/session.h"
#include "surface/picture_texture.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread, with a current context all its life. Everything given outlives it.
class BookmarksPanel {
  public:
    BookmarksPanel(ui::Interface& interface, const ui::Translations& texts)
        : interface_(&interface), texts_(texts) {}
    void moveTo(ui::Interface& interface) { interface_ = &interface; }
    /// In the current ImGui window. Names and removals go into the session; keeping and flying are asked for.
    void draw(Session& session, HudActions& actions);

  private:
    const surface::PictureTexture* textureOf(const Bookmark& bookmark);

    ui::Interface* interface_;
    const ui::Translations& texts_;
    /// By the picture's bytes, which are shared and do not change.
    std::map<std::shared_ptr<const std::string>, std::unique_ptr<surface::PictureTexture>> textures_;
};

}  // namespace atlas::app
