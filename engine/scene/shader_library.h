#pragma once
// GLSL programs from the shaders folder: one program a pair of files, NAME.vert and NAME.frag, with `#include
// "x.glsl"` resolved.

#include <filesystem>
#include <map>
#include <osg/Program>
#include <osg/ref_ptr>
#include <string>

#include "geodata/report.h"

namespace atlas::scene {

/// Loads and keeps programs. Drawing thread.
class ShaderLibrary {
  public:
    explicit ShaderLibrary(std::filesystem::path folder) : folder_(std::move(folder)) {}
    /// The program `name`; files that are missing are named in report() and the program draws nothing.
    osg::ref_ptr<osg::Program> program(const std::string& name);
    const geodata::Report& report() const { return report_; }

  private:
    std::string read(const std::string& file);
    std::filesystem::path folder_;
    std::map<std::string, osg::ref_ptr<osg::Program>> programs_;
    geodata::Report report_;
};

}  // namespace atlas::scene
