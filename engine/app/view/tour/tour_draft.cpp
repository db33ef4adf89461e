#include "app/view/tour/tour_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/output_file.h"
#include "app/view/session_store.h"
#include "app/view/tour/tour_text.h"

namespace atlas::app {

namespace fs = std::filesystem;

namespace {

constexpr double kLongestDwell = 3600;
constexpr double kMostOrbit = 720;

std::string textOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

fs::file_time_type timeOf(const fs::path& file) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    return error ? fs::file_time_type::min() : time;
}

// A name that is free: "tour", "tour-2", …
fs::path freePath(const fs::path& wanted) {
    std::error_code error;
    fs::path path = wanted;
    for (int i = 2; fs::exists(path, error); ++i)
        path = wanted.parent_path() /
               fmt::format("{}-{}{}", wanted.stem().string(), i, wanted.extension().string());
    return path;
}

// What a person calls it, without what file names cannot hold.
std::string stemOf(const layers::Localized& title) {
    std::string stem;
    for (const char letter : title.zh.empty() ? title.en : title.zh) {
        const auto code = static_cast<unsigned char>(letter);
        stem += code < 0x20 || letter == '/' || letter == '.' || letter == ':' ? '-' : letter;
    }
    constexpr std::size_t kLongest = 120;  // bytes; names may have 255
    while (stem.size() > kLongest ||
           (!stem.empty() && (static_cast<unsigned char>(stem.back()) & 0xC0) == 0x80 &&
            stem.size() > kLongest - 3))
        stem.pop_back();
    return stem.empty() ? "tour" : stem;
}

}  // namespace

fs::path recordedToursFolder() {
    return stateFolder() / "tours";
}

std::vector<std::string> recordedTours() {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(recordedToursFolder(), error))
        if (entry.path().extension() == ".toml" && !entry.path().filename().string().starts_with("."))
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

TourDraft::TourDraft(const fs::path& folder, layers::Localized title, const layers::Catalog& catalog)
    : catalog_(&catalog) {
    file_ = freePath(folder / (stemOf(title) + ".toml"));
    tour_.title = std::move(title);
}

std::optional<TourDraft> TourDraft::open(const fs::path& file, const layers::Catalog& catalog,
                                         geodata::Report& report) {
    auto loaded = loadTour(file.string(), catalog);
    report.append(loaded.report);
    if (!loaded) return std::nullopt;
    TourDraft draft(catalog, std::move(*loaded.value));
    draft.file_ = file;
    draft.written_ = textOf(file);
    draft.seen_ = timeOf(file);
    // Only what comes out again as it stands there may be written over.
    if (tourToToml(draft.tour_, catalog) != draft.written_) draft.goToCopy();
    return draft;
}

void TourDraft::goToCopy() {
    file_ = freePath(file_);
    written_.clear();
    seen_ = {};
    copy_ = true;
}

void TourDraft::setTitle(layers::Localized title) {
    if (title.zh == tour_.title.zh && title.en == tour_.title.en) return;
    tour_.title = std::move(title);
    changed();
}

std::size_t TourDraft::add(const Session& session, std::optional<std::size_t> after) {
    if (tour_.stops.empty()) {
        // What the first stop shows is what the tour shows; each stop says what differs.
        tour_.show = shownIn(session, *catalog_);
        tour_.show.filter.reset();
        tour_.show.select.reset();
        tour_.show.relief.reset();
        tour_.show.depths.reset();
    }
    const std::size_t at = std::min(after ? *after + 1 : tour_.stops.size(), tour_.stops.size());
    tour_.stops.insert(tour_.stops.begin() + static_cast<std::ptrdiff_t>(at), TourStop());
    take(at, session);
    return at;
}

void TourDraft::take(std::size_t stop, const Session& session) {
    TourStop& one = tour_.stops.at(stop);
    one.camera = session.camera;
    one.walk.reset();
    one.show = beyond(tour_.show, shownIn(session, *catalog_));
    changed();
}

void TourDraft::remove(std::size_t stop) {
    tour_.stops.erase(tour_.stops.begin() + static_cast<std::ptrdiff_t>(stop));
    changed();
}

bool TourDraft::move(std::size_t stop, std::size_t to) {
    if (stop >= tour_.stops.size() || to >= tour_.stops.size() || stop == to) return false;
    const auto at = [&](std::size_t i) { return tour_.stops.begin() + static_cast<std::ptrdiff_t>(i); };
    if (stop < to)
        std::rotate(at(stop), at(stop + 1), at(to + 1));
    else
        std::rotate(at(to), at(stop), at(stop + 1));
    changed();
    return true;
}

TourDraft::Words TourDraft::words(std::size_t stop) const {
    const TourStop& one = tour_.stops.at(stop);
    return {one.title, one.caption, one.source, one.dwell, one.orbit};
}

void TourDraft::setWords(std::size_t stop, Words words) {
    TourStop& one = tour_.stops.at(stop);
    one.title = std::move(words.title);
    one.caption = std::move(words.caption);
    one.source = std::move(words.source);
    one.dwell = std::clamp(words.dwell, 0.0, kLongestDwell);
    one.orbit = std::clamp(words.orbit, -kMostOrbit, kMostOrbit);
    changed();
}

std::optional<Failure> TourDraft::save() {
    // A tour without a stop is none: the loader would refuse it, and the file that is there is better.
    if (tour_.stops.empty()) {
        changed_ = false;
        return std::nullopt;
    }
    try {
        std::error_code error;
        fs::create_directories(file_.parent_path(), error);
        if (fs::exists(file_, error) && textOf(file_) != written_) goToCopy();
        std::string text = tourToToml(tour_, *catalog_);
        OutputFile out(file_);
        out.write(text);
        out.commit();
        written_ = std::move(text);
        seen_ = timeOf(file_);
        changed_ = false;
        return std::nullopt;
    } catch (const Failure& failure) {
        return failure;
    }
}

bool TourDraft::reread(geodata::Report& report) {
    if (changed_ || written_.empty() || timeOf(file_) == seen_) return false;
    seen_ = timeOf(file_);
    if (textOf(file_) == written_) return false;
    const bool copy = copy_;
    auto again = open(file_, *catalog_, report);
    if (!again || report.hasErrors()) return false;
    *this = std::move(*again);
    copy_ = copy_ || copy;
    return true;
}

}  // namespace atlas::app
