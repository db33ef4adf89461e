// compare_pictures EXPECTED.png ACTUAL.png [DIFFERENCE.png]: prints the measures as one JSON object; exit
// status 0 = the same within the tolerance, 1 = not, 2 = a picture cannot be read.
// compare_pictures --keep ACTUAL.png BASELINE.png: copies a picture, as small as it can be.

#include <cstdio>
#include <string>
#include <vector>

#include "picture_diff.h"

namespace {

using namespace atlas;

int keep(const std::string& from, const std::string& to) {
    std::string reason;
    const auto image = test::readPng(from, reason);
    if (image) reason = test::writeSmallPng(*image, to);
    if (reason.empty()) return 0;
    std::fprintf(stderr, "%s -> %s: %s\n", from.c_str(), to.c_str(), reason.c_str());
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() == 3 && arguments[0] == "--keep") return keep(arguments[1], arguments[2]);
    if (arguments.size() != 2 && arguments.size() != 3) {
        std::fprintf(stderr, "compare_pictures EXPECTED.png ACTUAL.png [DIFFERENCE.png]\n");
        return 2;
    }
    std::vector<surface::Image> images;
    for (std::size_t i = 0; i < 2; ++i) {
        std::string reason;
        auto image = test::readPng(arguments[i], reason);
        if (!image) {
            std::fprintf(stderr, "%s: %s\n", arguments[i].c_str(), reason.c_str());
            return 2;
        }
        images.push_back(std::move(*image));
    }
    const test::Tolerance tolerance;
    const test::Difference difference = test::compare(images[0], images[1], tolerance);
    std::printf(R"({"pixels": %zu, "different": %zu, "largest": %d, "bad": %zu, "block": %.3f})"
                "\n",
                difference.pixels, difference.different, difference.largest, difference.bad,
                difference.block);
    if (arguments.size() == 3 && difference.sameSize && difference.different > 0) {
        const std::string reason =
            surface::writePng(test::drawDifference(images[0], images[1], tolerance), arguments[2]);
        if (!reason.empty()) std::fprintf(stderr, "%s: %s\n", arguments[2].c_str(), reason.c_str());
    }
    return difference.within(tolerance) ? 0 : 1;
}
