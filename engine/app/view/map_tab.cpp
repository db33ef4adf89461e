#include "app/view/map_tab.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "app/added_terrain.h"
#include "app/view/tour/tour.h"
#include "app/view/tour/tour_draft.h"
#include "layers/panels/card_panel.h"
#include "scene/light.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kTourPeriod = 1;  // seconds between looks at the tours' files

std::string clock(double unixTime, double zoneSeconds) {
    const auto local =
        std::chrono::sys_seconds(std::chrono::seconds(static_cast<long long>(unixTime + zoneSeconds)));
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(local - day);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count());
}

}  // namespace

void MapTab::heading(const char* text) const {
    ImGui::Spacing();
    ImGui::PushFont(interface_->fonts().small);
    ImGui::TextColored(ui::quiet(), "%s", text);
    ImGui::PopFont();
}

void MapTab::quiet(const std::string& text) const {
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(ui::quiet(), "%s", text.c_str());
    ImGui::PopTextWrapPos();
}

void MapTab::draw(Session& session, const WindowSessions* sessions, HudActions& actions) {
    heading(tr("Views"));
    drawViews(actions);
    if (!exhibit) {
        heading(tr("Bookmarks"));
        bookmarks_.draw(session, actions);
    }
    drawTours(actions);
    heading(tr("Layers"));
    drawLayers(session, actions);
    ImGui::Checkbox(tr("Contour lines"), &session.contours);
    if (!exhibit) {
        heading(tr("Add data: drop a file on the window, or name it here"));
        drawAdding(actions);
    }
    drawTerrain(session, actions);
    if (!exhibit) {
        ImGui::Spacing();
        if (ImGui::Button(tr("Save this session"))) actions.saveSession = true;
        ImGui::SameLine();
        if (ImGui::Button(tr("Keys"))) actions.help = true;
        if (ImGui::Button(tr("Picture or print…"))) actions.picture = true;
        ImGui::SameLine();
        if (ImGui::Button(tr("Copy the picture"))) actions.copyPicture = true;
        if (sessions != nullptr) drawSessions(*sessions, actions);
    }
    heading(tr("About this data"));
    drawSources();
}

void MapTab::drawViews(HudActions& actions) const {
    const auto& views = view_.district().catalog.views;
    const float limit = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const std::string& name = views[i].name.in(texts_.code());
        const float width = ImGui::CalcTextSize(name.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
        if (i > 0 && ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width < limit)
            ImGui::SameLine();
        if (ImGui::Button(name.c_str())) actions.view = &views[i];
    }
}

// Files that were saved since are read again; those that are broken now keep the name they had.
void MapTab::readTours() {
    const layers::Catalog& catalog = view_.district().catalog;
    std::vector<std::string> files = catalog.tours;
    const std::size_t own = files.size();
    if (window_ && !exhibit)
        for (std::string& file : recordedTours()) files.push_back(std::move(file));
    std::vector<Offer> offers;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::error_code error;
        const auto written = std::filesystem::last_write_time(files[i], error);
        const auto known = std::find_if(tours_.begin(), tours_.end(),
                                        [&](const Offer& offer) { return offer.file == files[i]; });
        Offer offer{files[i], {}, written, i >= own};
        if (known != tours_.end()) offer.title = known->title;
        if (known == tours_.end() || known->written != written)
            if (const auto tour = loadTour(files[i], catalog)) offer.title = tour->title;
        offers.push_back(std::move(offer));
    }
    tours_ = std::move(offers);
}

void MapTab::moveTo(ui::Interface& interface) {
    interface_ = &interface;
    bookmarks_.moveTo(interface);
}

void MapTab::refresh(double now) {
    if (now - toursRead_ < kTourPeriod) return;
    toursRead_ = now;
    window_ = true;
    readTours();
    std::string letters;
    for (const Offer& offer : tours_) letters += offer.title.zh + offer.title.en;
    interface_->addCharacters(letters);
}

