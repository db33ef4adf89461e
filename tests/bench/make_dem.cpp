// make_dem FILE.tif SIDE: a fractal terrain to try things on.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/bench/fractal_dem.h"

int main(int count, char** words) {
    if (count < 3) return 2;
    atlas::test::FractalDem dem;
    dem.side = std::atoi(words[2]);
    if (count > 3) dem.epsg = std::atoi(words[3]);
    const std::string failed = dem.side > 0 ? atlas::test::writeFractalDem(words[1], dem) : "no such size";
    if (!failed.empty()) std::fprintf(stderr, "make_dem: %s\n", failed.c_str());
    return failed.empty() ? 0 : 1;
}
