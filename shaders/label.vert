#version 330 compatibility
#include "overlay.glsl"
out vec2 v_texel;
out vec4 v_colour;

void main() {
    v_texel = gl_Vertex.zw;
    v_colour = gl_Color;
    gl_Position = vec4(pixelToClip(gl_Vertex.xy), 0.0, 1.0);
}
