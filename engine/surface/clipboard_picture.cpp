#include "surface/clipboard_picture.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <xcb/xcb.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace atlas::surface {

namespace {

// Larger pictures go over in parts (ICCCM 2.7.2), as other programs' buffers expect.
constexpr std::size_t kPart = 256 * 1024;

template <class T>
struct Freed {
    void operator()(T* pointer) const { std::free(pointer); }
};
using Event = std::unique_ptr<xcb_generic_event_t, Freed<xcb_generic_event_t>>;

enum Atom { Clipboard, Targets, Timestamp, Png, Incr, Since, kAtoms };
constexpr std::array<const char*, kAtoms> kNames{"CLIPBOARD", "TARGETS", "TIMESTAMP",
                                                 "image/png", "INCR",    "YUZHONG_MOMENT"};

}  // namespace

// XCB tells of errors as events: a program that asked and is gone by now ends nothing here.
struct ClipboardPicture::Impl {
    using Bytes = std::shared_ptr<const std::string>;
    /// A picture on its way in parts.
    struct Transfer {
        xcb_window_t window;
        xcb_atom_t property;
        Bytes bytes;
        std::size_t done = 0;
    };

    xcb_connection_t* connection = nullptr;
    xcb_window_t window = 0;
    std::array<xcb_atom_t, kAtoms> atoms{};
    int wake = -1;
    std::mutex mutex;
    Bytes wanted;  ///< offered, not yet owned
    bool ending = false;
    Bytes bytes;  ///< owned
    xcb_timestamp_t since = XCB_CURRENT_TIME;
    std::vector<Transfer> transfers;
    std::thread thread;

    ~Impl() {
        if (thread.joinable()) {
            {
                const std::lock_guard lock(mutex);
                ending = true;
            }
            ring();
            thread.join();
        }
        if (wake >= 0) ::close(wake);
        if (connection != nullptr) xcb_disconnect(connection);
    }

