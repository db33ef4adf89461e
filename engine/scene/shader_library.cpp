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
        for (const auto& [kind, ending] :
             {std::pair{osg::Shader::VERTEX, ".vert"}, {osg::Shader::FRAGMENT, ".frag"}}) {
            const osg::ref_ptr<osg::Shader> shader = new osg::Shader(kind, read(name + ending));
            shader->setName(name + ending);  // what the driver says of it names it
            kept->addShader(shader);
        }
    }
    return kept;
}

}  // namespace atlas::scene