void MapTab::drawTours(HudActions& actions) {
    if (toursRead_ < 0) {
        toursRead_ = 0;
        readTours();
    }
    bool any = false;
    const float limit = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    for (const Offer& offer : tours_) {
        const std::string& name = offer.title.in(texts_.code());
        if (name.empty()) continue;
        if (!any) heading(tr("Tours"));
        ImGui::PushID(offer.file.c_str());
        const float padding = 2 * ImGui::GetStyle().FramePadding.x;
        const float width = ImGui::CalcTextSize(name.c_str()).x + padding;
        if (any && !offer.recorded &&
            ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width < limit)
            ImGui::SameLine();
        any = true;
        if (ImGui::Button(name.c_str())) actions.tour = offer.file;
        if (offer.recorded) {
            ImGui::SameLine();
            if (ImGui::Button(tr("Edit"))) actions.editTour = offer.file;
        }
        ImGui::PopID();
    }
    if (exhibit) return;
    if (!any) heading(tr("Tours"));
    if (ImGui::Button(tr("Record a tour"))) actions.recordTour = true;
}

void MapTab::drawLayers(Session& session, HudActions& actions) {
    for (std::size_t i = 0; i < view_.layers().size(); ++i)
        if (view_.layers()[i]->onMap()) drawLayer(session, actions, i);
    for (const LoadedLayer& loaded : view_.district().layers) {
        if (!loaded.failed()) continue;
        ImGui::TextColored(ui::kAccent, "%s: %s", loaded.entry->name.in(texts_.code()).c_str(),
                           tr("could not be read"));
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", loaded.report.text(texts_.tongue()).c_str());
    }
}

void MapTab::drawLayer(Session& session, HudActions& actions, std::size_t i) {
    const layers::Layer& layer = *view_.layers()[i];
    const layers::LayerEntry& entry = layer.entry();
    ImGui::PushID(entry.id.c_str());
    bool shown = layer.visible();
    if (ImGui::Checkbox("##shown", &shown)) session.layers[entry.id] = shown;
    ImGui::SameLine();
    const bool open = ImGui::TreeNodeEx("##more", ImGuiTreeNodeFlags_SpanAvailWidth, "%s",
                                        entry.name.in(texts_.code()).c_str());
    const geodata::Report& wrong = view_.styleReport(i);
    if (!wrong.empty()) {
        ImGui::SameLine();
        ImGui::TextColored(ui::kAccent, "!");
        if (ImGui::IsItemHovered())
            ImGui::SetTooltip("%s\n%s", tr("The style has problems:"), wrong.text().c_str());
    }
    if (open) {
        ImGui::PushFont(interface_->fonts().small);
        ImGui::SetNextItemWidth(-1);
        auto percent = static_cast<float>(layer.opacity() * 100);
        if (ImGui::SliderFloat("##opacity", &percent, 0, 100, tr("opacity %.0f %%")))
            session.opacity[entry.id] = static_cast<double>(percent) / 100;
        drawColorField(session, layer);
        drawLegend(session, layer);
        // About this data: what it is, from whom, when, under what licence, how exact.
        if (!entry.about.empty()) quiet(entry.about.in(texts_.code()));
        std::string origin;
        for (const std::string& part : {entry.attribution, entry.date, entry.licence})
            if (!part.empty())
                origin +=
                    (origin.empty() ? "" : " · ") + view_.district().catalog.phrase(part, texts_.code());
        if (!origin.empty()) quiet(origin);
        quiet(entry.error ? fmt::format(fmt::runtime(tr("positions within about {} m")), *entry.error)
                          : std::string(tr("position error: see each card")));
        if (!entry.added.empty()) {
            quiet(entry.added);
            if (ImGui::Button(tr("Remove this layer"))) actions.removeLayer = entry.id;
            if (entry.kind == "raster") {
                ImGui::SameLine();
                if (ImGui::Button(tr("Use as the ground"))) actions.asTerrain = entry.id;
            }
        }
        ImGui::PopFont();
        ImGui::TreePop();
    }
    ImGui::PopID();
}

