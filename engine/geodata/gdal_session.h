#pragma once
// GDAL's process-wide set-up, owned by main (or a test's environment).

#include "geodata/report.h"

namespace atlas::geodata {

/// Registers GDAL's drivers once and makes GDAL quiet, offline-tolerant (short HTTP time-outs) and exception-free. Construct one in
/// main before any loader; constructing more is harmless.
class GdalSession {
  public:
    GdalSession();
};

/// Collects GDAL's messages on this thread into a report while it lives, instead of stderr.
class GdalMessages {
  public:
    explicit GdalMessages(std::string file);
    ~GdalMessages();
    GdalMessages(const GdalMessages&) = delete;
    GdalMessages& operator=(const GdalMessages&) = delete;
    Report take();             ///< what was said so far, cleared
    std::string lastError() const;  ///< last message of class failure, "" if none

  private:
    std::string file_;
    Report report_;
    std::string lastError_;
    static void handle(int errorClass, int code, const char* message);
};

}  // namespace atlas::geodata
