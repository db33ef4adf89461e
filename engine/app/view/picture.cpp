#include "app/view/picture.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "app/failure.h"
#include "surface/frame_renderer.h"
#include "surface/frame_target.h"

namespace atlas::app {

namespace {

constexpr int kMostSide = 8192;  // of a piece; drivers' limits are that or more
// Of a piece's samples, colours and depths; drivers hold several times that.
constexpr long long kPieceBytes = 96LL * 1024 * 1024;
constexpr long long kSampleBytes = 8;
constexpr int kLeastRows = 64;

// A picture that fits stays in one piece; of a larger one the pieces are wide and low, so that a strip of
// them is little memory.
surface::Size pieceOf(const PictureOrder& order) {
    const int limit =
        order.maxPiece > 0 ? order.maxPiece : std::min(surface::FrameTarget::maxSide(), kMostSide);
    const surface::Size piece{std::min(order.viewport.width, limit), std::min(order.viewport.height, limit)};
    const long long row = piece.width * kSampleBytes * std::max(order.samples, 1);
    const auto rows = static_cast<int>(std::max<long long>(kPieceBytes / row, kLeastRows));
    return {piece.width, std::min(piece.height, rows)};
}

}  // namespace

PictureCost drawRows(MapView& view, surface::FrameRenderer& renderer, const PictureOrder& order,
                     const std::function<void(const surface::Image&)>& sink) {
    const scene::Viewport& whole = order.viewport;
    const surface::Size piece = pieceOf(order);
    const auto target = surface::FrameTarget::create(piece, order.samples);
    if (!target)
        throw WorkError(
            "the graphics driver refuses a picture buffer of {}x{} pixels; try a smaller --size or fewer "
            "--samples",
            piece.width, piece.height);
    const int across = (whole.width + piece.width - 1) / piece.width;
    const int down = (whole.height + piece.height - 1) / piece.height;
    PictureCost cost;
    surface::Image strip;
    strip.size = {whole.width, piece.height};
    for (int top = 0; top < whole.height; top += piece.height) {
        strip.size.height = std::min(piece.height, whole.height - top);
        for (int left = 0; left < whole.width; left += piece.width) {
            const osg::Vec4f part(static_cast<float>(left), static_cast<float>(top),
                                  static_cast<float>(piece.width), static_cast<float>(piece.height));
            renderer.setOverlay(order.overlay ? std::function<void()>([&] { order.overlay(part); })
                                              : std::function<void()>());
            view.draw(renderer, order.pose, whole, part, target->framebuffer());
            if (const std::string refused = renderer.takeRefused(); !refused.empty())
                throw WorkError(
                    "the graphics driver refuses a shader, the picture would lack what it draws: {}",
                    refused);
            // Only now: the driver has compiled its shaders and what it needed for that is free again.
            strip.pixels.resize(static_cast<std::size_t>(whole.width) *
                                static_cast<std::size_t>(strip.size.height) * 3);
            target->copyInto(strip, left, 0);
            cost.triangles += renderer.cost().triangles;
            cost.drawCalls += renderer.cost().drawCalls;
            ++cost.pieces;
            if (order.progress) order.progress(static_cast<double>(cost.pieces) / (across * down));
        }
        sink(strip);
    }
    return cost;
}

surface::Image drawPicture(MapView& view, surface::FrameRenderer& renderer, const PictureOrder& order,
                           PictureCost* cost) {
    surface::Image image;
    image.size = {order.viewport.width, order.viewport.height};
    image.pixels.reserve(static_cast<std::size_t>(image.size.width) *
                         static_cast<std::size_t>(image.size.height) * 3);
    const PictureCost spent = drawRows(view, renderer, order, [&](const surface::Image& strip) {
        image.pixels.insert(image.pixels.end(), strip.pixels.begin(), strip.pixels.end());
    });
    if (cost != nullptr) *cost = spent;
    return image;
}

double measureFrame(MapView& view, surface::FrameRenderer& renderer, const scene::Pose& pose,
                    const scene::Viewport& viewport, int samples, int frames) {
    const auto target = surface::FrameTarget::create({viewport.width, viewport.height}, samples);
    if (!target) return 0;
    renderer.setOverlay({});
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        const auto start = std::chrono::steady_clock::now();
        view.prepare(pose, viewport, 0, true, {});
        view.draw(renderer, pose, viewport,
                  {0, 0, static_cast<float>(viewport.width), static_cast<float>(viewport.height)},
                  target->framebuffer());
        surface::FrameTarget::finish();
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(times.begin(), times.begin() + frames / 2, times.end());
    return times[static_cast<std::size_t>(frames) / 2];
}

}  // namespace atlas::app
