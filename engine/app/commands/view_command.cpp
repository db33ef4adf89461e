// yuzhong [view]: the window.

#include <CLI/CLI.hpp>

#include "app/command_line.h"
#include "app/failure.h"

namespace atlas::app {

void addView(CommandLine& line) {
    line.addCommonOptions(line.app);
    line.run = []() -> int { throw WorkError("the window is not built yet"); };
}

}  // namespace atlas::app
