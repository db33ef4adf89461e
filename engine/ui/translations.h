#pragma once
// The interface's two languages. Message ids are the English texts; Chinese comes from a gettext catalogue:
// the program's own texts are the domain "yuzhong", those of a map's data a domain that its catalogue names.

#include <filesystem>
#include <functional>
#include <locale>
#include <memory>
#include <string>
#include <string_view>

namespace atlas::ui {

enum class Language { Zh, En };

/// "zh" or "en", as Localized::in() and --lang take it.
std::string_view languageCode(Language language);

/// The language to start in. `option` ("zh", "en" or "" = not given) wins; else the first of LC_ALL,
/// LC_MESSAGES and LANG that is set decides: en* is English, everything else Chinese. So are C, POSIX and
/// none at all: Chinese is the default. `environment` returns a variable's value, "" when unset.
Language chooseLanguage(std::string_view option, const std::function<std::string(const char*)>& environment);
/// The same with the process's own environment.
Language chooseLanguage(std::string_view option);

/// Marks a text for translation where tr() cannot be called yet (tables of constants). Gives it back
/// unchanged.
constexpr const char* trLater(const char* messageId) {
    return messageId;
}

/// Looks texts up. Needs no locale installed on the machine and leaves the process's locale alone. One thread
/// at a time may call setLanguage; tr() may run on any thread while nobody does.
class Translations {
  public:
    /// `localeFolder` holds zh_CN/LC_MESSAGES/<domain>.mo. Without it Chinese texts stay English: see
    /// complete(). Never throws.
    explicit Translations(const std::filesystem::path& localeFolder, Language language = Language::Zh,
                          const std::string& domain = "yuzhong");

    void setLanguage(Language language) { language_ = language; }
    Language language() const { return language_; }
    std::string_view code() const { return languageCode(language_); }
    /// Whether the Chinese catalogue was found and read.
    bool complete() const { return complete_; }

    /// The text in the current language, UTF-8; `messageId` itself when it has no translation. The pointer
    /// stays valid as long as this object (and `messageId`) lives. One hash look-up: made for hundreds of
    /// calls a frame.
    const char* tr(const char* messageId) const;
    /// tr() as a value, for what knows nothing of this class. Not longer than this object.
    std::function<const char*(const char*)> tongue() const {
        return [this](const char* messageId) { return tr(messageId); };
    }

  private:
    std::locale chinese_;  ///< holds the catalogue's facet
    bool complete_ = false;
    Language language_;
};

}  // namespace atlas::ui
