#version 330 compatibility
#pragma import_defines(ATLAS_MIRRORED)
in vec3 v_position;
in vec3 v_normal;
in vec2 v_chosen;
#include "atmosphere.glsl"
#include "mirror.glsl"
uniform vec3 u_schematic;
uniform vec4 u_facade;    // storey lines, glow, opacity, glass
out vec4 colour;

const vec3 kAccent = vec3(0.724, 0.080, 0.029);

void main() {
    keepAboveWater(v_position.z);
    vec3 shaded = illuminate(u_schematic, normalize(v_normal), 1.0, 1.0);
    shaded = mix(shaded, kAccent * (0.35 + 0.65 * dot(shaded, vec3(0.4))), max(v_chosen.y * 0.75, v_chosen.x * 0.35));
    colour = vec4(display(throughAir(shaded, v_position)), u_facade.z);
}
