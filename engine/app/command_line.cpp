#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string_view>

#include "app/failure.h"
#include "app/parse_words.h"
#include "geodata/gdal_session.h"
#include "layers/sites/site_filter_text.h"

namespace atlas::app {

namespace {

// --help needs the language before anything is parsed.
std::string languageOption(int argc, const char* const* argv) {
    std::string result;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--lang" && i + 1 < argc) result = argv[i + 1];
        if (argument.starts_with("--lang=")) result = argument.substr(7);
    }
    return result;
}

ui::Translations loadTexts(const std::string& language) {
    const auto share = findShareFolder(processSurroundings());
    return ui::Translations(share.path.value_or("") / "locale", ui::chooseLanguage(language));
}

void label(CLI::App& app, const ui::Translations& texts) {
    auto formatter = std::make_shared<CLI::Formatter>();
    formatter->column_width(34);
    for (const char* word :
         {ui::trLater("Usage"), ui::trLater("OPTIONS"), ui::trLater("Options"), ui::trLater("Positionals"),
          ui::trLater("SUBCOMMAND"), ui::trLater("Subcommands"), ui::trLater("REQUIRED"), ui::trLater("TEXT"),
          ui::trLater("INT"), ui::trLater("FLOAT"), ui::trLater("Needs"), ui::trLater("Excludes")})
        formatter->label(word, texts.tr(word));
    app.formatter(formatter);
    app.option_defaults()->group(texts.tr("Options"));
}

void say(std::string sentence) {
    while (sentence.ends_with('\n')) sentence.pop_back();  // a report's text ends its last line
    std::fputs(("yuzhong: " + sentence + "\n").c_str(), stderr);
}

// The deepest subcommand named: its --help is the one to read.
std::string helpHint(const CLI::App& app) {
    std::string command = "yuzhong";
    for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        command += " " + at->get_name();
    }
    return command + " --help";
}

int parseAndRun(CommandLine& line, int argc, const char* const* argv) {
    try {
        line.app.parse(argc, argv);
        if (!line.run) throw UsageError("this build has no window; name a subcommand");
        return line.run();
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return line.app.exit(error);
        say(parseWords(error.what(), line.texts));
        say(fmt::format(fmt::runtime(line.tr("see {}")), helpHint(line.app)));
        return 2;
    } catch (const UsageError& error) {
        say(error.in(line.texts));
        say(fmt::format(fmt::runtime(line.tr("see {}")), helpHint(line.app)));
        return 2;
    } catch (const WorkError& error) {
        say(error.in(line.texts));
    } catch (const std::bad_alloc&) {
        say(line.tr("out of memory"));
    } catch (const std::exception& error) {
        say(error.what());
    }
    return 1;
}

}  // namespace

CLI::App& CommandLine::addTo(CLI::App& parent, const char* name, const char* description) {
    auto* command = parent.add_subcommand(name, description);
    command->group(tr("Subcommands"));
    label(*command, texts);
    command->set_help_flag("-h,--help", tr("Print this help and exit"));
    addCommonOptions(*command);
    return *command;
}

void CommandLine::addCommonOptions(CLI::App& command) {
    command.add_option("--catalog", common.catalog, tr("The map's catalogue; without it the bundled map"))
        ->type_name("FILE");
    command.add_option("--lang", common.language, tr("Language; without it as the locale says"))
        ->check(CLI::IsMember({"zh", "en"}).description(""))
        ->type_name("zh|en");
    command.add_flag("--quiet", common.quiet, tr("No warnings and no remarks"));
}

int runCommandLine(int argc, const char* const* argv) {
    const geodata::GdalSession session;
    const auto texts = loadTexts(languageOption(argc, argv));
    CLI::App app(texts.tr("Yuzhong Atlas: a 3D map to explore, to show and to render"), "yuzhong");
    label(app, texts);
    app.set_help_flag("-h,--help", texts.tr("Print this help and exit"));
    app.set_version_flag("--version", "yuzhong " ATLAS_VERSION, texts.tr("Print the version and exit"));
    app.require_subcommand(0, 1);
    CommonOptions common;
    CommandLine line{app, common, texts, {}};
#ifdef ATLAS_DRAWS
    addView(line);
    addRender(line);
    addTour(line);
#else
    line.addCommonOptions(app);
#endif
    addSites(line);
    addHeight(line);
    addCheck(line);
    addAnalyse(line);
    addKioskPin(line);
    return parseAndRun(line, argc, argv);
}

layers::Catalog openCatalog(const CommandLine& line) {
    const auto assets = findAssets(line.common.catalog, processSurroundings());
    auto catalog = layers::loadCatalog(assets.catalog.string());
    if (!catalog || catalog.report.hasErrors())
        throw WorkError("the catalogue cannot be used\n{}", catalog.report);
    tell(catalog.report, line.common.quiet, line.texts);
    return std::move(*catalog.value);
}

layers::SiteFilter filterOption(const std::string& expression, const layers::Catalog& catalog,
                                const ui::Translations& texts) {
    auto parsed = layers::parseSiteFilter(expression, catalog);
    if (!parsed.filter)
        throw UsageError("--filter: at character {}: {}", parsed.position, parsed.errorIn(texts));
    return std::move(*parsed.filter);
}

void tell(const geodata::Report& report, bool quiet, const ui::Translations& texts) {
    for (const auto& problem : report.problems()) {
        if (quiet && problem.severity == geodata::Severity::Warning) continue;
        std::fputs(("yuzhong: " + geodata::toText(problem, texts.tongue()) + "\n").c_str(), stderr);
    }
}

}  // namespace atlas::app
