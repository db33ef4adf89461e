#pragma once
// A tour as numbered pictures or as a video.

#include <string>

#include "app/command_line.h"
#include "app/view/picture_session.h"

namespace atlas::app {

struct FilmOptions {
    std::string tour;  ///< id of the catalogue's, or a file
    std::string out;   ///< a folder or FILE.mp4; "" = the tour is checked and told on standard output
    std::string size = "1920x1080";
    PictureOptions picture;  ///< what the tour sets out from and returns to
    int rate = 30, samples = 4;
    double scale = 1;
    double from = 0, to = -1;  ///< seconds of the tour; to < 0: its end
    bool bare = false;         ///< without captions
};

/// Frame i shows second i / rate with everything loaded, whatever the machine's speed. Returns the exit
/// status: 1 where some of the tour could not be used. Throws WorkError, UsageError.
int film(const CommandLine& line, const FilmOptions& options);

}  // namespace atlas::app
