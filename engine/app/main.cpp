#include "app/command_line.h"

int main(int argc, char** argv) {
    return atlas::app::runCommandLine(argc, argv);
}
