#include "layers/search/name_folder.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <unordered_map>

namespace atlas::layers {

namespace {

bool isHan(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_HAN && U_SUCCESS(status);
}

void append(std::string& to, UChar32 c) {
    icu::UnicodeString(c).toUTF8String(to);
}

}  // namespace

struct NameFolder::Impl {
    std::unique_ptr<icu::Transliterator> simplify, read;
    const icu::Normalizer2* decompose = nullptr;
    struct Character {
        std::string text;    // simplified or small, without accents; "" for blanks and signs
        std::string pinyin;  // of a Han character
    };
    std::unordered_map<UChar32, Character> known;

    // Letters and digits of a text, without accents, small.
    std::string plain(const icu::UnicodeString& text) const {
        std::string result;
        UErrorCode status = U_ZERO_ERROR;
        const icu::UnicodeString parts = decompose ? decompose->normalize(text, status) : text;
        for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
            const UChar32 c = u_tolower(parts.char32At(i));
            if (u_isalnum(c)) append(result, c);
        }
        return result;
    }

    const Character& of(UChar32 c) {
        const auto [found, fresh] = known.try_emplace(c);
        Character& character = found->second;
        if (!fresh) return character;
        icu::UnicodeString text(c);
        if (!isHan(c)) {
            // Full-width letters are letters.
            UErrorCode status = U_ZERO_ERROR;
            const auto* compatible = icu::Normalizer2::getNFKCInstance(status);
            if (U_SUCCESS(status)) text = compatible->normalize(text, status);
            character.text = plain(text);
            return character;
        }
        if (simplify) simplify->transliterate(text);
        text.toUTF8String(character.text);
        if (read) {
            read->transliterate(text);
            character.pinyin = plain(text);
            if (character.pinyin.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos)
                character.pinyin.clear();  // a character that has no reading stays as it is
        }
        return character;
    }
};

NameFolder::NameFolder() : impl_(std::make_unique<Impl>()) {
    UErrorCode status = U_ZERO_ERROR;
    const auto make = [&](const char* id) {
        status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(
            icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
        if (U_FAILURE(status)) made.reset();
        return made;
    };
    impl_->simplify = make("Hant-Hans");
    impl_->read = make("Han-Latin");
    status = U_ZERO_ERROR;
    impl_->decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) impl_->decompose = nullptr;
}

NameFolder::~NameFolder() = default;

bool NameFolder::complete() const {
    return impl_->simplify && impl_->read && impl_->decompose != nullptr;
}

FoldedName NameFolder::fold(std::string_view utf8) {
    FoldedName name;
    bool han = false;
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const Impl::Character& character = impl_->of(text.char32At(i));
        name.text += character.text;
        han = han || !character.pinyin.empty();
        const std::string& sound = character.pinyin.empty() ? character.text : character.pinyin;
        if (sound.empty() || static_cast<unsigned char>(sound[0]) >= 0x80U) continue;
        if (name.pinyin.size() < 64) name.starts |= std::uint64_t{1} << name.pinyin.size();
        name.pinyin += sound;
        name.initials += sound[0];
    }
    if (!han) {
        name.pinyin.clear();
        name.initials.clear();
        name.starts = 0;
    }
    return name;
}

std::string NameFolder::foldQuery(std::string_view utf8) {
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
    std::string folded;
    bool han = false;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        han = han || isHan(text.char32At(i));
        folded += impl_->of(text.char32At(i)).text;
    }
    if (han) return folded;
    std::string without;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const bool tone = i > 0 && folded[i] >= '1' && folded[i] <= '5' && folded[i - 1] >= 'a' &&
                          folded[i - 1] <= 'z' &&
                          (i + 1 == folded.size() || folded[i + 1] < '0' || folded[i + 1] > '9');
        if (!tone) without += folded[i];
    }
    return without;
}

}  // namespace atlas::layers
