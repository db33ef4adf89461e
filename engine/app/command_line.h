#pragma once
// The command line: one subcommand a file in commands/, each registered by one line in command_line.cpp.

#include <functional>
#include <string>

#include "app/assets.h"
#include "geodata/report.h"
#include "layers/catalog.h"
#include "layers/sites/site_filter.h"
#include "ui/translations.h"

namespace CLI {
class App;
}

namespace atlas::app {

/// What every subcommand takes.
struct CommonOptions {
    std::string catalog;   ///< --catalog FILE, "" = the bundled one
    std::string language;  ///< --lang: "zh", "en" or "" = as the locale says
    bool quiet = false;    ///< --quiet: no warnings, no remarks
};

/// What a command registers itself with. Lives as long as the command runs.
struct CommandLine {
    CLI::App& app;
    CommonOptions& common;
    const ui::Translations&
        texts;  ///< in the language asked for, already while options are registered (--help)
    /// Set by the callback of the subcommand that was named. Returns the exit status; throws WorkError or
    /// UsageError.
    std::function<int()> run;

    const char* tr(const char* messageId) const { return texts.tr(messageId); }
    /// A subcommand with the common options.
    CLI::App& add(const char* name, const char* description) { return addTo(app, name, description); }
    /// The same below another subcommand.
    CLI::App& addTo(CLI::App& parent, const char* name, const char* description);
    void addCommonOptions(CLI::App& command);
};

/// Parses, runs, and turns whatever was thrown into a sentence on standard error. Returns the process's exit
/// status: 0 done, 1 data or work failed, 2 wrong usage.
int runCommandLine(int argc, const char* const* argv);

/// The catalogue a command works on. Warnings go to standard error unless quiet; throws WorkError when it has
/// any error, since a map that is not the one its author meant gives wrong answers.
layers::Catalog openCatalog(const CommandLine& line);

/// What --filter says. Throws UsageError, in the language of `texts`.
layers::SiteFilter filterOption(const std::string& expression, const layers::Catalog& catalog,
                                const ui::Translations& texts);

/// Problems to standard error, one a line; warnings only when not quiet.
void tell(const geodata::Report& report, bool quiet, const ui::Translations& texts);

void addSites(CommandLine& line);
void addHeight(CommandLine& line);
void addCheck(CommandLine& line);
void addAnalyse(CommandLine& line);
/// The window: `yuzhong view`, and `yuzhong` alone. Only in a build that draws.
void addView(CommandLine& line);
void addRender(CommandLine& line);
void addTour(CommandLine& line);
void addKioskPin(CommandLine& line);

}  // namespace atlas::app
