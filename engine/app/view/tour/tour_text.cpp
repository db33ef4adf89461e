#include "app/view/tour/tour_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <ctime>

#include "layers/sites/site_filter_text.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            result += '\\';
            result += letter;
        } else if (letter == '\n') {
            result += "\\n";
        } else if (letter == '\t') {
            result += "\\t";
        } else if (code < 0x20 || code == 0x7F) {
            result += fmt::format("\\u{:04X}", code);
        } else {
            result += letter;
        }
    }
    return result + "\"";
}

// A finite number without the noise of its last bits; TOML wants no lone "nan".
std::string number(double value, int decimals) {
    const double power = std::pow(10, decimals);
    const double rounded = std::round(value * power) / power;
    return fmt::format("{}", rounded == 0 ? 0.0 : rounded);
}

void addText(std::string& out, const char* key, const std::string& value) {
    if (!value.empty()) out += fmt::format("{} = {}\n", key, quoted(value));
}

void addLocalized(std::string& out, const char* key, const layers::Localized& text) {
    if (text.empty()) return;
    std::string parts;
    if (!text.zh.empty()) parts += "zh = " + quoted(text.zh);
    if (!text.en.empty()) parts += (parts.empty() ? "" : ", ") + ("en = " + quoted(text.en));
    out += fmt::format("{} = {{ {} }}\n", key, parts);
}

std::string timeText(double time, const layers::Catalog& catalog) {
    const double zone = -scene::parseTime("1970-01-01T00:00", catalog.timeZone).value_or(0);
    const auto local = static_cast<std::time_t>(std::llround(time + zone));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}{}", fmt::gmtime(local),
                       catalog.timeZone.empty() || zone == 0 ? "Z" : catalog.timeZone);
}

void addShow(std::string& out, const TourShow& show, const layers::Catalog& catalog) {
    std::string layers;
    for (const auto& [id, on] : show.layers) layers += (layers.empty() ? "" : ",") + ((on ? "+" : "-") + id);
    addText(out, "layers", layers);
    if (show.filter) addText(out, "filter", layers::formatSiteFilter(*show.filter));
    if (show.time) addText(out, "time", timeText(*show.time, catalog));
    if (show.water) out += "water = " + number(*show.water, 3) + "\n";
    if (show.select) addText(out, "select", *show.select);
    if (show.theme) addText(out, "theme", *show.theme);
    if (show.relief) addText(out, "relief", *show.relief);
    if (show.depths) out += fmt::format("depths = {}\n", *show.depths);
    if (show.contours) out += fmt::format("contours = {}\n", *show.contours);
}

void addStop(std::string& out, const TourStop& stop, const layers::Catalog& catalog) {
    out += "\n[[stop]]\n";
    if (stop.walk) {
        const TourWalk& w = *stop.walk;
        out += fmt::format("walk = {{ feature = {}, from = {}, to = {}, speed = {}, eye = {} }}\n",
                           quoted(w.feature), number(w.from, 4), number(w.to, 4), number(w.speed, 2),
                           number(w.eye, 2));
    } else {
        const layers::GeoCamera& c = stop.camera;
        out += fmt::format("camera = [{}, {}, {}, {}, {}]\n", number(c.longitude, 6), number(c.latitude, 6),
                           number(c.height, 1), number(c.heading, 2), number(c.pitch, 2));
    }
    addShow(out, stop.show, catalog);
    addLocalized(out, "title", stop.title);
    addLocalized(out, "caption", stop.caption);
    addText(out, "source", stop.source);
    if (!stop.walk) out += "dwell = " + number(stop.dwell, 2) + "\n";
    if (stop.flight > 0) out += "flight = " + number(stop.flight, 2) + "\n";
    if (stop.orbit != 0) out += "orbit = " + number(stop.orbit, 2) + "\n";
}

}  // namespace

std::string tourToToml(const Tour& tour, const layers::Catalog& catalog) {
    std::string out = "# A tour recorded by Yuzhong Atlas\n";
    addLocalized(out, "title", tour.title);
    addLocalized(out, "about", tour.about);
    std::string show;
    addShow(show, tour.show, catalog);
    if (!show.empty()) out += "\n[show]\n" + show;
    for (const TourStop& stop : tour.stops) addStop(out, stop, catalog);
    return out;
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
    const auto drop = [](auto& value, const auto& known) {
        if (known && value == known) value.reset();
    };
    drop(show.filter, base.filter);
    drop(show.time, base.time);
    drop(show.water, base.water);
    drop(show.select, base.select);
    drop(show.theme, base.theme);
    drop(show.relief, base.relief);
    drop(show.depths, base.depths);
    drop(show.contours, base.contours);
    return show;
}

}  // namespace atlas::app
