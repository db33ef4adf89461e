// make_city FILE.gpkg COUNT WEST SOUTH EAST NORTH CRS: the town of makeCity as a file.

#include <cstdio>
#include <cstdlib>

#include "city.h"

int main(int argc, char** argv) {
    if (argc != 8) {
        std::fprintf(stderr, "usage: make_city FILE.gpkg COUNT WEST SOUTH EAST NORTH CRS\n");
        return 2;
    }
    const auto number = [&](int i) { return std::strtod(argv[i], nullptr); };
    const auto city = atlas::test::makeCity(std::strtoul(argv[2], nullptr, 10), number(3), number(4),
                                            number(5), number(6), 20260424);
    const std::string reason = atlas::test::writeCity(city, argv[7], argv[1]);
    if (!reason.empty()) std::fprintf(stderr, "make_city: %s\n", reason.c_str());
    return reason.empty() ? 0 : 1;
}
