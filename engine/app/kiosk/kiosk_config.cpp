#include "app/kiosk/kiosk_config.h"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <cstdlib>
#include <sstream>

#include "app/failure.h"
#include "app/output_file.h"

namespace atlas::app {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

}  // namespace

fs::path kioskConfigFile() {
    const std::string config = environment("XDG_CONFIG_HOME");
    // A relative path there is to be ignored (XDG Base Directory Specification).
    const fs::path folder =
        config.starts_with('/') ? fs::path(config) : fs::path(environment("HOME")) / ".config";
    return folder / "yuzhong" / "kiosk.toml";
}

KioskConfig KioskConfig::read(const fs::path& file) {
    KioskConfig config;
    std::error_code code;
    if (!fs::exists(file, code)) return config;
    try {
        const toml::table table = toml::parse_file(file.string());
        config.pin = table["pin"].value_or(std::string());
        config.language = table["language"].value_or(std::string());
        if (config.language != "zh" && config.language != "en") config.language.clear();
        config.tour = table["tour"].value_or(std::string());
        config.counts = table["counts"].value<bool>();
    } catch (const toml::parse_error& error) {
        config.problem = file.string() + ": " + std::string(error.description());
    }
    return config;
}

void KioskConfig::write(const fs::path& file) const {
    std::error_code code;
    toml::table table;
    if (fs::exists(file, code)) {
        try {
            table = toml::parse_file(file.string());
        } catch (const toml::parse_error& error) {
            throw WorkError("{} is not valid TOML, and stays as it is: {}", file.string(),
                            error.description());
        }
    }
    const auto set = [&](const char* key, const std::string& value) {
        if (value.empty())
            table.erase(key);
        else
            table.insert_or_assign(key, value);
    };
    set("pin", pin);
    set("language", language);
    set("tour", tour);
    if (counts)
        table.insert_or_assign("counts", *counts);
    else
        table.erase("counts");
    fs::create_directories(file.parent_path(), code);
    std::ostringstream text;
    text << table << '\n';
    OutputFile out(file);
    out.write(text.str());
    chmod(out.temporary().c_str(), S_IRUSR | S_IWUSR);
    out.commit();
}

}  // namespace atlas::app
