#version 330 compatibility
in vec3 v_position;
in vec3 v_normal;
in vec4 v_place;
in vec2 v_chosen;
#include "atmosphere.glsl"
#include "ground.glsl"
uniform vec3 u_wall;
uniform vec3 u_roof;
uniform vec3 u_schematic;
uniform vec3 u_window;
uniform vec3 u_facade;    // storey lines, glow, opacity
out vec4 colour;

const vec3 kAccent = vec3(0.724, 0.080, 0.029);
const float kBay = 3.6;   // metres between windows

void main() {
    vec3 normal = normalize(v_normal);
    bool wall = v_place.w < 0.5;
    vec3 albedo = wall ? u_wall : v_place.w < 1.5 ? u_roof : u_schematic;
    // The hill's shadow on the ground reaches up the lower storeys.
    float ground = texture(u_shadow, gridUv(v_position.xy)).r;
    float lit = mix(ground, 1.0, smoothstep(10.0, 45.0, v_place.y));
    float openness = wall ? mix(0.62, 1.0, smoothstep(0.0, 16.0, v_place.y)) : 1.0;

    // Storeys and bays: lines where they are wide enough to be seen, their mean where they are not.
    vec2 cell = vec2(v_place.x / kBay, v_place.y / v_place.z);
    vec2 width = max(fwidth(cell), vec2(1e-5));
    vec2 seen = 1.0 - smoothstep(vec2(0.22), vec2(0.55), width);
    vec2 inside = abs(fract(cell) - 0.5);
    if (wall) {
        float line = smoothstep(0.5 - 0.09 - width.y, 0.5 - 0.09, inside.y);
        albedo *= 1.0 - u_facade.x * mix(0.18, line, seen.y);
        vec2 pane = 1.0 - smoothstep(vec2(0.27, 0.26) - width * 0.5, vec2(0.27, 0.26) + width * 0.5, inside);
        albedo *= 1.0 - u_facade.x * 0.9 * pane.x * pane.y * seen.x * seen.y;
    }
    vec3 shaded = illuminate(albedo, normal, openness, lit);
    // Light that neighbours and the ground throw on faces turned away from the sun.
    if (wall) shaded += albedo * u_sun * (0.10 * openness * max(u_lightDirection.z + 0.15, 0.0));
    if (u_night > 0.0) {
        // A regular grid, brighter towards the street: a look, not a statement about anybody's lights.
        vec2 pane = 1.0 - smoothstep(vec2(0.26, 0.24) - width * 0.5, vec2(0.26, 0.24) + width * 0.5, inside);
        float window = wall ? mix(0.25, pane.x * pane.y, min(seen.x, seen.y)) * step(0.7, cell.y) : 0.0;
        float street = wall ? exp(-v_place.y / 14.0) * 0.35 : 0.0;
        shaded += u_window * (window * (0.55 + 0.45 * exp(-v_place.y / 90.0)) + street) * u_facade.y * u_night;
    }
    shaded = mix(shaded, kAccent * (0.35 + 0.65 * dot(shaded, vec3(0.4))) , max(v_chosen.y * 0.75, v_chosen.x * 0.35));
    colour = vec4(display(throughAir(shaded, v_position)), u_facade.z);
}
