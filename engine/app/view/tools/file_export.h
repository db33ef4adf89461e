#pragma once
// A file that a tool writes while the person goes on: whole or not at all.

#include <functional>
#include <optional>
#include <string>

#include "app/failure.h"
#include "app/output_file.h"
#include "app/view/tools/background.h"

namespace atlas::app {

/// Fills the file, on a worker thread. Throws WorkError.
using FileWriting = std::function<void(OutputFile& file, const analysis::Job& job)>;
FileWriting textFile(std::string text);

/// Drawing thread. Destroyed while it writes, it gives up and waits for the worker.
class FileExport {
  public:
    struct Outcome {
        std::optional<WorkError> problem;  ///< none: the file is in its place
    };
    /// What was being written is given up.
    void start(const std::string& path, FileWriting writing);
    /// Leaves no file, and an older one of that name as it was.
    void cancel() { work_.stop(); }
    /// What has come out since the last call. `wait`: blocks until it has.
    std::optional<Outcome> take(bool wait) { return work_.take(wait); }
    bool busy() const { return work_.busy(); }
    double progress() const { return work_.progress(); }
    double seconds() const { return work_.seconds(); }

  private:
    Background<Outcome> work_;
};

}  // namespace atlas::app