    void ring() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(wake, &one, sizeof one);
    }

    bool open(std::string& reason) {
        int number = 0;
        connection = xcb_connect(nullptr, &number);
        wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (xcb_connection_has_error(connection) != 0 || wake < 0) {
            reason = "no X server";
            return false;
        }
        auto screens = xcb_setup_roots_iterator(xcb_get_setup(connection));
        for (; screens.rem > 1 && number > 0; --number) xcb_screen_next(&screens);
        window = xcb_generate_id(connection);
        const std::uint32_t mask = XCB_EVENT_MASK_PROPERTY_CHANGE;
        xcb_create_window(connection, XCB_COPY_FROM_PARENT, window, screens.data->root, 0, 0, 1, 1, 0,
                          XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT, XCB_CW_EVENT_MASK, &mask);
        std::array<xcb_intern_atom_cookie_t, kAtoms> asked{};
        for (std::size_t i = 0; i < kAtoms; ++i)
            asked[i] =
                xcb_intern_atom(connection, 0, static_cast<std::uint16_t>(std::strlen(kNames[i])), kNames[i]);
        for (std::size_t i = 0; i < kAtoms; ++i) {
            const std::unique_ptr<xcb_intern_atom_reply_t, Freed<xcb_intern_atom_reply_t>> reply(
                xcb_intern_atom_reply(connection, asked[i], nullptr));
            if (reply) atoms[i] = reply->atom;
        }
        xcb_flush(connection);
        return true;
    }

    void run() {
        while (xcb_connection_has_error(connection) == 0) {
            std::array<pollfd, 2> waiting{pollfd{xcb_get_file_descriptor(connection), POLLIN, 0},
                                          pollfd{wake, POLLIN, 0}};
            ::poll(waiting.data(), waiting.size(), -1);
            std::uint64_t rung = 0;
            [[maybe_unused]] const auto got = ::read(wake, &rung, sizeof rung);
            {
                const std::lock_guard lock(mutex);
                if (ending) return;
                // The server's time, without which an owner is not to be (ICCCM 2.1), comes with a change.
                if (wanted)
                    xcb_change_property(connection, XCB_PROP_MODE_APPEND, window, atoms[Since],
                                        XCB_ATOM_INTEGER, 32, 0, nullptr);
            }
            while (const Event event{xcb_poll_for_event(connection)}) take(*event);
            xcb_flush(connection);
        }
    }

    void take(const xcb_generic_event_t& event) {
        switch (event.response_type & 0x7FU) {
            case XCB_PROPERTY_NOTIFY:
                return changed(reinterpret_cast<const xcb_property_notify_event_t&>(event));
            case XCB_SELECTION_REQUEST:
                return asked(reinterpret_cast<const xcb_selection_request_event_t&>(event));
            case XCB_SELECTION_CLEAR:
                bytes.reset();
                return;
            default:
                return;
        }
    }

    void changed(const xcb_property_notify_event_t& event) {
        if (event.window == window && event.atom == atoms[Since]) {
            const std::lock_guard lock(mutex);
            if (!wanted) return;
            bytes = std::exchange(wanted, nullptr);
            since = event.time;
            xcb_set_selection_owner(connection, window, atoms[Clipboard], since);
            return;
        }
        if (event.state != XCB_PROPERTY_DELETE) return;
        const auto found = std::find_if(transfers.begin(), transfers.end(), [&](const Transfer& transfer) {
            return transfer.window == event.window && transfer.property == event.atom;
        });
        if (found == transfers.end()) return;
        const std::size_t part = std::min(kPart, found->bytes->size() - found->done);
        xcb_change_property(connection, XCB_PROP_MODE_REPLACE, found->window, found->property, atoms[Png], 8,
                            static_cast<std::uint32_t>(part), found->bytes->data() + found->done);
        found->done += part;
        if (part == 0) transfers.erase(found);  // an empty part is the end
    }

    void asked(const xcb_selection_request_event_t& event) {
        xcb_selection_notify_event_t answer{};
        answer.response_type = XCB_SELECTION_NOTIFY;
        answer.time = event.time;
        answer.requestor = event.requestor;
        answer.selection = event.selection;
        answer.target = event.target;
        const xcb_atom_t property = event.property != XCB_NONE ? event.property : event.target;
        answer.property =
            give(event.requestor, property, event.target) ? property : xcb_atom_t{XCB_ATOM_NONE};
        // An event is 32 bytes on the wire, whatever its structure needs.
        std::array<char, 32> wire{};
        std::memcpy(wire.data(), &answer, sizeof answer);
        xcb_send_event(connection, 0, event.requestor, XCB_EVENT_MASK_NO_EVENT, wire.data());
    }

    bool give(xcb_window_t to, xcb_atom_t property, xcb_atom_t target) {
        if (!bytes) return false;
        const auto put = [&](xcb_atom_t type, std::uint8_t format, std::uint32_t count, const void* data) {
            xcb_change_property(connection, XCB_PROP_MODE_REPLACE, to, property, type, format, count, data);
            return true;
        };
        if (target == atoms[Targets]) {
            const std::array<xcb_atom_t, 3> all{atoms[Targets], atoms[Timestamp], atoms[Png]};
            return put(XCB_ATOM_ATOM, 32, all.size(), all.data());
        }
        if (target == atoms[Timestamp]) return put(XCB_ATOM_INTEGER, 32, 1, &since);
        if (target != atoms[Png]) return false;
        const auto size = static_cast<std::uint32_t>(bytes->size());
        if (size <= kPart) return put(atoms[Png], 8, size, bytes->data());
        const std::uint32_t mask = XCB_EVENT_MASK_PROPERTY_CHANGE;
        xcb_change_window_attributes(connection, to, XCB_CW_EVENT_MASK, &mask);
        std::erase_if(transfers, [&](const Transfer& transfer) {
            return transfer.window == to && transfer.property == property;
        });
        transfers.push_back({to, property, bytes});
        return put(atoms[Incr], 32, 1, &size);
    }
};

ClipboardPicture::ClipboardPicture() : impl_(std::make_unique<Impl>()) {}
ClipboardPicture::~ClipboardPicture() = default;

std::unique_ptr<ClipboardPicture> ClipboardPicture::create(std::string& reason) {
    std::unique_ptr<ClipboardPicture> made(new ClipboardPicture);
    if (!made->impl_->open(reason)) return nullptr;
    made->impl_->thread = std::thread([impl = made->impl_.get()] { impl->run(); });
    return made;
}

void ClipboardPicture::offer(std::string png) {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->wanted = std::make_shared<const std::string>(std::move(png));
    }
    impl_->ring();
}

}  // namespace atlas::surface
