#version 330 compatibility
#include "overlay.glsl"
uniform float u_exaggeration;
uniform sampler2D u_state;
uniform float u_stem;      // points
out vec2 v_at;             // from the disc's middle, in radii; for the stem and shadow -1..1
out vec4 v_colour;         // rgb, hollow
out vec4 v_shape;          // radius in pixels, ring, part (0 shadow, 1 stem, 2 head), selected
out vec4 v_glyph;
out vec3 v_state;          // presence, hover, seen

void main() {
    int corner = int(gl_Vertex.w + 0.5);
    int part = corner / 4;
    int k = corner - part * 4;
    vec2 unit = vec2(k == 0 || k == 3 ? -1.0 : 1.0, k < 2 ? -1.0 : 1.0);
    int index = int(gl_MultiTexCoord0.z + 0.5);
    vec4 state = texelFetch(u_state, ivec2(index % 256, index / 256), 0);

    float grow = 1.0 + 0.10 * state.g + 0.18 * state.b;
    float radius = gl_MultiTexCoord0.x * grow * u_scale;
    vec4 clip = gl_ModelViewProjectionMatrix * vec4(gl_Vertex.xy, gl_Vertex.z * u_exaggeration, 1.0);
    if (state.r < 0.02 || clip.w <= 0.0) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    float stem = u_stem * u_scale;
    vec2 pixels;
    if (part == 0) pixels = unit * vec2(7.0, 2.8) * u_scale;
    else if (part == 1) pixels = vec2(unit.x * 1.6 * u_scale, (unit.y * 0.5 + 0.5) * (stem + radius * 0.5));
    else pixels = vec2(0.0, stem + radius) + unit * (radius + 4.0 * u_scale);
    v_at = part == 2 ? unit * (radius + 4.0 * u_scale) / radius : unit;
    v_colour = gl_Color;
    v_shape = vec4(radius, gl_MultiTexCoord0.y, float(part), state.b);
    v_glyph = gl_MultiTexCoord1;
    v_state = vec3(state.r, state.g, state.a);
    gl_Position = vec4(clip.xy / clip.w + pixels * 2.0 / u_piece.zw, 0.0, 1.0);
}
