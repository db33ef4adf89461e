#include "tests/bench/measured_process.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace atlas::test {

ProcessCost runProcess(const std::vector<std::string>& command) {
    std::fflush(stdout);  // or the child would print what waits there once more
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        std::vector<char*> arguments;
        std::vector<std::string> copies = command;
        for (std::string& word : copies) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        if (std::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(126);
        ::execvp(arguments.front(), arguments.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    if (status != 0) {
        std::fprintf(stderr, "%s failed\n", command.front().c_str());
        std::exit(1);
    }
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            static_cast<double>(usage.ru_maxrss) / 1024};
}

ProcessCost medianProcess(const std::vector<std::string>& command, int runs) {
    std::vector<ProcessCost> all;
    double largest = 0;
    for (int i = 0; i < runs; ++i) {
        all.push_back(runProcess(command));
        largest = std::max(largest, all.back().mebibytes);
    }
    std::sort(all.begin(), all.end(),
              [](const ProcessCost& a, const ProcessCost& b) { return a.seconds < b.seconds; });
    return {all[static_cast<std::size_t>(runs) / 2].seconds, largest};
}

}  // namespace atlas::test
