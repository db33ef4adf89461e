// yuzhong tour: a tour as numbered pictures or as a video, frame by frame; without --out it is checked and
// told.

#include <CLI/CLI.hpp>
#include <memory>

#include "app/command_line.h"
#include "app/view/tour/film.h"

namespace atlas::app {

void addTour(CommandLine& line) {
    auto& command = line.add("tour", line.tr("Draw a tour as numbered PNG files or as an MP4 video"));
    const auto options = std::make_shared<FilmOptions>();
    command.add_option("TOUR", options->tour, line.tr("A tour of the catalogue, or a tour file"))->required();
    command
        .add_option("--out", options->out,
                    line.tr("A folder for the frames, or a video; without it the tour is checked and told"))
        ->type_name("DIR|FILE.mp4");
    command.add_option("--size", options->size, line.tr("Size of the picture in pixels (1920x1080)"))
        ->type_name("WxH");
    command.add_option("--fps", options->rate, line.tr("Frames a second (30)"))->check(CLI::Range(1, 120));
    command.add_option("--from", options->from, line.tr("Begin at this second of the tour"))
        ->check(numberWithin(0, 86400));
    command.add_option("--to", options->to, line.tr("End at this second of the tour"))
        ->check(numberWithin(0, 86400));
    command.add_option("--samples", options->samples, line.tr("Samples a pixel against jagged edges (4)"))
        ->check(CLI::Range(1, 16));
    command.add_option("--scale", options->scale, line.tr("Size of type and symbols (1)"))
        ->check(numberWithin(0.5, 4.0));
    command.add_flag("--bare", options->bare, line.tr("Without captions"));
    addPictureOptions(command, options->picture, line);
    command.callback([&line, options] { line.run = [&line, options] { return film(line, *options); }; });
}

}  // namespace atlas::app
