#include "app/view/bookmarks_panel.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <optional>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr float kThumbWidth = 96, kThumbHeight = 54;  // points of a small picture

}  // namespace

const surface::PictureTexture* BookmarksPanel::textureOf(const Bookmark& bookmark) {
    if (!bookmark.thumbnail) return nullptr;
    auto& texture = textures_[bookmark.thumbnail];
    if (!texture)
        if (const auto image = surface::imageOfPng(*bookmark.thumbnail))
            texture = std::make_unique<surface::PictureTexture>(*image);
    return texture.get();
}

void BookmarksPanel::draw(Session& session, HudActions& actions) {
    const auto s = static_cast<float>(interface_->scale());
    std::optional<std::size_t> gone;
    for (std::size_t i = 0; i < session.bookmarks.size(); ++i) {
        Bookmark& mark = session.bookmarks[i];
        ImGui::PushID(static_cast<int>(i));
        const ImVec2 side(kThumbWidth * s, kThumbHeight * s);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        if (ImGui::InvisibleButton("fly", side)) actions.bookmark = i;
        const bool over = ImGui::IsItemHovered();
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const ImVec2 end(at.x + side.x, at.y + side.y);
        if (const surface::PictureTexture* texture = textureOf(mark))
            draw->AddImageRounded(reinterpret_cast<ImTextureID>(texture->id()), at, end, ImVec2(0, 0),
                                  ImVec2(1, 1), IM_COL32_WHITE, 4 * s);
        else
            draw->AddRectFilled(at, end, ImGui::GetColorU32(ImGuiCol_FrameBg), 4 * s);
        if (over) draw->AddRect(at, end, ImGui::GetColorU32(ImGuiCol_Text), 4 * s, 0, 1.5F * s);
        ImGui::SameLine();
        ImGui::BeginGroup();
        ImGui::SetNextItemWidth(-1);
        ImGui::InputText("##name", &mark.name);
        ImGui::PushFont(interface_->fonts().small);
        if (ImGui::Button(texts_.tr("Fly there"))) actions.bookmark = i;
        ImGui::SameLine();
        if (ImGui::Button(texts_.tr("Remove"))) gone = i;
        ImGui::PopFont();
        ImGui::EndGroup();
        ImGui::PopID();
    }
    if (gone) session.bookmarks.erase(session.bookmarks.begin() + static_cast<std::ptrdiff_t>(*gone));
    std::erase_if(textures_, [&](const auto& held) {
        return std::none_of(session.bookmarks.begin(), session.bookmarks.end(),
                            [&](const Bookmark& mark) { return mark.thumbnail == held.first; });
    });
    if (session.bookmarks.size() < kMostBookmarks && ImGui::Button(texts_.tr("Keep this view")))
        actions.keepView = true;
}

}  // namespace atlas::app
