#version 330 compatibility
in vec3 v_at;
in vec3 v_position;
#include "atmosphere.glsl"
uniform vec3 u_line;
uniform vec4 u_core;
uniform vec4 u_casing;
uniform float u_opacity;
out vec4 colour;

void main() {
    float x = abs(v_at.x);
    float edge = 1.0 - smoothstep(v_at.y - 0.5, v_at.y + 0.5, x);
    float inner = v_at.y * (1.0 - u_line.y);
    float core = 1.0 - smoothstep(inner - 0.5, inner + 0.5, x);
    float gap = u_line.z > 0.0 ? step(0.5, fract(v_at.z / (2.0 * u_line.z))) : 0.0;
    vec4 inside = mix(u_core, vec4(u_core.rgb, 0.0), gap);
    vec4 c = mix(u_casing, inside, core);
    float clear = exp(-length(v_position - u_eye) * u_hazeDensity * 0.7);
    colour = vec4(c.rgb, c.a * edge * u_opacity * clear);
}
