#pragma once
// What a computation that can take long tells and asks while it runs, and how it spreads over rows.

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <functional>

namespace atlas::analysis {

/// Value type; both members may stay empty. A function that was cancelled gives nothing back.
struct Job {
    std::function<void(double done)> progress;  ///< 0..1; called from any thread, several at once, may repeat
    const std::atomic<bool>* cancel = nullptr;  ///< asked every few milliseconds

    bool cancelled() const { return cancel != nullptr && cancel->load(std::memory_order_relaxed); }
    void tell(double done) const {
        if (progress) progress(done);
    }
    /// The part of this job between two fractions of it.
    Job part(double from, double to) const {
        Job inner;
        inner.cancel = cancel;
        if (progress)
            inner.progress = [outer = progress, from, to](double done) { outer(from + (to - from) * done); };
        return inner;
    }
};

/// Calls body(first, last) for pieces of 0..rows on all cores (oneTBB). false: cancelled, not all was done.
template <class Body>
bool forRows(int rows, const Job& job, const Body& body, int piece = 64) {
    std::atomic<int> done = 0;
    tbb::parallel_for(tbb::blocked_range<int>(0, rows, static_cast<std::size_t>(piece)),
                      [&](const tbb::blocked_range<int>& range) {
                          for (int first = range.begin(); first < range.end(); first += piece) {
                              if (job.cancelled()) return;
                              const int last = std::min(first + piece, range.end());
                              body(first, last);
                              job.tell(static_cast<double>(done += last - first) / rows);
                          }
                      });
    return !job.cancelled();
}

}  // namespace atlas::analysis
