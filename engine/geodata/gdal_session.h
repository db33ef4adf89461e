#pragma once
// GDAL's process-wide set-up, owned by main (or a test's environment).

#include <string>
#include <vector>

#include "geodata/report.h"

namespace atlas::geodata {

/// Registers GDAL's drivers once and makes GDAL quiet, offline-tolerant (short HTTP time-outs) and
/// exception-free. Construct one in main before any loader; constructing more is harmless.
class GdalSession {
  public:
    GdalSession();
};

/// Collects GDAL's messages on this thread into a report while it lives, instead of stderr. A message that
/// differs from an earlier one in its numbers alone is counted, not repeated. Nested ones must be destroyed
/// in reverse order of making.
class GdalMessages {
  public:
    explicit GdalMessages(std::string file);
    ~GdalMessages();
    GdalMessages(const GdalMessages&) = delete;
    GdalMessages& operator=(const GdalMessages&) = delete;
    Report take();                  ///< what was said so far, cleared
    std::string lastError() const;  ///< last message of class failure, "" if none

  private:
    std::string file_;
    std::string lastError_;
    std::vector<Problem> problems_;
    std::vector<std::string> keys_;  ///< one a problem: severity and message without its digits
    void note(bool failure, const char* message);
    friend struct GdalMessageHandler;
};

}  // namespace atlas::geodata
