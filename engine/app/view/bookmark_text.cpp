#include "app/view/bookmark_text.h"

#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/view/session.h"
#include "surface/image.h"

namespace atlas::app {

namespace {

using geodata::said;
using nlohmann::json;

constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

std::string encoded(const std::string& bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), kBase64), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), kBase64);
    text.pop_back();  // the terminating zero
    return text;
}

std::shared_ptr<const std::string> decoded(const std::string& text) {
    if (text.size() > kMostThumbnailBytes * 4 / 3 + 4) return nullptr;
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, kBase64) != 0)
        return nullptr;
    bytes.resize(size);
    if (!surface::imageOfPng(bytes)) return nullptr;
    return std::make_shared<const std::string>(std::move(bytes));
}

std::optional<Bookmark> readOne(const json& tree, const std::string& path, geodata::Report& report) {
    const auto errors = [&] {
        return std::count_if(
            report.problems().begin(), report.problems().end(),
            [](const geodata::Problem& p) { return p.severity == geodata::Severity::Error; });
    };
    const auto before = errors();
    TreeReader reader(tree, path, report);
    Bookmark mark;
    if (!reader.read("name", mark.name)) {
        if (errors() == before) reader.complain("name", said("a name was expected"));
    }
    std::vector<double> camera;
    if (reader.read(
            "camera", camera, [](const auto& c) { return c.size() == 5; },
            said("five numbers were expected"))) {
        mark.camera = {camera[0], camera[1], camera[2], camera[3], camera[4]};
        if (const auto wrong = cameraProblem(mark.camera)) reader.complain("camera", *wrong);
    } else if (errors() == before) {
        reader.complain("camera", said("five numbers were expected"));
    }
    reader.read(
        "time", mark.time, [](double t) { return std::abs(t) <= kMostSeconds; }, said("is out of range"));
    std::string thumbnail;
    if (reader.read("thumbnail", thumbnail) && !thumbnail.empty()) {
        mark.thumbnail = decoded(thumbnail);
        if (!mark.thumbnail)
            reader.complain("thumbnail", said("is no small PNG in base64"), geodata::Severity::Warning);
    }
    reader.rest();
    if (errors() > before) return std::nullopt;
    return mark;
}

}  // namespace

json bookmarksToTree(const std::vector<Bookmark>& bookmarks) {
    json list = json::array();
    for (const Bookmark& mark : bookmarks) {
        const layers::GeoCamera& c = mark.camera;
        json one{{"name", mark.name},
                 {"camera", {c.longitude, c.latitude, c.height, c.heading, c.pitch}},
                 {"time", mark.time}};
        if (mark.thumbnail) one["thumbnail"] = encoded(*mark.thumbnail);
        list.push_back(std::move(one));
    }
    return list;
}

void readBookmarks(TreeReader& root, std::vector<Bookmark>& into) {
    const json* found = root.find("bookmarks");
    if (found == nullptr) return;
    if (!found->is_array()) return root.complain("bookmarks", said("a list was expected"));
    into.clear();
    for (std::size_t i = 0; i < found->size(); ++i) {
        if (into.size() >= kMostBookmarks) return root.complain("bookmarks", said("there are too many"));
        auto mark = readOne((*found)[i], root.pathOf("bookmarks[" + std::to_string(i) + "]"), root.report());
        if (mark) into.push_back(std::move(*mark));
    }
}

}  // namespace atlas::app
