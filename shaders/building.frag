#version 330 compatibility
#pragma import_defines(ATLAS_CAST, ATLAS_SIGHT, ATLAS_MIRRORED)
in vec3 v_position;
in vec4 v_place;
flat in vec3 v_normal;
flat in vec4 v_tint;
flat in vec2 v_chosen;
#include "atmosphere.glsl"
#include "mirror.glsl"
#include "ground.glsl"
#include "sight.glsl"
uniform float u_exaggeration;
uniform vec3 u_wall;
uniform vec3 u_roof;
uniform vec3 u_schematic;
uniform vec3 u_window;
uniform vec4 u_facade;    // storey lines, glow, opacity, glass
uniform vec4 u_crown;     // light along the top of towers; a: metres from which one is a tower
uniform float u_lamps;    // 0 by day to 1 when all lights are on
out vec4 colour;

const vec3 kAccent = vec3(0.724, 0.080, 0.029);
const float kBay = 3.6;     // metres between windows
const float kHatch = 7.0;   // metres between the lines that mark a height as not known

void main() {
    keepAboveWater(v_position.z);
    bool wall = v_normal.z < 0.5;
    bool schematic = v_place.w < 0.0;
    vec3 albedo = schematic ? u_schematic : wall ? u_wall : u_roof;
    if (v_tint.a > 0.5) albedo = wall || schematic ? v_tint.rgb : mix(v_tint.rgb, vec3(1.0), 0.18);
    // The hill's shadow on the ground reaches up the lower storeys.
    float ground = texture(u_shadow, gridUv(v_position.xy)).r;
    float lit = mix(ground, 1.0, smoothstep(10.0, 45.0, v_place.y));
    // A step off the wall, so that it does not stand in the shadow of its own roof.
    float height = v_position.z / u_exaggeration;
    vec2 free = castLight(v_position.xy + (wall ? v_normal.xy * 4.0 : vec2(0.0)), height + (wall ? 0.5 : 1.5));
    lit *= free.x;
    float openness = wall ? mix(0.62, 1.0, smoothstep(0.0, 16.0, v_place.y)) : 1.0;

    // Storeys and bays: lines where they are wide enough to be seen, their mean where they are not.
    vec2 cell = vec2(v_place.x / kBay, v_place.y / v_place.z);
    vec2 width = max(fwidth(cell), vec2(1e-5));
    vec2 seen = 1.0 - smoothstep(vec2(0.16), vec2(0.42), width);
    vec2 inside = abs(fract(cell) - 0.5);
    bool storeys = wall && !schematic;
    float glass = 0.0;
    if (storeys) {
        float line = smoothstep(0.5 - 0.09 - width.y, 0.5 - 0.09, inside.y);
        albedo *= 1.0 - u_facade.x * mix(0.18, line, seen.y);
        // Every fifth storey is a line that is seen from farther, as every fifth contour is.
        float five = cell.y / 5.0;
        float change = max(fwidth(five), 1e-5);
        float index = smoothstep(0.5 - 0.03 - change, 0.5 - 0.03, abs(fract(five) - 0.5));
        albedo *= 1.0 - u_facade.x * 1.2 * mix(0.06, index, 1.0 - smoothstep(0.16, 0.42, change)) * step(0.5, five);
        // A parapet in the roof's light.
        albedo = mix(albedo, max(albedo, u_roof), smoothstep(-width.y, 0.0, cell.y - (v_place.w / v_place.z - 0.35)) * 0.8);
        vec2 pane = 1.0 - smoothstep(vec2(0.30, 0.27) - width * 0.5, vec2(0.30, 0.27) + width * 0.5, inside);
        glass = mix(0.32, pane.x * pane.y, seen.x * seen.y) * u_facade.w * step(0.6, (v_place.w - v_place.y) / v_place.z);
        if (v_tint.a > 0.5) glass *= 0.3;   // a colour that says something stays that colour
        // Walls are lighter where more of the sky is open to them.
        albedo *= mix(0.94, 1.05, clamp(v_place.y / max(v_place.w, 1.0), 0.0, 1.0));
    }
    if (schematic && !wall) {
        float across = (v_position.x + v_position.y) / kHatch;
        float change = fwidth(across);
        float line = 1.0 - smoothstep(0.12 - change * 0.5, 0.12 + change * 0.5, abs(fract(across) - 0.5));
        albedo *= 1.0 - 0.30 * mix(0.24, line, 1.0 - smoothstep(0.2, 0.5, change));
    }
    vec3 shaded = illuminate(albedo, v_normal, openness, lit);
    // Light that neighbours and the ground throw on faces turned away from the sun.
    if (wall) shaded += albedo * u_sun * (0.10 * openness * max(u_lightDirection.z + 0.15, 0.0));
    if (glass > 0.0) {
        // Panes: a dark room behind them, and the sky they mirror, the more the flatter they are looked at (Schlick).
        vec3 ray = normalize(v_position - u_eye);
        vec3 mirrored = reflect(ray, v_normal);
        float grazing = 1.0 - abs(dot(ray, v_normal));
        float share = 0.13 + 0.62 * grazing * grazing * grazing;
        vec3 seenIn = mirrored.z > 0.0 ? skyColour(mirrored) : mix(u_haze, u_bounce, min(-mirrored.z * 3.0, 0.8));
        vec3 room = shaded * vec3(0.36, 0.42, 0.50);
        float glint = pow(max(dot(mirrored, u_lightDirection), 0.0), 60.0) * free.x * (1.0 - u_night);
        shaded = mix(shaded, mix(room, seenIn, share) + u_sun * glint * 0.5, glass);
    }
    if (u_lamps > 0.0) {
        // A regular grid, brighter towards the street: a look, not a statement about anybody's lights.
        vec2 pane = 1.0 - smoothstep(vec2(0.26, 0.24) - width * 0.5, vec2(0.26, 0.24) + width * 0.5, inside);
        float window = storeys ? mix(0.17, pane.x * pane.y, min(seen.x, seen.y)) * step(1.0, cell.y) : 0.0;
        float street = storeys ? exp(-v_place.y / 14.0) * 0.35 : 0.0;
        shaded += u_window * (window * (0.55 + 0.45 * exp(-v_place.y / 90.0)) + street) * u_facade.y * u_lamps;
        // The light along the tops of towers that draws the city's outline by night: a look as well.
        float below = (v_place.w - v_place.y) / v_place.z;
        float crown = storeys ? 1.0 - smoothstep(0.7, 0.7 + max(width.y, 0.3), below) : 0.0;
        float spill = storeys ? exp(-below / 2.5) * 0.25 : 0.0;
        shaded += u_crown.rgb * (crown + spill) * step(u_crown.a, v_place.w) * u_lamps;
    }
    shaded = inSight(shaded, v_position.xy, height, v_normal);
    shaded = mix(shaded, kAccent * (0.35 + 0.65 * dot(shaded, vec3(0.4))) , max(v_chosen.y * 0.75, v_chosen.x * 0.35));
    colour = vec4(display(throughAir(shaded, v_position)), u_facade.z);
}
