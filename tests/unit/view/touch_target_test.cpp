// What fingers press is large enough, whatever size the type has.

#include <gtest/gtest.h>
#include <imgui.h>

#include "app/view/kiosk/touch_keyboard.h"
#include "ui/theme.h"

namespace atlas::ui {
namespace {

TEST(TouchTargets, AreAFingerWideAtEverySizeOfType) {
    ImGuiContext* context = ImGui::CreateContext();
    for (const float scale : {1.0F, 1.25F, 1.5F, 1.75F, 2.0F}) {
        applyTheme(scale, Panels::Dark, kFinger);
        EXPECT_GE(15 * scale + 2 * ImGui::GetStyle().FramePadding.y, kFinger) << scale;
        const scene::Viewport screen{1080, 1920, scale};
        EXPECT_GE(app::TouchKeyboard::height(screen, kFinger), 5 * kFinger) << scale << ": five rows of keys";
        applyTheme(scale, Panels::Dark);
        EXPECT_LT(15 * scale + 2 * ImGui::GetStyle().FramePadding.y, 28 * scale) << "a mouse needs less";
    }
    ImGui::DestroyContext(context);
}

}  // namespace
}  // namespace atlas::ui
