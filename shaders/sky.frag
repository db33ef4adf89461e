#version 330 compatibility
in vec3 v_far;
#include "atmosphere.glsl"
out vec4 colour;

void main() {
    colour = vec4(display(skyColour(normalize(v_far - u_eye))), 1.0);
}
