#pragma once
// What the operator of an exhibit set on this machine, beside what the catalogue says.

#include <filesystem>
#include <optional>
#include <string>

namespace atlas::app {

/// $XDG_CONFIG_HOME/yuzhong/kiosk.toml, by default under ~/.config.
std::filesystem::path kioskConfigFile();

struct KioskConfig {
    std::string pin;             ///< Argon2id hash, see pin_lock.h; "" = there is none
    std::string language;        ///< "zh", "en"; "" = as the catalogue says
    std::string tour;            ///< id of the tour that draws people in; "" = those of the catalogue
    std::optional<bool> counts;  ///< whether what is looked at is counted; empty: as the catalogue says
    std::string problem;         ///< what is wrong with the file, "" = nothing

    /// A file that is missing sets nothing; one that is broken neither, and says so in `problem`. Never
    /// throws.
    static KioskConfig read(const std::filesystem::path& file);
    /// Atomically, for the owner alone; keys that this version does not know are kept. Throws WorkError (a
    /// folder that cannot be written; a file that is there and is not TOML stays as it is).
    void write(const std::filesystem::path& file) const;
};

}  // namespace atlas::app
