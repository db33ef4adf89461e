#pragma once
// What visitors look at: counts and seconds by day, nothing that says who or when within the day.

#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace atlas::app {

/// One row a day, kind and thing in usage-YYYY-MM.csv: day,kind,what,count,seconds. Kinds: "visit", "view",
/// "feature", "tour", "language", … One thread.
class UsageCounts {
  public:
    /// `folder` is made when something is written. `on` false: nothing is counted and nothing is written.
    UsageCounts(std::filesystem::path folder, bool on) : folder_(std::move(folder)), on_(on) {}

    bool on() const { return on_; }
    /// `day`: "YYYY-MM-DD", local.
    void count(const std::string& day, const std::string& kind, const std::string& what, double seconds = 0);
    /// Adds what was counted since the last time to the month's files, atomically. A file that cannot be
    /// written keeps its counts here for the next time; why is in problem(). Rows that somebody else wrote
    /// there are kept; lines that are no rows go to FILE.unread beside it. Blocks (milliseconds).
    void flush();
    /// Why the last flush() could not write, "" = it could.
    const std::string& problem() const { return problem_; }
    /// Of this run, for the operator.
    long visits() const { return visits_; }
    std::filesystem::path fileOf(const std::string& day) const;

  private:
    struct Row {
        long count = 0;
        double seconds = 0;
    };
    using Key = std::tuple<std::string, std::string, std::string>;  ///< day, kind, what
    bool flushFile(const std::filesystem::path& file, const std::map<Key, Row>& rows);

    std::filesystem::path folder_;
    bool on_;
    std::map<Key, Row> pending_;
    std::string problem_;
    long visits_ = 0;
};

/// Copies the counts' files of `folder` to the first of `targets` that takes them, each atomically. Where to,
/// or why not: a sentence for the operator, English. Blocks.
struct ExportedCounts {
    bool done = false;
    std::string words;  ///< the folder, or what was wrong
};
ExportedCounts exportCounts(const std::filesystem::path& folder,
                            const std::vector<std::filesystem::path>& targets);
/// Folders of this user's memory sticks, then the home folder.
std::vector<std::filesystem::path> exportTargets();

/// Today, "YYYY-MM-DD", in the machine's time zone.
std::string today();

}  // namespace atlas::app
