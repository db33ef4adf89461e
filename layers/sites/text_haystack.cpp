#include "layers/sites/text_haystack.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace atlas::layers {

namespace {

constexpr char kEnd = '\xFF';
constexpr std::size_t kBlock = 64;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

TextHaystack::TextHaystack(std::span<const std::string> texts) {
    std::size_t bytes = kBlock;
    for (const std::string& text : texts) bytes += text.size() + 1;
    letters_.reserve(bytes);
    ends_.reserve(texts.size());
    for (const std::string& text : texts) {
        std::transform(text.begin(), text.end(), std::back_inserter(letters_), lower);
        ends_.push_back(letters_.size());
        letters_ += kEnd;
    }
    letters_.append(kBlock, kEnd);  // so that blocks may reach beyond
}

// Two of the needle's bytes, its last and the one before, are compared at 64 places at once (the compiler
// makes vector code of it); where both fit the whole is compared (after Muła, "SIMD-friendly algorithms for
// substring searching", 2016). The last bytes: the first ones of Chinese characters are much alike.
void TextHaystack::find(std::string_view wanted, std::span<std::uint8_t> found) const {
    assert(found.size() == ends_.size());
    if (wanted.empty()) {
        std::fill(found.begin(), found.end(), std::uint8_t{1});
        return;
    }
    std::string needle(wanted);
    std::transform(needle.begin(), needle.end(), needle.begin(), lower);
    if (needle.find(kEnd) != std::string::npos) return;
    const std::size_t last = needle.size() - 1;
    const std::size_t other = last > 0 ? last - 1 : last;
    const char a = needle[other];
    const char b = needle[last];
    const std::size_t end = letters_.size() - kBlock;  // of the texts
    std::size_t text = 0;
    for (std::size_t from = 0; from + needle.size() <= end;) {
        // The block's byte i is the needle's last one.
        const std::size_t count = std::min(kBlock, end - from - last);
        const char* const first = letters_.data() + from + other;
        const char* const second = letters_.data() + from + last;
        std::array<std::uint8_t, kBlock> fits;
        for (std::size_t i = 0; i < kBlock; ++i)
            fits[i] = static_cast<std::uint8_t>(first[i] == a) & static_cast<std::uint8_t>(second[i] == b);
        std::size_t next = from + count;
        for (std::size_t word = 0; word < kBlock; word += 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, fits.data() + word, 8);
            if (eight == 0) continue;
            for (std::size_t i = word; i < std::min(word + 8, count); ++i) {
                const std::size_t at = from + i;
                if (fits[i] == 0 || std::memcmp(letters_.data() + at, needle.data(), needle.size()) != 0)
                    continue;
                // Texts stand in order: the one it is in is a little further on.
                std::size_t step = 1;
                std::size_t low = text;
                while (low + step < ends_.size() && ends_[low + step] <= at) {
                    low += step;
                    step *= 2;
                }
                text = static_cast<std::size_t>(
                    std::upper_bound(
                        ends_.begin() + static_cast<std::ptrdiff_t>(text),
                        ends_.begin() + static_cast<std::ptrdiff_t>(std::min(low + step + 1, ends_.size())),
                        at) -
                    ends_.begin());
                found[text] = 1;
                if (ends_[text] >= next) {  // this text is done
                    next = ends_[text] + 1;
                    word = kBlock;
                    break;
                }
            }
        }
        from = next;
    }
}

}  // namespace atlas::layers
