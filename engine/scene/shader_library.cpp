#include "scene/shader_library.h"

#include <fstream>
#include <sstream>

namespace atlas::scene {

std::string ShaderLibrary::read(const std::string& file) {
    std::ifstream in(folder_ / file);
    if (!in) {
        geodata::Problem problem;
        problem.file = (folder_ / file).string();
        problem.say(geodata::said("the shader cannot be read; the installation is incomplete"));
        report_.add(problem);
        return {};
    }
    std::ostringstream text;
    constexpr std::string_view kInclude = "#include \"";
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(kInclude)) {
            const std::string included = line.substr(kInclude.size());
            text << read(included.substr(0, included.find('"')));
        } else {
            text << line << '\n';
        }
    }
    return text.str();
}

osg::ref_ptr<osg::Program> ShaderLibrary::program(const std::string& name) {
    osg::ref_ptr<osg::Program>& kept = programs_[name];
    if (!kept) {
        kept = new osg::Program;
        kept->setName(name);
        kept->addShader(new osg::Shader(osg::Shader::VERTEX, read(name + ".vert")));
        kept->addShader(new osg::Shader(osg::Shader::FRAGMENT, read(name + ".frag")));
    }
    return kept;
}

}  // namespace atlas::scene
