#pragma once
// The window as one thing: what it holds, what hands do to it (window_input.cpp) and what it does frame after
// frame (window_loop.cpp). For the files window_*.cpp only.

#include <algorithm>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/pyramid_builder.h"
#include "app/view/added_files.h"
#include "app/view/history.h"
#include "app/view/hud.h"
#include "app/view/kiosk/kiosk.h"
#include "app/view/map_furniture.h"
#include "app/view/map_view.h"
#include "app/view/notices.h"
#include "app/view/panel_screen.h"
#include "app/view/picture_dialog.h"
#include "app/view/picture_session.h"
#include "app/view/steering.h"
#include "app/view/tools/map_tools.h"
#include "app/view/tour/tour_player.h"
#include "app/view/tour/tour_recorder.h"
#include "app/view/walk_mode.h"
#include "app/view/window_loop.h"
#include "app/view/window_sessions.h"
#include "scene/camera_rig.h"
#include "surface/clipboard_picture.h"
#include "surface/frame_renderer.h"
#include "surface/kept_picture.h"
#include "surface/window.h"
#include "ui/interface.h"

namespace atlas::app {

/// Drawing thread. What is given to the constructor outlives it.
class WindowLoop : public surface::WindowEvents, public KioskHost {
  public:
    /// Opens the window and shows it. Throws WorkError when it cannot be had.
    WindowLoop(std::shared_ptr<const District> district, const Assets& assets, Session session,
               ui::Translations& texts, const WindowOptions& options);

    /// Until the window is closed; the exit status.
    int run();

  private:
    // ImGui knows a frame late what the pointer is over, and another one late how large a window is.
    static constexpr int kSettlingFrames = 5;

    scene::Viewport viewport() const {
        const surface::Size size = window_->framebuffer();
        return {std::max(size.width, 1), std::max(size.height, 1), interface_->scale()};
    }
    std::optional<osg::Vec3d> groundUnderPointer() const;
    void click(bool twice);
    ToolPointer toolPointer() const;
    bool toolKey(int key);
    void act(const HudActions& actions);
    void flyToView(const layers::ViewEntry& view);
    void flyToFeature(const std::string& key);
    void flyTo(const layers::Place& place);
    void flyTo(const layers::TypedPlace& place);
    void step(bool back);
    void save();
    void adopt(std::optional<Session> session);
    void leaveBehind(double lasted);
    void changeType(int steps);
    bool walkKey(int key);
    bool tourKey(int key);
    bool startTour(const std::string& file);
    void tellOfTour(const geodata::Report& problems);
    // window_pictures.cpp: pictures, bookmarks and tours that are made here
    void openPictures();
    void actOnPictures(const HudActions& actions);
    void drawPictures(const scene::Viewport& port);
    void keepView();
    void flyToBookmark(const Bookmark& bookmark);
    void copyPicture(const scene::Viewport& port);
    void reloadTours(double now);
    /// Whether the recorder's panel is there: a tool that is open has its place, until it is closed.
    bool recording() const { return recorder_ && recorder_->open() && session_.tools.open.empty(); }
    void addBookmarkCharacters();
    Session shownNow();
    void startWalk();
    void remove(const std::string& layer);
    void useAsTerrain(const std::string& layer);
    void changeGround(std::vector<std::string> files, std::string instead = {});
    void takeGround();
    void readAdded();
    void tellOfPyramids();
    void openWindow(const std::string& title);
    void openMap(std::shared_ptr<const District> district);
    void setLanguage(const std::string& language);
    double wait() const;
    double now() const;
    void beginTurn();
    bool move(double now, double seconds);
    // window_frame.cpp: what a frame shows over the map
    bool drawPanels(const scene::Viewport& port, double seconds);
    void hover(const scene::Viewport& port);
    void drawOverMap(const scene::Viewport& port, const HudFacts& facts, bool controls, HudActions& actions);
    bool drawBeside(const scene::Viewport& port, const HudFacts& facts, bool bar, double seconds,
                    HudActions& actions);
    void collectBoxes();
    // window_screens.cpp: which monitors that happens on
    WantedScreens wantedScreens() const;
    void keepScreens(std::optional<double> now);
    void openPanelScreen(const surface::Screen& screen);
    void closePanelScreen();
    void movePanels(const ui::Interface& from);
    void missPanels(const std::string& reason);
    std::optional<scene::Viewport> panelViewport() const;
    /// Where the panels are: the map's own window, or theirs.
    ui::Interface& panels() { return panelScreen_ ? panelScreen_->interface() : *interface_; }
    ui::Interface& keyTaker();
    void addCharacters(const std::string& text);
    void guideKiosk(double now);
    // window_map.cpp: the map, drawn or shown again
    bool drawMap(const scene::Viewport& port, double seconds, bool moving, bool picture);
    bool restless() const;
    void openHud();

