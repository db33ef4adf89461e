#pragma once
// Many short texts in one piece of memory, so that all are searched in one pass.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace atlas::layers {

/// UTF-8. Immutable: any number of threads may read.
class TextHaystack {
  public:
    explicit TextHaystack(std::span<const std::string> texts = {});
    std::size_t size() const { return ends_.size(); }
    std::size_t bytes() const { return letters_.size() + ends_.size() * sizeof(ends_[0]); }
    /// Sets found[i] = 1 for each text that holds `needle`, ASCII letters in either case; leaves the others.
    /// An empty needle is in every text. `found` is as long as there are texts. Twenty million letters: some
    /// milliseconds.
    void find(std::string_view needle, std::span<std::uint8_t> found) const;

  private:
    std::string letters_;              ///< small ASCII, each text ended by a byte that no UTF-8 has
    std::vector<std::uint64_t> ends_;  ///< where each text's last byte is
};

}  // namespace atlas::layers
