#include "surface/touch_source.h"

#define GLFW_EXPOSE_NATIVE_X11
#include <GLFW/glfw3.h>
#include <GLFW/glfw3native.h>
#include <X11/extensions/XInput2.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

namespace atlas::surface {

namespace {

// When things happened on our own clock, which the server's has nothing to do with. What is heard of late did
// not happen late: the event that came quickest since the hand came tells how the two clocks stand.
class ServerClock {
  public:
    void begin(std::uint32_t time) {
        first_ = time;
        ahead_ = std::numeric_limits<double>::infinity();
    }
    void hear(std::uint32_t time, double now) { ahead_ = std::min(ahead_, now - since(time)); }
    double when(std::uint32_t time) const { return since(time) + ahead_; }

  private:
    // Milliseconds that begin anew every 50 days.
    double since(std::uint32_t time) const { return static_cast<std::int32_t>(time - first_) / 1000.0; }
    std::uint32_t first_ = 0;
    double ahead_ = std::numeric_limits<double>::infinity();
};

}  // namespace

struct TouchSource::Server {
    ~Server() {
        if (display != nullptr) XCloseDisplay(display);
    }
    Display* display = nullptr;
    ::Window window = 0;
    int extension = 0;                     ///< XInput's number in this connection
    std::map<std::uint32_t, int> fingers;  ///< ours by the server's, which never come again
    int next = 0;
    ServerClock clock;
};

TouchSource::TouchSource(std::unique_ptr<Server> server) : server_(std::move(server)) {}
TouchSource::~TouchSource() = default;

std::unique_ptr<TouchSource> TouchSource::open(GLFWwindow* window, std::string& reason) {
    Display* ours = glfwGetX11Display();
    if (ours == nullptr) {
        reason = "no X server";
        return nullptr;
    }
    auto server = std::make_unique<Server>();
    server->display = XOpenDisplay(DisplayString(ours));
    server->window = glfwGetX11Window(window);
    int event = 0;
    int error = 0;
    int major = 2;
    int minor = 2;
    if (server->display == nullptr ||
        XQueryExtension(server->display, "XInputExtension", &server->extension, &event, &error) == 0 ||
        XIQueryVersion(server->display, &major, &minor) != Success || major * 10 + minor < 22) {
        reason = "the X server knows no touches (XInput 2.2)";
        return nullptr;
    }
    std::array<unsigned char, XIMaskLen(XI_LASTEVENT)> bits{};
    for (const int kind : {XI_TouchBegin, XI_TouchUpdate, XI_TouchEnd}) XISetMask(bits.data(), kind);
    XIEventMask mask{XIAllMasterDevices, static_cast<int>(bits.size()), bits.data()};
    XISelectEvents(server->display, server->window, &mask, 1);
    XFlush(server->display);
    return std::unique_ptr<TouchSource>(new TouchSource(std::move(server)));
}

void TouchSource::wait(double seconds, const TouchSource* other) const {
    std::vector<Display*> connections{glfwGetX11Display(), server_->display};
    if (other != nullptr) connections.push_back(other->server_->display);
    std::vector<pollfd> waiting;
    for (Display* connection : connections) {
        if (XPending(connection) > 0) return;
        waiting.push_back({ConnectionNumber(connection), POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), static_cast<int>(std::ceil(seconds * 1000)));
}

void TouchSource::poll(double now, const Take& take) {
    struct Told {
        TouchChanged touch;
        std::uint32_t time;
    };
    std::vector<Told> all;
    while (XPending(server_->display) > 0) {
        XEvent event;
        XNextEvent(server_->display, &event);
        XGenericEventCookie& cookie = event.xcookie;
        if (cookie.type != GenericEvent || cookie.extension != server_->extension ||
            XGetEventData(server_->display, &cookie) == 0)
            continue;
        const auto& touch = *static_cast<const XIDeviceEvent*>(cookie.data);
        const auto id = static_cast<std::uint32_t>(touch.detail);
        const auto time = static_cast<std::uint32_t>(touch.time);
        TouchChanged change{0, TouchChanged::Phase::Moved, touch.event_x, touch.event_y};
        if (cookie.evtype == XI_TouchBegin) {
            change.phase = TouchChanged::Phase::Began;
            if (server_->fingers.empty()) server_->clock.begin(time);
            server_->fingers[id] = server_->next++ & 0xFFFF;
        }
        const auto finger = server_->fingers.find(id);
        if (finger != server_->fingers.end()) {
            change.finger = finger->second;
            if (cookie.evtype == XI_TouchEnd) {
                change.phase = TouchChanged::Phase::Ended;
                server_->fingers.erase(finger);
            }
            server_->clock.hear(time, now);
            all.push_back({change, time});
        }
        XFreeEventData(server_->display, &cookie);
    }
    for (const Told& told : all) take(told.touch, std::min(server_->clock.when(told.time), now));
}

bool holdKeyboard(GLFWwindow* window) {
    Display* display = glfwGetX11Display();
    if (display == nullptr) return false;
    return XGrabKeyboard(display, glfwGetX11Window(window), True, GrabModeAsync, GrabModeAsync,
                         CurrentTime) == GrabSuccess;
}

}  // namespace atlas::surface
