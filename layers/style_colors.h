#pragma once
// Colours of styles as vectors.

#include <osg/Vec3f>
#include <osg/Vec4f>

#include "layers/style.h"

namespace atlas::layers {

inline osg::Vec3f rgb(const StyleColor& color) {
    return {color[0], color[1], color[2]};
}
inline osg::Vec4f rgba(const StyleColor& color) {
    return {color[0], color[1], color[2], color[3]};
}

}  // namespace atlas::layers
