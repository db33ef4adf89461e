#pragma once
// A tour that is being recorded, and its file. Knows no window.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/failure.h"
#include "app/view/tour/tour.h"

namespace atlas::app {

/// Where recorded tours lie: tours/ in the state folder.
std::filesystem::path recordedToursFolder();
/// The files there, by name. Any thread.
std::vector<std::string> recordedTours();

/// One thread. The catalogue outlives it.
class TourDraft {
  public:
    /// A new one; nothing is on disk before it has a stop. `folder` is made when it is needed.
    TourDraft(const std::filesystem::path& folder, layers::Localized title, const layers::Catalog& catalog);
    /// One that is there. What was written by hand, or cannot be used as a whole, is not written over:
    /// changes go to a copy beside it. No value without a stop that can be used; the report says why.
    static std::optional<TourDraft> open(const std::filesystem::path& file, const layers::Catalog& catalog,
                                         geodata::Report& report);

    const Tour& tour() const { return tour_; }
    const std::filesystem::path& file() const { return file_; }
    bool isCopy() const { return copy_; }  ///< of a file that stays as it was

    void setTitle(layers::Localized title);
    /// After stop `after`, or last. Its number.
    std::size_t add(const Session& session, std::optional<std::size_t> after = std::nullopt);
    /// The stop looks from here, at this, from now on; its words stay.
    void take(std::size_t stop, const Session& session);
    void remove(std::size_t stop);
    /// To the place of another, by one step or many; false where there is no such place.
    bool move(std::size_t stop, std::size_t to);
    struct Words {
        layers::Localized title, caption;
        std::string source;
        double dwell = 6;  ///< seconds, 0..3600
        double orbit = 0;  ///< degrees
    };
    Words words(std::size_t stop) const;
    void setWords(std::size_t stop, Words words);

    bool unsaved() const { return changed_; }
    bool saved() const { return !written_.empty(); }  ///< there is a file, as it was saved or read last
    /// Atomic. None, or why it could not be written; then it is still unsaved. A file that somebody else has
    /// changed since is not written over either: the tour goes to a copy.
    std::optional<Failure> save();
    /// Takes over what somebody else made of the file, unless there are changes of one's own. True when it
    /// did. What cannot be used is reported and the draft stays.
    bool reread(geodata::Report& report);

  private:
    TourDraft(const layers::Catalog& catalog, Tour tour) : catalog_(&catalog), tour_(std::move(tour)) {}
    void changed() { changed_ = true; }
    void goToCopy();

    const layers::Catalog* catalog_;
    Tour tour_;
    std::filesystem::path file_;
    std::string written_;  ///< text that the file had when it was read or written last, "" = none
    std::filesystem::file_time_type seen_{};
    bool copy_ = false, changed_ = false;
};

}  // namespace atlas::app
