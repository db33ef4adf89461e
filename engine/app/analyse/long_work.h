#pragma once
// A long computation of a command: its progress on standard error, and an orderly end at Ctrl+C.

#include <atomic>
#include <mutex>

#include "analysis/job.h"
#include "ui/translations.h"

namespace atlas::app {

/// From its making to its end SIGINT and SIGTERM no longer end the process but cancel the job; what was being
/// written is then removed on the way out. One at a time; main thread.
class LongWork {
  public:
    /// `quiet`: no progress.
    LongWork(const ui::Translations& texts, bool quiet);
    ~LongWork();
    LongWork(const LongWork&) = delete;
    LongWork& operator=(const LongWork&) = delete;

    /// The part of the whole between two fractions. A terminal shows every percent in one line, a file every
    /// tenth.
    analysis::Job job(double from, double to);
    bool cancelled() const;
    /// Throws WorkError when cancelled: to be called between steps, and where a step gave nothing back.
    void check() const;
    /// The progress line ends here; figures may follow.
    void finished();

  private:
    void show(double done);

    const ui::Translations& texts_;
    bool quiet_, terminal_;
    std::mutex showing_;
    int shown_ = -1;  ///< percent
};

}  // namespace atlas::app
