#pragma once
// Breaks a file's bytes in the ways files break: bits flip, tails go missing, pieces are repeated or
// overwritten.

#include <cstdint>
#include <random>
#include <string>

namespace atlas_fuzz {

/// The same seed gives the same bytes on every machine: no std distribution is used, whose results may
/// differ.
class Mutator {
  public:
    explicit Mutator(std::uint32_t seed) : random_(seed) {}
    /// One to eight changes to a copy of `valid`; never longer than about twice the original.
    std::string mutate(const std::string& valid);

  private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
    void changeOnce(std::string& bytes);

    std::mt19937 random_;
};

}  // namespace atlas_fuzz
