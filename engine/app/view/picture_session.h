#pragma once
// From the options that render and the window share to a Session.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "app/command_line.h"
#include "app/district.h"
#include "app/output_file.h"
#include "app/view/session.h"
#include "scene/pose.h"
#include "surface/image.h"
#include "surface/png_stream.h"

namespace atlas::app {

struct PictureOptions {
    std::string view, camera, session, layers, filter, time, water, selected, shadows, theme, panels;
    std::vector<std::string> added, colors, terrain;
    double exaggeration = 0;  ///< 0 = not given
    int memory = 512;         ///< MiB of terrain tiles and heights together
};

/// Registers --view --camera --session --layers --filter --time --water --select --exaggeration
/// --shadows --add --color --terrain --memory --theme --panels.
void addPictureOptions(CLI::App& command, PictureOptions& options, const CommandLine& line);

struct PictureSession {
    Session session;
    geodata::Report problems;  ///< of the session file: errors tell what of it could not be used
    bool replaceable = true;   ///< as ReadSession::replaceable
};
/// The session the options ask for. Files that they or a saved session add become layers of `catalog`;
/// what was noticed about them is added to `report`. Throws UsageError (unknown view or layer, bad camera,
/// time, filter) or WorkError (a session file without anything to use, added file).
PictureSession pictureSession(const PictureOptions& options, layers::Catalog& catalog,
                              const ui::Translations& texts, geodata::Report& report);

/// Bytes of heights that paged terrain may keep, of --memory; tiles have the rest.
std::size_t heightBytes(const PictureOptions& options);
std::size_t tileBytes(const PictureOptions& options);

/// Throws UsageError when --select names no site of the map.
void requireSelection(const PictureOptions& options, const District& district);

/// CLI::Range lets NaN pass; this does not.
CLI::Validator numberWithin(double low, double high);

/// A PNG file that an option names. Made before the work, so that what cannot be written is known at once.
class PictureFile {
  public:
    /// Throws UsageError for a name that does not end in .png, WorkError for a place that cannot be written.
    PictureFile(const std::string& option, const std::string& path);
    /// Atomic. Throws WorkError.
    void write(const surface::Image& image);
    /// The same strip by strip from the top down: begin(), add() until it is full, commit().
    void begin(surface::Size size);
    void add(const surface::Image& strip);
    void commit();

  private:
    std::optional<OutputFile> file_;
    std::unique_ptr<surface::PngStream> stream_;
};

/// "1920x1080". Throws UsageError for anything that is not two numbers from 1 to 65536, or more than 2^30
/// pixels in all.
scene::Viewport parseSize(const std::string& text, double scale);
/// How large type and symbols of a picture are that says nothing about it: beyond 1920x1080 they grow with
/// it, so that a poster is the same picture.
double scaleForSize(const scene::Viewport& viewport);

/// Writes a small text file atomically. Throws WorkError.
void writeText(const std::string& path, const std::string& text);

}  // namespace atlas::app