void MapTab::drawColorField(Session& session, const layers::Layer& layer) const {
    const std::vector<std::string> fields = layer.colorFields();
    if (fields.empty()) return;
    const std::string alike = tr("all alike");
    const std::string& now = layer.colorField();
    ImGui::SetNextItemWidth(-1);
    const std::string label = fmt::format(fmt::runtime(tr("coloured by {}")), now.empty() ? alike : now);
    if (!ImGui::BeginCombo("##field", label.c_str())) return;
    if (ImGui::Selectable(alike.c_str(), now.empty())) session.colorFields[layer.entry().id] = "";
    for (const std::string& field : fields)
        if (ImGui::Selectable(field.c_str(), field == now)) session.colorFields[layer.entry().id] = field;
    ImGui::EndCombo();
}

void MapTab::drawLegend(Session& session, const layers::Layer& layer) const {
    std::vector<layers::LegendEntry> scale;
    for (const layers::LegendEntry& sign : layer.legend(texts_)) {
        if (sign.radius > 0) {
            scale.push_back(sign);
            continue;
        }
        ImGui::PushID(sign.label.c_str());
        if (!sign.part.empty()) {
            auto& hidden = session.hiddenParts[layer.entry().id];
            bool on = !hidden.contains(sign.part);
            if (ImGui::Checkbox("##part", &on)) {
                if (on)
                    hidden.erase(sign.part);
                else
                    hidden.insert(sign.part);
            }
            ImGui::SameLine();
        }
        ImGui::AlignTextToFramePadding();
        layers::drawSign(sign, ImGui::GetTextLineHeight());
        ImGui::SameLine();
        ImGui::TextUnformatted(sign.label.c_str());
        ImGui::PopID();
    }
    if (scale.empty()) return;
    ImGui::Spacing();
    quiet(tr("the disc's area is proportional to the magnitude; the smallest stands for all below it"));
    layers::drawScale(scale, static_cast<float>(interface_->scale()));
    ImGui::Spacing();
}

void MapTab::drawAdding(HudActions& actions) {
    const float button = ImGui::CalcTextSize(tr("Add")).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - button - ImGui::GetStyle().ItemSpacing.x);
    const bool entered = ImGui::InputTextWithHint("##path", tr("file.gpkg, .geojson, .shp, .kml, .csv …"),
                                                  &path_, ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::SameLine();
    if ((ImGui::Button(tr("Add")) || entered) && !path_.empty()) {
        actions.addFile = path_;
        path_.clear();
    }
}

void MapTab::drawTerrain(Session& session, HudActions& actions) const {
    const layers::Catalog& catalog = view_.district().catalog;
    if (!session.terrain.empty()) heading(tr("Ground besides the map's own"));
    for (const std::string& file : session.terrain) {
        ImGui::PushID(file.c_str());
        if (ImGui::SmallButton("×")) actions.removeTerrain = file;
        ImGui::SameLine();
        ImGui::PushTextWrapPos(0);
        ImGui::TextUnformatted(file.c_str());
        ImGui::PopTextWrapPos();
        ImGui::PopID();
    }
    ImGui::PushItemWidth(-1);
    heading(tr("Vertical exaggeration"));
    auto exaggeration = static_cast<float>(session.exaggeration);
    if (ImGui::SliderFloat("##exaggeration", &exaggeration, 0.5F, 5.0F, "%.1f ×"))
        session.exaggeration = exaggeration;
    if (catalog.waterLevel > kNoWater) {
        heading(tr("Water level"));
        auto water = static_cast<float>(session.waterLevel);
        if (ImGui::SliderFloat("##water", &water, static_cast<float>(catalog.waterLevel) - 12,
                               static_cast<float>(catalog.waterLevel) + 30, "%.1f m"))
            session.waterLevel = water;
        ImGui::PushFont(interface_->fonts().small);
        quiet(catalog.waterNote.in(texts_.code()));
        ImGui::PopFont();
    }

    heading(tr("Light"));
    const double zone = scene::zoneOffset(catalog.timeZone);
    const double day = std::floor((session.time + zone) / 86400) * 86400;
    auto hour = static_cast<float>((session.time + zone - day) / 3600);
    if (ImGui::SliderFloat("##hour", &hour, 0, 23.98F, clock(session.time, zone).c_str()))
        session.time = day - zone + std::round(hour * 60) * 60;
    ImGui::PopItemWidth();
    ImGui::Checkbox(tr("Shadows and reflections of buildings"), &session.shadows);
    drawTheme(session);
}

