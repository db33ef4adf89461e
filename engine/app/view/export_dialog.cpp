#include "app/view/export_dialog.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <chrono>
#include <filesystem>

#include "app/failure.h"
#include "app/output_file.h"
#include "geodata/gdal_session.h"
#include "ui/dialog.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr const char* kNames[] = {"CSV", "GeoJSON", "GeoPackage", "XLSX"};

}  // namespace

ExportDialog::ExportDialog(const layers::SiteTable& sites, const ui::Translations& texts,
                           const ui::Fonts& fonts)
    : sites_(sites), texts_(texts), fonts_(fonts), path_(usualPath("sites.csv")) {
    for (std::string& role : exportedRoles(sites)) roles_.emplace_back(std::move(role), true);
}

ExportDialog::~ExportDialog() {
    cancel_ = true;  // the future waits for the writer, which looks at this after each row
}

void ExportDialog::draw(const std::vector<std::uint32_t>& rows, float scale) {
    if (writing_.valid() && writing_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) finish();
    if (!open_) return;
    ui::beginDialog("export", 460, scale);
    ImGui::PushFont(fonts_.title);
    ImGui::TextUnformatted(fmt::format(fmt::runtime(tr("Export {} sites")), rows.size()).c_str());
    ImGui::PopFont();
    for (int i = 0; i < 4; ++i) {
        if (i > 0) ImGui::SameLine();
        if (ImGui::RadioButton(kNames[i], format_ == i)) {
            format_ = i;
            path_ = std::filesystem::path(path_)
                        .replace_extension(extension(static_cast<ExportFormat>(i)))
                        .string();
        }
    }
    ImGui::SetNextItemWidth(-1);
    const bool enter = ImGui::InputText("##path", &path_, ImGuiInputTextFlags_EnterReturnsTrue);
    if (ImGui::IsItemEdited() || enter) followName();
    if (format_ == 0) ImGui::Checkbox(tr("with a byte order mark, for Excel"), &bom_);
    drawFields();
    ImGui::PushFont(fonts_.small);
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(ui::quiet(), "%s", tr("Sources and licence go along in every row."));
    if (failure_) ImGui::TextColored(ui::kAccent, "%s", failure_->in(texts_).c_str());
    if (written_) ImGui::TextUnformatted(written_->in(texts_.tongue()).c_str());
    std::error_code error;
    if (!busy() && !(written_ && path_ == target_) && std::filesystem::is_regular_file(path_, error))
        ImGui::TextColored(ui::quiet(), "%s", tr("This file is there already; it will be replaced."));
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    if (busy()) {
        const float share = rows_ == 0 ? 0 : static_cast<float>(done_) / static_cast<float>(rows_);
        ImGui::ProgressBar(share, ImVec2(-1, 0), fmt::format("{} / {}", done_.load(), rows_).c_str());
        if (ImGui::Button(tr("Cancel"))) cancel_ = true;
    } else {
        if (rows.empty()) {
            ImGui::TextColored(ui::kAccent, "%s",
                               tr("No site passes the filter: there is nothing to export."));
        } else {
            if (ui::mainButton(tr("Export")) || enter) start(rows);
            ImGui::SameLine();
        }
        if (ImGui::Button(tr("Close"))) open_ = false;
    }
    ImGui::End();
}

// A name typed with the ending of another format asks for that format.
void ExportDialog::followName() {
    const std::string ending = std::filesystem::path(path_).extension().string();
    for (int i = 0; i < 4; ++i)
        if (ending == extension(static_cast<ExportFormat>(i))) format_ = i;
}

void ExportDialog::drawFields() {
    std::size_t chosen = 0;
    for (const auto& [role, on] : roles_) chosen += on;
    if (!ImGui::TreeNodeEx(fmt::format("{}###fields", fmt::format(fmt::runtime(tr("Fields: {} of {}")),
                                                                  chosen, roles_.size()))
                               .c_str(),
                           ImGuiTreeNodeFlags_NoTreePushOnOpen))
        return;
    ImGui::BeginChild("fields", ImVec2(0, ImGui::GetFrameHeightWithSpacing() * 6), false);
    ImGui::PushFont(fonts_.small);
    ImGui::Columns(2, nullptr, false);
    for (auto& [role, on] : roles_) {
        ImGui::Checkbox(role.c_str(), &on);
        ImGui::NextColumn();
    }
    ImGui::Columns(1);
    ImGui::PopFont();
    ImGui::EndChild();
}

void ExportDialog::start(const std::vector<std::uint32_t>& rows) {
    failure_.reset();
    written_.reset();
    ExportOptions options;
    options.bom = bom_;
    options.chosen = true;
    for (const auto& [role, on] : roles_)
        if (on) options.roles.push_back(role);
    options.progress = [this](std::size_t done) {
        done_ = done;
        return !cancel_;
    };
    rows_ = rows.size();
    target_ = path_;
    done_ = 0;
    cancel_ = false;
    writing_ = std::async(std::launch::async,
                          [this, rows, options, format = static_cast<ExportFormat>(format_),
                           path = path_]() -> std::optional<Failure> {
                              try {
                                  const geodata::GdalSession session;
                                  OutputFile file(path, extension(format));
                                  exportSites(sites_, rows, format, file.temporary().string(), options);
                                  file.commit();
                              } catch (const WorkError& error) {
                                  return error;
                              } catch (const std::exception& error) {
                                  return Failure(std::string(error.what()));
                              }
                              return std::nullopt;
                          });
}

void ExportDialog::finish() {
    failure_ = writing_.get();
    if (!failure_) written_ = geodata::said("{} sites are in {}", std::to_string(rows_), target_);
}

}  // namespace atlas::app
