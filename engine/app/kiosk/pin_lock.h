#pragma once
// The operator's PIN: kept as a hash (Argon2id, libsodium), asked for a limited number of times.

#include <string>

namespace atlas::app {

constexpr std::size_t kPinShortest = 4, kPinLongest = 12;

/// Whether it is digits only and of a length between kPinShortest and kPinLongest.
bool isPin(const std::string& pin);

/// What is kept of a PIN. Takes about 0.1 s. Throws WorkError (not a PIN; no memory).
std::string hashOfPin(const std::string& pin);

/// Asks for the PIN. One thread.
class PinLock {
  public:
    static constexpr int kAttempts = 5;           ///< wrong ones before it rests
    static constexpr double kFirstRest = 60;      ///< seconds; twice as long each time …
    static constexpr double kLongestRest = 3600;  ///< … up to this

    /// `hash` as of hashOfPin(); "": there is no PIN, see set().
    explicit PinLock(std::string hash) : hash_(std::move(hash)) {}

    /// Whether there is a PIN. Without one the operator's menu stays closed.
    bool set() const { return !hash_.empty(); }

    enum class Answer { Right, Wrong, Resting };
    /// `now`: seconds of a steady clock. While it rests nothing is looked at. Takes about 0.1 s otherwise.
    Answer answer(const std::string& pin, double now);
    /// Seconds until it answers again, 0 = now.
    double rest(double now) const { return now < until_ ? until_ - now : 0; }
    int attemptsLeft() const { return kAttempts - wrong_; }

  private:
    std::string hash_;
    int wrong_ = 0;
    double until_ = -1, pause_ = kFirstRest;
};

}  // namespace atlas::app
