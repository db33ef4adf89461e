#include "scene/picture_windows.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <numbers>

namespace atlas::scene {

namespace {

constexpr std::array<unsigned, PictureWindows::kMost> kUnits{0, 5, 15};
constexpr const char* kWindowsDefine = "ATLAS_WINDOWS";
constexpr double kRatio = 2.5;       // from one window's cells to the next one's
constexpr int kSteps = 8;            // windows move by this part of their side
constexpr double kMostAhead = 0.75;  // of half a window's side: so far before the eye its middle is at most
constexpr double kGain = 0.8;        // of the whole picture's cells: coarser windows show nothing more
constexpr int kLeastSide = 1024, kMostSide = 4096;  // cells

}  // namespace

PictureWindows::PictureWindows(const LocalFrame& frame, osg::StateSet& state)
    : frame_(frame),
      state_(state),
      frameUniform_(new osg::Uniform(osg::Uniform::FLOAT_VEC4, "u_windowFrame", kMost)),
      placeUniform_(new osg::Uniform("u_windowPlace", -1)) {
    for (std::size_t i = 0; i < kMost; ++i) {
        textures_[i] = pictureTexture();
        state.setTextureAttribute(kUnits[i], textures_[i]);
        state.addUniform(
            new osg::Uniform(("u_window" + std::to_string(i)).c_str(), static_cast<int>(kUnits[i])));
    }
    state.addUniform(frameUniform_);
    state.addUniform(placeUniform_);
    put();
}

PictureWindows::~PictureWindows() = default;

void PictureWindows::follow(const std::shared_ptr<const FinerPicture>& picture, std::size_t place) {
    if (picture == picture_) return;
    picture_ = picture;
    placeUniform_->set(picture ? static_cast<int>(place) : -1);
    for (std::size_t i = 0; i < kMost; ++i) {
        clear(i);
    }
    put();
}

geodata::Point2 PictureWindows::focus(const GroundView& view) {
    const double pitch = view.pose.pitch * std::numbers::pi / 180;
    const double heading = view.pose.heading * std::numbers::pi / 180;
    const double ahead = pitch > 0.01 ? view.above / std::tan(pitch) : view.above * 100;
    return {view.pose.eye.x() + std::sin(heading) * ahead, view.pose.eye.y() + std::cos(heading) * ahead};
}

std::array<PictureWindows::Window, PictureWindows::kMost> PictureWindows::wanted(
    const GroundView& view) const {
    std::array<Window, kMost> windows;
    const double pixel = 2 * std::tan(kVerticalFov / 2 * std::numbers::pi / 180) / view.viewport.height;
    // Powers of two: a camera that rises or sinks a little keeps its windows.
    double cell = std::exp2(std::floor(std::log2(std::max(view.nearest * pixel, 1e-3))));
    cell = std::max(cell, picture_->cell);
    const auto side = static_cast<double>(std::clamp<unsigned>(
        std::bit_ceil(static_cast<unsigned>(view.viewport.width) * 8 / 5), kLeastSide, kMostSide));
    const geodata::Point2 middle = focus(view);
    const geodata::Point2 eye{view.pose.eye.x(), view.pose.eye.y()};
    const double ahead = std::hypot(middle.x - eye.x, middle.y - eye.y);
    for (Window& window : windows) {
        if (cell > picture_->overview * kGain) break;
        const double reach = side * cell;
        const double share = ahead > 0 ? std::min(1.0, kMostAhead * reach / 2 / ahead) : 0;
        const double step = reach / kSteps;
        const auto edge = [&](double from, double to) {
            return std::round((from + (to - from) * share - reach / 2) / step) * step;
        };
        window.cell = cell;
        window.extent.minX = edge(eye.x, middle.x);
        window.extent.minY = edge(eye.y, middle.y);
        window.extent.maxX = window.extent.minX + reach;
        window.extent.maxY = window.extent.minY + reach;
        cell *= kRatio;
    }
    return windows;
}

void PictureWindows::clear(std::size_t level) {
    if (there_[level]) fillTexture(*textures_[level], nullptr);
    there_[level] = false;
    shown_[level] = {};
}

void PictureWindows::start(int level, const Window& window) {
    reading_ = std::async(std::launch::async, [picture = picture_, level, window] {
        const auto read = picture->read(window.extent, window.cell);
        return Piece{picture, level, window, read ? textureImage(*read) : osg::ref_ptr<osg::Image>()};
    });
}

void PictureWindows::take() {
    const Piece piece = reading_.get();
    if (piece.of != picture_) return;
    const auto i = static_cast<std::size_t>(piece.level);
    // What cannot be read is not asked for again until the view asks for another piece.
    clear(i);
    shown_[i] = piece.window;
    there_[i] = piece.image.valid();
    if (there_[i]) fillTexture(*textures_[i], piece.image);
    put();
}

bool PictureWindows::update(const GroundView& view, bool wait) {
    const auto ready = [&] {
        return reading_.valid() &&
               (wait || reading_.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
    };
    if (ready()) take();
    if (!picture_) return !reading_.valid();
    const std::array<Window, kMost> windows = wanted(view);
    for (int level = kMost; level-- > 0;) {
        const auto i = static_cast<std::size_t>(level);
        if (windows[i] == shown_[i]) continue;
        if (windows[i].cell <= 0) {
            clear(i);
            put();
            continue;
        }
        if (reading_.valid()) return false;
        start(level, windows[i]);
        if (!wait) return false;
        take();
    }
    return !reading_.valid();
}

void PictureWindows::put() {
    bool any = false;
    for (std::size_t i = 0; i < kMost; ++i) {
        osg::Vec4f frame(0, 0, 0, 0);
        if (there_[i]) {
            const geodata::Extent& extent = shown_[i].extent;
            frame.set(static_cast<float>(extent.minX - frame_.origin.x()),
                      static_cast<float>(extent.minY - frame_.origin.y()),
                      static_cast<float>(1 / extent.width()), static_cast<float>(1 / extent.height()));
            any = true;
        }
        frameUniform_->setElement(static_cast<unsigned>(i), frame);
    }
    // Shaders without windows spare the work.
    if (any)
        state_.setDefine(kWindowsDefine);
    else
        state_.removeDefine(kWindowsDefine);
}

}  // namespace atlas::scene
