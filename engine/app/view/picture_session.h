#pragma once
// From the options that render and the window share to a Session.

#include <string>

#include "app/command_line.h"
#include "app/view/session.h"
#include "scene/pose.h"

namespace atlas::app {

struct PictureOptions {
    std::string view, camera, session, layers, filter, time, water, selected;
    double exaggeration = 0;  ///< 0 = not given
};

/// Registers --view --camera --session --layers --filter --time --water --select --exaggeration.
void addPictureOptions(CLI::App& command, PictureOptions& options, const CommandLine& line);

/// The session the options ask for. Throws UsageError (unknown view or layer, bad camera, time, filter) or
/// WorkError (session file).
Session pictureSession(const PictureOptions& options, const layers::Catalog& catalog,
                       const std::string& language);

/// "1920x1080". Throws UsageError for anything that is not two numbers from 1 to 65536, or more than 2^30
/// pixels in all.
scene::Viewport parseSize(const std::string& text, double scale);

/// Writes a small text file atomically. Throws WorkError.
void writeText(const std::string& path, const std::string& text);

}  // namespace atlas::app
