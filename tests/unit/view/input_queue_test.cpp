#include "surface/input_queue.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cctype>
#include <string>

namespace atlas::surface {
namespace {

constexpr int kCtrl = GLFW_MOD_CONTROL;

void tap(InputQueue& queue, int key, int modifiers = 0) {
    queue.push(KeyChanged{key, true, modifiers});
    queue.push(KeyChanged{key, false, modifiers});
}
void letter(InputQueue& queue, char character) {
    const int key = std::toupper(character);
    queue.push(KeyChanged{key, true, 0});
    queue.push(TextTyped{static_cast<char32_t>(character)});
    queue.push(KeyChanged{key, false, 0});
}

// A frame in one word: m moved, l left, D and U button, w wheel, K and k key down and up, t typed.
struct Word {
    char operator()(const PointerMoved&) const { return 'm'; }
    char operator()(const PointerLeft&) const { return 'l'; }
    char operator()(const ButtonChanged& b) const { return b.down ? 'D' : 'U'; }
    char operator()(const WheelTurned&) const { return 'w'; }
    char operator()(const KeyChanged& k) const { return k.down ? 'K' : 'k'; }
    char operator()(const TextTyped&) const { return 't'; }
    char operator()(const PinchBegan&) const { return 'p'; }
    char operator()(const Pinch&) const { return 'P'; }
    char operator()(const PinchEnded&) const { return 'q'; }
};
std::string frames(InputQueue& queue) {
    std::string all;
    while (!queue.empty()) {
        const std::vector<InputEvent> frame = queue.takeFrame();
        if (frame.empty()) return all + " stuck";
        if (!all.empty()) all += ' ';
        for (const InputEvent& event : frame) all += std::visit(Word{}, event);
    }
    return all;
}

TEST(InputQueue, HasNothingToTellAtRest) {
    InputQueue queue;
    EXPECT_TRUE(queue.empty());
    EXPECT_TRUE(queue.takeFrame().empty());
}

TEST(InputQueue, TellsAClickFromAMoveAndARelease) {
    InputQueue queue;
    queue.push(PointerMoved{10, 10});
    queue.push(ButtonChanged{0, true, 0, {}});
    queue.push(ButtonChanged{0, false, 0, {}});
    queue.push(PointerMoved{90, 90});
    EXPECT_EQ(frames(queue), "m D U m");
}

TEST(InputQueue, BringsMovesTogether) {
    InputQueue queue;
    for (int i = 0; i < 100; ++i) queue.push(PointerMoved{1.0 * i, 0});
    for (int i = 0; i < 3; ++i) queue.push(WheelTurned{-1});
    EXPECT_EQ(frames(queue), std::string(100, 'm') + " www");
}

TEST(InputQueue, BringsTextTogether) {
    InputQueue queue;
    for (const char character : {'y', 'z', 'e', 'c'}) letter(queue, character);
    EXPECT_EQ(frames(queue), "KtkKtkKtkKtk");
}

// What lost the 1 of "150 million" where frames took long.
TEST(InputQueue, KeepsTextAfterACommandForTheNextFrame) {
    InputQueue queue;
    queue.push(ButtonChanged{0, true, 0, {}});
    queue.push(ButtonChanged{0, false, 0, {}});
    queue.push(KeyChanged{GLFW_KEY_LEFT_CONTROL, true, kCtrl});
    tap(queue, GLFW_KEY_A, kCtrl);
    queue.push(KeyChanged{GLFW_KEY_LEFT_CONTROL, false, 0});
    letter(queue, '1');
    letter(queue, '5');
    tap(queue, GLFW_KEY_ENTER);
    EXPECT_EQ(frames(queue), "D U KK kkK tkKtk K k");
}

TEST(InputQueue, KeepsTheOrderOfCommands) {
    InputQueue queue;
    tap(queue, GLFW_KEY_DOWN);
    tap(queue, GLFW_KEY_BACKSPACE);
    tap(queue, GLFW_KEY_SPACE);
    EXPECT_EQ(frames(queue), "K kK kK k");
}

TEST(InputQueue, LetsShiftAndTextPassTogether) {
    InputQueue queue;
    queue.push(KeyChanged{GLFW_KEY_LEFT_SHIFT, true, GLFW_MOD_SHIFT});
    letter(queue, 'A');
    queue.push(KeyChanged{GLFW_KEY_LEFT_SHIFT, false, 0});
    EXPECT_EQ(frames(queue), "KKtk k");
}

}  // namespace
}  // namespace atlas::surface