void MapTab::drawTheme(Session& session) const {
    const auto& themes = view_.district().catalog.themes;
    heading(tr("Colours"));
    for (std::size_t i = 0; themes.size() > 1 && i < themes.size(); ++i) {
        const bool chosen = view_.district().catalog.theme(session.theme) == &themes[i];
        if (i > 0) ImGui::SameLine();
        if (ImGui::RadioButton(themes[i].name.in(texts_.code()).c_str(), chosen))
            session.theme = themes[i].id;
        if (const geodata::Report& wrong = view_.themeReport(i); !wrong.empty()) {
            ImGui::SameLine();
            ImGui::TextColored(ui::kAccent, "!");
            if (ImGui::IsItemHovered())
                ImGui::SetTooltip("%s\n%s", tr("The style has problems:"), wrong.text().c_str());
        }
    }
    ImGui::Checkbox(tr("Light panels"), &session.lightPanels);
    ImGui::TextUnformatted(tr("Size of type"));
    for (const double scale : kTypeScales) {
        ImGui::SameLine();
        const std::string name = fmt::format("{:.0f} %", scale * 100);
        const float right = ImGui::GetCursorPosX() + ImGui::GetFrameHeight() +
                            ImGui::GetStyle().ItemInnerSpacing.x + ImGui::CalcTextSize(name.c_str()).x;
        if (right > ImGui::GetWindowContentRegionMax().x) ImGui::NewLine();
        if (ImGui::RadioButton(name.c_str(), session.typeScale == scale)) session.typeScale = scale;
    }
}

void MapTab::drawSessions(const WindowSessions& sessions, HudActions& actions) {
    const float button = ImGui::CalcTextSize(tr("Save as")).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - button - ImGui::GetStyle().ItemSpacing.x);
    const bool entered = ImGui::InputTextWithHint("##session", tr("a name for a new session"), &name_,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::SameLine();
    if ((ImGui::Button(tr("Save as")) || entered) && !name_.empty()) {
        actions.saveSessionAs = name_;
        name_.clear();
    }
    ImGui::PushFont(interface_->fonts().small);
    if (!sessions.said().empty()) quiet(sessions.said());
    if (!sessions.recent().empty()) heading(tr("Recent sessions"));
    for (const std::string& file : sessions.recent()) {
        const std::string name = std::filesystem::path(file).stem().string();
        const float width = ImGui::GetContentRegionAvail().x;
        ImGui::PushID(file.c_str());
        if (ImGui::Selectable(ui::fitted(name, width).c_str(), file == sessions.current()))
            actions.openSession = file;
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", file.c_str());
        ImGui::PopID();
    }
    ImGui::PopFont();
}

void MapTab::drawSources() const {
    ImGui::PushFont(interface_->fonts().small);
    ImGui::PushTextWrapPos(0);
    const layers::Catalog& catalog = view_.district().catalog;
    for (const auto& terrain : catalog.terrain) {
        ImGui::TextUnformatted(terrain.name.in(texts_.code()).c_str());
        ImGui::TextColored(ui::quiet(), "%s · %s · %s", catalog.phrase(terrain.source, texts_.code()).c_str(),
                           terrain.date.c_str(), catalog.phrase(terrain.licence, texts_.code()).c_str());
        if (terrain.error)
            ImGui::TextColored(
                ui::quiet(), "%s",
                fmt::format(fmt::runtime(tr("heights within about {} m")), *terrain.error).c_str());
    }
    ImGui::TextUnformatted(tr("© OpenStreetMap contributors, ODbL 1.0"));
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
}

}  // namespace atlas::app
