#version 330 compatibility
// The plain round the tiles, to the horizon: never data.
in vec3 v_position;
#include "atmosphere.glsl"
#include "ground.glsl"
out vec4 colour;

void main() {
    vec3 plain = illuminate(paperColour(v_position.xy), vec3(0.0, 0.0, 1.0), 1.0, 1.0);
    colour = vec4(display(throughAir(plain, v_position)), 1.0);
}
