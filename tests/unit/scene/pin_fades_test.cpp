// Symbols that come and go: none is lost, none stays, each has its turn to be asked about.

#include "scene/pin_fades.h"

#include <gmock/gmock.h>

#include <vector>

namespace atlas::scene {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::uint32_t> pinsOf(const PinFades& fades) {
    std::vector<std::uint32_t> pins;
    for (const auto& symbol : fades.symbols()) pins.push_back(symbol.pin);
    return pins;
}

PinFades wanting(const std::vector<WantedPin>& wanted) {
    PinFades fades;
    fades.want(wanted);
    return fades;
}

TEST(PinFades, ComeAndGoByStepsAndAreGivenBack) {
    PinFades fades = wanting({{3, 1}, {8, 0.5F}});
    EXPECT_TRUE(fades.step(0.4F));
    EXPECT_FLOAT_EQ(fades.find(3)->presence, 0.4F);
    while (fades.step(0.4F)) {
    }
    EXPECT_FLOAT_EQ(fades.find(3)->presence, 1);
    EXPECT_FLOAT_EQ(fades.find(8)->presence, 0.5F);
    const std::vector<WantedPin> other{{1, 1}, {8, 0.5F}};
    fades.want(other);
    EXPECT_THAT(pinsOf(fades), ElementsAre(1, 3, 8));
    std::vector<std::uint32_t> gone;
    while (fades.step(0.4F, [&](std::uint32_t pin) { gone.push_back(pin); })) {
    }
    EXPECT_THAT(gone, ElementsAre(3));
    EXPECT_THAT(pinsOf(fades), ElementsAre(1, 8));
    EXPECT_EQ(fades.find(3), nullptr);
}

TEST(PinFades, OneNeverShownIsGivenBackToo) {
    PinFades fades = wanting({{5, 1}});
    fades.want({});
    std::vector<std::uint32_t> gone;
    fades.step(1, [&](std::uint32_t pin) { gone.push_back(pin); });
    EXPECT_THAT(gone, ElementsAre(5));
    EXPECT_THAT(pinsOf(fades), IsEmpty());
}

TEST(PinFades, EachHasItsTurnToBeAsked) {
    PinFades fades = wanting({{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}});
    std::vector<std::uint32_t> asked;
    const auto hidden = [&](std::uint32_t pin) {
        asked.push_back(pin);
        return pin != 2;
    };
    EXPECT_FALSE(fades.look(10, hidden));
    EXPECT_THAT(asked, ElementsAre(0, 1, 2, 3, 4));
    EXPECT_EQ(fades.find(2)->seen, 0) << "a new one does not fade from in sight to hidden";
    asked.clear();
    EXPECT_FALSE(fades.look(10, hidden));
    EXPECT_THAT(asked, IsEmpty()) << "the eye has not moved";
    for (int round = 0; round < 4; ++round) {  // an eye that never rests: all are asked none the less
        fades.moved();
        EXPECT_TRUE(fades.look(2, hidden));
    }
    EXPECT_THAT(asked, ElementsAre(0, 1, 2, 3, 4, 0, 1, 2));
}

}  // namespace
}  // namespace atlas::scene
