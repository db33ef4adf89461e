#include "app/view/tour/tour_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>

#include "app/view/toml_tree.h"
#include "layers/sites/site_filter_text.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

using nlohmann::json;

// Without the noise of its last bits.
double rounded(double value, int decimals) {
    const double power = std::pow(10, decimals);
    return std::round(value * power) / power + 0.0;  // no minus zero
}

void putText(json& into, const char* key, const std::string& value) {
    if (!value.empty()) into[key] = value;
}

void putLocalized(json& into, const char* key, const layers::Localized& text) {
    putText(into[key], "zh", text.zh);
    putText(into[key], "en", text.en);
    if (into[key].empty()) into.erase(key);
}

std::string timeText(double time, const layers::Catalog& catalog) {
    const double zone = scene::zoneOffset(catalog.timeZone);
    const auto local = static_cast<std::time_t>(std::llround(time + zone));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}{}", fmt::gmtime(local), zone == 0 ? "Z" : catalog.timeZone);
}

void putShow(json& into, const TourShow& show, const layers::Catalog& catalog) {
    std::string layers;
    for (const auto& [id, on] : show.layers) layers += (layers.empty() ? "" : ",") + ((on ? "+" : "-") + id);
    putText(into, "layers", layers);
    if (show.filter) into["filter"] = layers::formatSiteFilter(*show.filter);
    if (show.time) into["time"] = timeText(*show.time, catalog);
    if (show.water) into["water"] = rounded(*show.water, 3);
    if (show.select) into["select"] = *show.select;
    if (show.theme) into["theme"] = *show.theme;
    if (show.relief) into["relief"] = *show.relief;
    if (show.depths) into["depths"] = *show.depths;
    if (show.contours) into["contours"] = *show.contours;
}

json stopTree(const TourStop& stop, const layers::Catalog& catalog) {
    json tree = json::object();
    if (stop.walk) {
        const TourWalk& w = *stop.walk;
        tree["walk"] = {{"feature", w.feature},
                        {"from", rounded(w.from, 4)},
                        {"to", rounded(w.to, 4)},
                        {"speed", rounded(w.speed, 2)},
                        {"eye", rounded(w.eye, 2)}};
    } else {
        const layers::GeoCamera& c = stop.camera;
        tree["camera"] = {rounded(c.longitude, 6), rounded(c.latitude, 6), rounded(c.height, 1),
                          rounded(c.heading, 2), rounded(c.pitch, 2)};
        tree["dwell"] = rounded(stop.dwell, 2);
    }
    putShow(tree, stop.show, catalog);
    putLocalized(tree, "title", stop.title);
    putLocalized(tree, "caption", stop.caption);
    putText(tree, "source", stop.source);
    if (stop.flight > 0) tree["flight"] = rounded(stop.flight, 2);
    if (stop.orbit != 0) tree["orbit"] = rounded(stop.orbit, 2);
    if (stop.chart) tree["chart"] = true;
    return tree;
}

}  // namespace

std::string tourToToml(const Tour& tour, const layers::Catalog& catalog) {
    json tree = json::object();
    putLocalized(tree, "title", tour.title);
    putLocalized(tree, "about", tour.about);
    putShow(tree["show"], tour.show, catalog);
    if (tree["show"].empty()) tree.erase("show");
    for (const TourStop& stop : tour.stops) tree["stop"].push_back(stopTree(stop, catalog));
    return "# A tour recorded by Yuzhong Atlas\n" + treeToToml(tree);
}

TourShow shownIn(const Session& session, const layers::Catalog& catalog) {
    TourShow show;
    for (const layers::LayerEntry& layer : catalog.layers) {
        if (!layer.added.empty()) continue;  // a tour knows the catalogue's alone
        const auto wish = session.layers.find(layer.id);
        show.layers[layer.id] = wish == session.layers.end() ? layer.visible : wish->second;
    }
    if (session.filter != layers::SiteFilter()) show.filter = session.filter;
    show.time = std::round(session.time);
    show.water = std::round(session.waterLevel * 1000) / 1000;
    if (const std::string& key = session.selected; catalog.layer(key.substr(0, key.find(':'))) != nullptr)
        show.select = key;
    if (const layers::ThemeEntry* theme = catalog.theme(session.theme)) show.theme = theme->id;
    if (!session.tools.relief.kind.empty()) show.relief = session.tools.relief.kind;
    if (session.tools.flood.depths) show.depths = true;
    show.contours = session.contours;
    return show;
}

TourShow beyond(const TourShow& base, TourShow show) {
    std::erase_if(show.layers, [&](const auto& one) {
        const auto known = base.layers.find(one.first);
        return known != base.layers.end() && known->second == one.second;
    });
    TourShow::eachValue(show, base, [](auto& value, const auto& known) {
        if (known && value == known) value.reset();
    });
    return show;
}

}  // namespace atlas::app
