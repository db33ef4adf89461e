#pragma once
// How a command gives up: with a sentence for the person and, by its type, the exit status. Caught in
// runCommandLine only.

#include <stdexcept>
#include <string>

namespace atlas::app {

/// Data or work failed: exit status 1.
class WorkError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Wrong usage: exit status 2.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace atlas::app
