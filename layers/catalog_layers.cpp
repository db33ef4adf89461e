#include "layers/catalog_layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace atlas::layers {

using Need = TomlReader::Need;

namespace {

// The kinds that have a class. A new layer adds its name here and its folder beside this file.
constexpr std::string_view kKinds[] = {
    "boundary", "bridges", "districts", "features", "figures", "landmarks",
    "levels",   "lines",   "places",    "raster",   "rivers",  "sites",
};

void readFields(TomlReader& layer, LayerEntry& entry, TomlContext& context) {
    const auto* table = layer.table("fields");
    if (!table) return;
    TomlReader fields(*table, "layer.fields", context);
    for (const auto& [key, node] : *table) {
        const std::string_view role = key.str();  // roles belong to the kind, so none is unknown here
        auto name = fields.text(role);
        if (node.is_string()) entry.fields.emplace(role, std::move(name));
    }
}

void readCard(TomlReader& layer, LayerEntry& entry, TomlContext& context) {
    for (const auto* table : layer.tables("card")) {
        TomlReader line(*table, "layer.card", context);
        CardFieldEntry field;
        field.field = line.text("field", Need::Required);
        field.label = line.localized("label");
        field.unit = line.localized("unit");
        field.basis = line.text("basis");
        field.source = line.boolean("source", false);
        line.finish();
        if (field.label.empty()) field.label = {field.field, field.field};
        if (!field.field.empty()) entry.card.push_back(std::move(field));
    }
}

// Words that a filter has a meaning for already.
constexpr std::string_view kFilterKeys[] = {"industry", "status",     "category",    "subdistrict",
                                            "district", "investment", "undisclosed", "year",
                                            "located",  "within",     "view",        "text"};

void readNear(TomlReader& layer, LayerEntry& entry, TomlContext& context) {
    for (const auto* table : layer.tables("near")) {
        TomlReader reader(*table, "layer.near", context);
        NearEntry near;
        near.id = reader.text("id", Need::Required);
        near.label = reader.localized("label");
        near.layer = reader.text("layer", Need::Required);
        near.kinds = reader.texts("kinds");
        reader.finish();
        if (near.id.empty() || near.layer.empty()) continue;
        if (near.label.empty()) near.label = {near.id, near.id};
        const bool plain =
            near.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == near.id.npos;
        const bool taken =
            std::find(std::begin(kFilterKeys), std::end(kFilterKeys), near.id) != std::end(kFilterKeys) ||
            std::any_of(entry.near.begin(), entry.near.end(),
                        [&](const NearEntry& other) { return other.id == near.id; });
        if (!plain || taken)
            reader.error("id",
                         geodata::said("\"{}\" cannot be a word of the filter: small letters, digits, - and "
                                       "_, and none that a filter has already",
                                       near.id));
        else
            entry.near.push_back(std::move(near));
    }
}

void readBatches(TomlReader& layer, LayerEntry& entry, TomlContext& context) {
    for (const auto* table : layer.tables("batch")) {
        TomlReader reader(*table, "layer.batch", context);
        BatchEntry batch;
        batch.label = reader.localized("label", Need::Required);
        batch.explain = reader.localized("explain");
        batch.role = reader.text("role", Need::Required);
        batch.value = reader.text("value", Need::Required);
        batch.charts = reader.texts("charts");
        reader.finish();
        if (!batch.role.empty() && !batch.value.empty()) entry.batches.push_back(std::move(batch));
    }
}

}  // namespace

