#include "app/view/filter_keeper.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "layers/sites/site_filter_text.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::app {

bool FilterKeeper::use(const std::string& words, layers::SiteFilter& filter) {
    wrongIn_ = texts_.language();
    const auto parsed = layers::parseSiteFilter(words, catalog_);
    if (!parsed.filter) {
        wrong_ = fmt::format(fmt::runtime(tr("Character {}: {}")), parsed.position, parsed.errorIn(texts_));
        return false;
    }
    if (const auto unknown = layers::unknownValue(layer_.sites(), *parsed.filter, &texts_)) {
        wrong_ = *unknown;
        return false;
    }
    wrong_.clear();
    filter = *parsed.filter;
    return true;
}

void FilterKeeper::draw(layers::SiteFilter& filter) {
    ImGui::PushFont(fonts_.small);
    if (!typing_) words_ = layers::formatSiteFilter(filter);
    if (!wrong_.empty() && wrongIn_ != texts_.language()) use(words_, filter);  // said again
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##words", tr("the filter in words; type or paste one"), &words_);
    const bool done = ImGui::IsItemDeactivatedAfterEdit();
    typing_ = ImGui::IsItemActive() || (typing_ && !done && !wrong_.empty());
    if (done) typing_ = !use(words_, filter);  // what is wrong stays, to be mended
    if (ImGui::Button(tr("Copy"))) ImGui::SetClipboardText(layers::formatSiteFilter(filter).c_str());
    ImGui::SameLine();
    if (ImGui::Button(tr("Paste"))) {
        const char* clipboard = ImGui::GetClipboardText();
        words_ = clipboard != nullptr ? clipboard : "";
        typing_ = !use(words_, filter);
    }
    if (!wrong_.empty()) {
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(ui::kAccent, "%s", wrong_.c_str());
        ImGui::PopTextWrapPos();
    }
    const float button = ImGui::CalcTextSize(tr("Keep")).x + ImGui::GetStyle().FramePadding.x * 2;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - button - ImGui::GetStyle().ItemSpacing.x);
    const bool enter = ImGui::InputTextWithHint("##name", tr("a name for this filter"), &name_,
                                                ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::SameLine();
    if ((ImGui::Button(tr("Keep")) || enter) && !name_.empty()) {
        saved_.keep(name_, layers::formatSiteFilter(filter));
        name_.clear();
    }
    std::string gone;
    for (const auto& [name, words] : saved_.all()) {
        ImGui::PushID(name.c_str());
        const float width = ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() * 1.3F;
        if (ImGui::Selectable(ui::fitted(name, width).c_str(), words == layers::formatSiteFilter(filter), 0,
                              ImVec2(width, 0)))
            use(words, filter);
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", words.c_str());
        ImGui::SameLine();
        if (ImGui::SmallButton("×")) gone = name;
        ImGui::PopID();
    }
    if (!gone.empty()) saved_.remove(gone);
    if (saved_.problem()) {
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(ui::kAccent, "%s", saved_.problem()->in(texts_).c_str());
        ImGui::PopTextWrapPos();
    }
    ImGui::PopFont();
}

}  // namespace atlas::app