    void beginAnew(const std::string& language, const KioskComfort& comfort) override;
    bool playTour(const std::string& file) override;
    void endTour() override;
    bool touring() const override { return tour_.active() || walk_.active(); }
    bool watching() const override { return (tour_.active() && tour_.playing()) || walk_.running(); }
    void showView(const layers::ViewEntry& view) override { flyToView(view); }
    void useLanguage(const std::string& language) override { setLanguage(language); }
    void useComfort(const KioskComfort& comfort) override;
    void showMap(std::shared_ptr<const District> district) override { openMap(std::move(district)); }

    void pointerMoved(double x, double y) override;
    void pointerLeft() override;
    void buttonChanged(int button, bool down, int modifiers, const surface::Moment& when) override;
    void wheelTurned(double steps) override;
    void keyChanged(int key, bool down, int modifiers) override;
    void textTyped(char32_t character) override;
    void filesDropped(const std::vector<std::string>& paths) override;
    void damaged() override { awake_ = kSettlingFrames; }
    void touched(const surface::TouchChanged&) override { awake_ = kSettlingFrames; }
    void pinchBegan(double x, double y) override;
    void pinched(const surface::Pinch& pinch) override;
    void pinchEnded() override;
    bool scrollsAt(double x, double y) const override { return interface_->scrollsAt(x, y); }
    void scrolledAt(double x, double y, double dy) override { interface_->scrollAt(x, y, dy); }

    std::shared_ptr<const District> district_;
    std::filesystem::path shaders_;
    Session session_;
    ui::Translations& texts_;
    WindowOptions options_;
    std::optional<PictureFile> capture_;
    std::unique_ptr<Kiosk> kiosk_;  ///< null: no exhibit
    std::unique_ptr<surface::Window> window_;
    std::unique_ptr<MapView> view_;
    std::unique_ptr<surface::FrameRenderer> renderer_;
    std::unique_ptr<ui::Interface> interface_;  ///< of the map's window
    std::unique_ptr<PanelScreen> panelScreen_;  ///< null: the panels are over the map
    /// What the kept picture of the map shows.
    struct Shown {
        scene::Pose pose;
        scene::Viewport port;
        std::uint64_t revision = 0;
        std::optional<MapView::Feature> hovered;
        std::vector<scene::ScreenBox> blocked;
        bool operator==(const Shown&) const = default;
    };
    surface::KeptPicture kept_;
    Shown shown_;
    std::unique_ptr<Hud> hud_;
    std::unique_ptr<MapFurniture> furniture_;  ///< of a map without panels
    std::optional<History> history_;
    Notices notices_;
    std::optional<WindowSessions> sessions_;
    scene::Pose keptPose_;  ///< that session_.camera stands for
    std::unique_ptr<AddedFiles> added_;
    std::unique_ptr<PyramidBuilder> pyramids_;  ///< null for a picture that closes the window
    std::unique_ptr<scene::CameraRig> rig_;
    std::unique_ptr<MapTools> tools_;
    WalkMode walk_;
    TourPlayer tour_;
    std::filesystem::file_time_type tourWritten_{};  ///< the file that is played, as it was read
    std::optional<TourRecorder> recorder_;
    std::unique_ptr<PictureDialog> pictures_;  ///< null: an exhibit, or a picture that closes the window
    std::unique_ptr<surface::ClipboardPicture> clipboard_;
    std::string preview_;   ///< file of a tour to begin once the panels are drawn
    bool copying_ = false;  ///< the next frame goes onto the clipboard
    Steering steering_;
    /// A map over another ground, being read.
    struct Ground {
        std::vector<std::string> files;
        std::string instead;  ///< of Session::added: the layer that it was, which then goes
        bool alone = false;   ///< it does not meet the catalogue's: a map of its own
        geodata::Loaded<std::shared_ptr<const District>> district;
    };
    std::future<Ground> ground_;
    std::string walked_;            ///< what was chosen when the walk began
    bool looking_ = false;          ///< a button is down over the map during a walk
    double x_ = 0, y_ = 0;          ///< pointer
    bool pointed_ = false;          ///< the pointer is in the window
    double downX_ = 0, downY_ = 0;  ///< where the left button went down
    double lastClick_ = -1;
    double lastX_ = 0, lastY_ = 0;           ///< of the last click
    double held_ = 0;                        ///< when the exhibit last took all keys
    double screensLooked_ = 0;               ///< when the monitors were last looked at
    bool panelsMissed_ = false;              ///< that their screen is not there was told
    bool panelsClosed_ = false;              ///< their window was closed, or cannot be had
    std::optional<bool> answer_;             ///< to the question after a crash, in this frame
    double stylesRead_ = 0;                  ///< when the style files were last looked at
    bool pressed_ = false;                   ///< the left button is down over the map
    bool adopting_ = false;                  ///< files of a session come in: its camera stays
    double rehearsed_ = 0;                   ///< the clock of a rehearsal
    bool ended_ = false;                     ///< so is the rehearsal
    double frameMilliseconds_ = 0;           ///< of a drawn frame, smoothed; 0 = none yet
    std::vector<scene::ScreenBox> blocked_;  ///< that names keep clear of
    int awake_ = kSettlingFrames;            ///< frames to draw yet though nothing moves
};

}  // namespace atlas::app
