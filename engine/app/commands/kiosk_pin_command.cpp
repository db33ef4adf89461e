// yuzhong kiosk-pin: sets the PIN of an exhibit's operator on this machine.

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/command_line.h"
#include "app/failure.h"
#include "app/kiosk/kiosk_config.h"
#include "app/kiosk/pin_lock.h"

namespace atlas::app {

namespace {

// A line of standard input; not shown where that is a terminal.
std::string readSecret(const char* prompt) {
    const bool terminal = isatty(STDIN_FILENO) == 1;
    termios before{};
    if (terminal) {
        std::fprintf(stderr, "%s: ", prompt);
        tcgetattr(STDIN_FILENO, &before);
        termios silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string text;
    const bool read = static_cast<bool>(std::getline(std::cin, text));
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::fputc('\n', stderr);
    }
    if (!read) throw WorkError("a PIN is {} to {} digits", kPinShortest, kPinLongest);
    return text;
}

int setPin(const CommandLine& line) {
    const std::string pin = readSecret(line.tr("New PIN"));
    if (!isPin(pin)) throw WorkError("a PIN is {} to {} digits", kPinShortest, kPinLongest);
    if (isatty(STDIN_FILENO) == 1 && readSecret(line.tr("Once more")) != pin)
        throw WorkError("the two differ; nothing was changed");
    KioskConfig config = KioskConfig::read(kioskConfigFile());
    config.pin = hashOfPin(pin);
    config.write(kioskConfigFile());
    if (!line.common.quiet)
        std::fprintf(
            stderr, "yuzhong: %s\n",
            fmt::format(fmt::runtime(line.tr("the PIN is set: {}")), kioskConfigFile().string()).c_str());
    return 0;
}

}  // namespace

void addKioskPin(CommandLine& line) {
    auto& command =
        line.add("kiosk-pin", line.tr("Set the PIN of an exhibit's operator (asked for, or the first "
                                      "line of standard input)"));
    command.callback([&line] { line.run = [&line] { return setPin(line); }; });
}

}  // namespace atlas::app
