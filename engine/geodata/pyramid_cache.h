#pragma once
// The folder of pyramids: one file a source, safe to delete at any moment, safe under two processes and under
// a kill at any moment (a file appears by renaming; who builds holds a lock that dies with the process).

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "geodata/pyramid_file.h"

namespace atlas::geodata {

class PyramidCache {
  public:
    /// `folder` need not exist. `limit`: bytes of all files together; the longest unused go first.
    explicit PyramidCache(std::filesystem::path folder, std::uint64_t limit = std::uint64_t{8} << 30);

    /// $XDG_CACHE_HOME/yuzhong/pyramids, or ~/.cache/yuzhong/pyramids.
    static std::filesystem::path standardFolder();

    /// nullptr: there is none that can be used. Marks it as used. Blocks; any thread; never throws.
    std::shared_ptr<const PyramidFile> find(const PyramidKey& key) const;
    /// Builds it, or waits for another process that is building the same. "" or the reason it failed. Blocks;
    /// any thread; never throws.
    std::string build(const PyramidKey& key, const WindowReader& read, const PyramidProgress& progress) const;
    /// Takes a damaged one away.
    void discard(const PyramidKey& key) const;

    std::filesystem::path fileOf(const PyramidKey& key) const;

  private:
    void makeRoom(std::uint64_t bytes, const std::filesystem::path& kept) const;
    std::filesystem::path folder_;
    std::uint64_t limit_;
};

}  // namespace atlas::geodata
