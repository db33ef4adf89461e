// A session that is saved and read again draws the identical picture, whatever was drawn in between.

#include <random>

#include "app/view/tools/map_tools.h"
#include "map_on_stage.h"

namespace atlas::test {
namespace {

class SessionPictures : public MapTest {
  protected:
    // As 'yuzhong render --session' draws it, tools included.
    static surface::Image picture(app::MapTools& tools, const app::Session& session) {
        map_->session() = session;
        map_->view().apply(session);
        tools.update(session, true);
        return map_->frame({"", session.camera, session.exaggeration}, {240, 150, 1}).image;
    }
    static app::Session any(unsigned seed) {
        const layers::Catalog& catalog = map_->district().catalog;
        std::mt19937 random(seed);
        const auto maybe = [&] { return random() % 2 == 0; };
        app::Session session = map_->session();
        session.camera = catalog.views[random() % catalog.views.size()].camera;
        session.time += static_cast<double>(random() % 86400);
        session.waterLevel += static_cast<double>(random() % 25);
        session.exaggeration = maybe() ? 1 : 1.7;
        session.contours = maybe();
        session.shadows = maybe();
        for (const auto& layer : catalog.layers) {
            if (maybe()) session.layers[layer.id] = maybe();
            if (maybe()) session.opacity[layer.id] = static_cast<double>(random() % 100) / 99;
        }
        session.filter.located = layers::Located::Only;
        if (maybe()) session.filter.investment.low = 1.3;
        session.filteredOut = maybe() ? layers::FilteredOut::Ghost : layers::FilteredOut::Vanish;
        session.language = maybe() ? "en" : "zh";
        session.theme = catalog.themes[random() % catalog.themes.size()].id;
        session.selected = maybe() ? "sites:P001" : "";
        session.tools.measurements = {
            {"distance", "一", {{106.5745, 29.559}, {106.577, 29.56}, {106.579, 29.5592}}, ""}};
        session.tools.relief.kind = maybe() ? "slope" : "";
        session.tools.flood.depths = maybe();
        return session;
    }
};

TEST_F(SessionPictures, AReloadedSessionDrawsTheIdenticalPicture) {
    const ui::Translations texts(ATLAS_SHARE_DIR "/locale", ui::Language::Zh);
    app::MapTools tools(map_->view(), nullptr, texts);
    const app::Session opening = map_->session();
    std::vector<surface::Image> all;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const app::Session session = any(seed);
        all.push_back(picture(tools, session));
        picture(tools, opening);
        const auto again = app::readSession(app::toToml(session), opening, map_->district().catalog);
        ASSERT_TRUE(again.session) << again.report.text();
        EXPECT_EQ(picture(tools, *again.session).pixels, all.back().pixels) << "seed " << seed;
    }
    EXPECT_NE(all[0].pixels, all[1].pixels) << "the sessions differ, and so do their pictures";
    EXPECT_NE(all[1].pixels, all[2].pixels);
}

}  // namespace
}  // namespace atlas::test
