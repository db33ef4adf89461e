#pragma once
// A whole process as a measurement: time from fork to exit, and its own peak memory.

#include <string>
#include <vector>

namespace atlas::test {

struct ProcessCost {
    double seconds = 0;
    double mebibytes = 0;  ///< peak resident set
};

/// Standard output goes to /dev/null. Ends the program with a message where the command fails.
ProcessCost runProcess(const std::vector<std::string>& command);
/// The run of median time, and the largest memory of all.
ProcessCost medianProcess(const std::vector<std::string>& command, int runs);

}  // namespace atlas::test
