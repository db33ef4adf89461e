#version 330 compatibility
in vec3 v_at;
in vec3 v_position;
flat in float v_look;
flat in vec2 v_chosen;
#include "atmosphere.glsl"
uniform vec3 u_line;
uniform vec4 u_core;
uniform vec4 u_coreNight;
uniform vec4 u_casing;
uniform float u_opacity;
uniform float u_farthest;   // metres from the eye
out vec4 colour;

const vec3 kAccent = vec3(0.851, 0.282, 0.169);
const float kStep = 1.6;    // metres from tick to tick on stairs: a sign, not a count of steps
const float kPassage = 9.0; // metres of a dash where the way is hidden

void main() {
    float x = abs(v_at.x);
    float edge = 1.0 - smoothstep(v_at.y - 0.5, v_at.y + 0.5, x);
    float inner = v_at.y * (1.0 - u_line.y);
    float core = 1.0 - smoothstep(inner - 0.5, inner + 0.5, x);
    float gap = u_line.z > 0.0 ? step(0.5, fract(v_at.z / (2.0 * u_line.z))) : 0.0;
    vec4 lit = mix(u_core, u_coreNight, u_night);
    lit.rgb = mix(lit.rgb, kAccent, max(v_chosen.y, v_chosen.x * 0.6));
    vec4 inside = mix(lit, vec4(lit.rgb, 0.0), gap);
    if (v_look > 0.5 && v_look < 1.5) {
        float across = fwidth(v_at.z) / kStep;
        float tick = smoothstep(0.42, 0.5, abs(fract(v_at.z / kStep) - 0.5)) * (1.0 - smoothstep(0.18, 0.4, across));
        inside.rgb = mix(inside.rgb, u_casing.rgb, tick * 0.75);
    }
    vec4 c = mix(u_casing, inside, core);
    if (v_look > 1.5) c.a *= mix(0.30, 0.75, step(0.5, fract(v_at.z / (2.0 * kPassage))));
    float away = length(v_position - u_eye);
    float clear = exp(-away * u_hazeDensity * 0.7) * (1.0 - smoothstep(0.8 * u_farthest, u_farthest, away));
    colour = vec4(c.rgb, c.a * edge * u_opacity * clear);
}
