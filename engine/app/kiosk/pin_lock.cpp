#include "app/kiosk/pin_lock.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "app/failure.h"

namespace atlas::app {

bool isPin(const std::string& pin) {
    return pin.size() >= kPinShortest && pin.size() <= kPinLongest &&
           std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string hashOfPin(const std::string& pin) {
    if (!isPin(pin)) throw WorkError("a PIN is {} to {} digits", kPinShortest, kPinLongest);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (sodium_init() < 0 ||
        crypto_pwhash_str(hash.data(), pin.c_str(), pin.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        throw WorkError("out of memory");
    return hash.data();
}

PinLock::Answer PinLock::answer(const std::string& pin, double now) {
    if (rest(now) > 0) return Answer::Resting;
    if (set() && sodium_init() >= 0 &&
        crypto_pwhash_str_verify(hash_.c_str(), pin.c_str(), pin.size()) == 0) {
        wrong_ = 0;
        pause_ = kFirstRest;
        return Answer::Right;
    }
    if (++wrong_ >= kAttempts) {
        wrong_ = 0;
        until_ = now + pause_;
        pause_ = std::min(pause_ * 2, kLongestRest);
    }
    return Answer::Wrong;
}

}  // namespace atlas::app
