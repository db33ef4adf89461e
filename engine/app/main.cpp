#include "app/command_line.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

int main(int argc, char** argv) {
#ifdef __GLIBC__
    // One heap for all threads: with one a thread the blocks of terrain that workers read, and let go, lie
    // where the picture cannot use them. Small pieces have a cache a thread either way.
    ::mallopt(M_ARENA_MAX, 1);
#endif
    return atlas::app::runCommandLine(argc, argv);
}