void readLayers(TomlReader& root, Catalog& catalog, TomlContext& context) {
    std::set<std::string> ids;
    for (const auto* table : root.tables("layer")) {
        TomlReader reader(*table, "layer", context);
        LayerEntry entry;
        entry.line = reader.line();
        entry.id = reader.text("id", Need::Required);
        entry.kind = reader.text("kind", Need::Required);
        entry.name = reader.localized("name");
        entry.path = reader.path("path", Need::Required);
        entry.sublayer = reader.text("sublayer");
        entry.crs = reader.text("crs");
        entry.encoding = reader.text("encoding");
        entry.where = reader.text("where");
        entry.visible = reader.boolean("visible", true);
        entry.opacity = reader.number("opacity", 0, 1).value_or(1);
        entry.nearest = reader.number("nearest", 0, kFarMetres).value_or(0);
        entry.farthest = reader.number("farthest", 0, kFarMetres).value_or(kFarMetres);
        entry.style = reader.path("style");
        entry.attribution = reader.text("attribution");
        entry.licence = reader.text("licence");
        entry.date = reader.text("date");
        entry.about = reader.localized("about");
        entry.error = reader.number("error", 0, kFarMetres);
        entry.related = reader.text("related");
        entry.vocabulary = reader.text("vocabulary");
        entry.symbol = reader.text("symbol");
        entry.priority = reader.number("priority", -100, 100).value_or(0);
        entry.namesFrom = reader.number("names_from", 0, kFarMetres).value_or(kFarMetres);
        readFields(reader, entry, context);
        entry.inside = reader.text("inside");
        readCard(reader, entry, context);
        readNear(reader, entry, context);
        readBatches(reader, entry, context);
        reader.finish();
        if (entry.id.empty() || entry.kind.empty() || entry.path.empty()) continue;
        if (!ids.insert(entry.id).second) {
            reader.error(
                "id",
                geodata::said("\"{}\" is used twice; this layer is left out: give it another id", entry.id));
            continue;
        }
        if (std::find(std::begin(kKinds), std::end(kKinds), entry.kind) == std::end(kKinds)) {
            reader.warning("kind", geodata::said("unknown kind \"{}\", the layer is left out; known: {}",
                                                 entry.kind, fmt::format("{}", fmt::join(kKinds, ", "))));
            continue;
        }
        if (entry.name.empty()) entry.name = {entry.id, entry.id};
        catalog.layers.push_back(std::move(entry));
    }
}

namespace {

std::optional<std::array<float, 3>> parseColor(const std::string& text) {
    if (text.size() != 7 || text[0] != '#' ||
        text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos)
        return std::nullopt;
    const auto channel = [&](std::size_t at) {
        return static_cast<float>(std::stoi(text.substr(at, 2), nullptr, 16)) / 255.0F;
    };
    return std::array{channel(1), channel(3), channel(5)};
}

}  // namespace

void readVocabularies(TomlReader& root, Catalog& catalog, TomlContext& context) {
    const auto* table = root.table("vocabulary");
    if (!table) return;
    TomlReader vocabularies(*table, "vocabulary", context);
    for (const auto& [key, node] : *table) {
        const std::string name(key.str());
        auto& terms = catalog.vocabularies[name];
        for (const auto* entry : vocabularies.tables(name)) {
            TomlReader reader(*entry, "vocabulary." + name, context);
            Term term;
            term.value = reader.text("value", Need::Required);
            term.label = reader.localized("label");
            term.group = reader.localized("group");
            term.glyph = reader.localized("glyph");
            term.below = reader.boolean("below", false);
            term.moving = reader.boolean("moving", false);
            term.groundWidth = reader.number("ground_width", 0, 200).value_or(0);
            term.size = reader.number("size", 0, 200).value_or(0);
            term.farthest = reader.number("farthest", 0, kFarMetres).value_or(kFarMetres);
            if (const auto color = reader.text("color"); !color.empty()) {
                if (const auto parsed = parseColor(color))
                    term.color = *parsed;
                else
                    reader.warning(
                        "color",
                        geodata::said(
                            "\"{}\" is not a colour; expected one such as \"#0072B2\"; grey stands for it",
                            color));
            }
            reader.finish();
            if (term.value.empty()) continue;
            if (catalog.term(name, term.value)) {
                reader.error("value",
                             geodata::said("\"{}\" is listed twice; this one is left out", term.value));
                continue;
            }
            if (term.label.empty()) term.label = {term.value, term.value};
            terms.push_back(std::move(term));
        }
    }
}

}  // namespace atlas::layers
