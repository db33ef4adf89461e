#version 330 compatibility
#pragma import_defines(ATLAS_DRAPES, ATLAS_CAST, ATLAS_SHORE, ATLAS_BEYOND, ATLAS_CONTOURS, ATLAS_MIRRORED, ATLAS_WINDOWS)
// The ground. How it is lit was computed per texel (engine/scene/ground_shade): here it is fetched, lined and put
// behind air.
in vec3 v_position;
in vec2 v_uv;
#include "atmosphere.glsl"
#include "mirror.glsl"
#include "ground.glsl"
uniform sampler2D u_tileColour;
uniform sampler2D u_tileHeights;
uniform vec2 u_tileHeightRange;   // lowest, highest - lowest, metres
uniform float u_waterLevel;       // metres
uniform float u_exaggeration;
uniform float u_contours;         // strength of contour lines, 0..1
uniform float u_contourInterval;  // metres; every fifth line is stronger
out vec4 colour;

#ifdef ATLAS_DRAPES                // how many there are
uniform sampler2D u_drape0, u_drape1, u_drape2, u_drape3;
uniform vec4 u_drapeFrame[4];     // local west and south edge, 1 / width, 1 / height
uniform vec4 u_drapeAmount;       // opacity
#ifdef ATLAS_WINDOWS
uniform sampler2D u_window0, u_window1, u_window2;   // finer pieces of one of the pictures, the finest first
uniform vec4 u_windowFrame[3];
uniform int u_windowPlace;        // of that picture

// Fades out towards the window's edge: there the next coarser one goes on. `rest`: what is left of the coarser ones.
void refine(sampler2D window, vec4 frame, inout vec4 finer, inout float rest) {
    vec2 uv = (v_position.xy - frame.xy) * frame.zw;
    vec2 inside = smoothstep(vec2(0.0), vec2(0.04), uv) * smoothstep(vec2(0.0), vec2(0.04), 1.0 - uv);
    float share = frame.z > 0.0 ? inside.x * inside.y : 0.0;
    finer = mix(finer, texture(window, uv), share);
    rest *= 1.0 - share;
}
#endif

const float kLeastLight = 0.3;

// A picture over the ground, in the light that falls there.
void drape(sampler2D picture, int place, vec4 finer, float rest, vec3 light, inout vec3 shaded) {
    vec4 frame = u_drapeFrame[place];
    vec2 uv = (v_position.xy - frame.xy) * frame.zw;
    vec4 texel = texture(picture, uv);
#ifdef ATLAS_WINDOWS
    if (place == u_windowPlace) texel = texel * rest + finer;
#endif
    vec2 inside = step(vec2(0.0), uv) * step(uv, vec2(1.0));
    shaded = mix(shaded, texel.rgb * texel.rgb * light, texel.a * u_drapeAmount[place] * inside.x * inside.y);
}
#endif

// `change`: of the height from one pixel to the next; `width`: half of the line's, in points.
float contour(float height, float change, float every, float width) {
    float w = change / every;
    float point = pixelsPerPoint();
    float edge = width * point;
    float line = 1.0 - smoothstep(edge - 0.5, edge + 0.5, abs(fract(height / every - 0.5) - 0.5) / max(w, 1e-6));
    return line * (1.0 - smoothstep(0.10, 0.34, w * point));
}

void main() {
    keepAboveWater(v_position.z);
    vec4 texel = texture(u_tileColour, v_uv);
    vec3 shaded = texel.rgb * texel.rgb * 2.0;
#ifdef ATLAS_MIRRORED
    colour = vec4(display(throughAir(shaded, v_position)), 1.0 - texel.a);   // waves leave no lines of it
    return;
#endif
#ifdef ATLAS_BEYOND
    float beyond = texel.a;
#else
    const float beyond = 0.0;
#endif
#if defined(ATLAS_SHORE) || defined(ATLAS_CONTOURS)
    if (beyond < 1.0) {
        float height = texture(u_tileHeights, v_uv).r * u_tileHeightRange.y + u_tileHeightRange.x;
        float change = fwidth(height);
#ifdef ATLAS_SHORE
        // Triangles are coarser than texels: on a flat shore they stick out of the water. The texels say where it ends.
        // Only where the ray then meets water, or nothing would be drawn.
        float under = u_waterLevel * u_exaggeration - u_eye.z;
        if (height < u_waterLevel && under < 0.0 && v_position.z < u_eye.z) {
            vec2 behind = mix(u_eye.xy, v_position.xy, under / (v_position.z - u_eye.z));
            if (texture(u_water, gridUv(behind)).a > 0.5) discard;
        }
#endif
#ifdef ATLAS_CONTOURS
        float lines = max(contour(height, change, 5.0 * u_contourInterval, 1.0) * 0.34,
                          contour(height, change, u_contourInterval, 0.6) * 0.17);
        shaded *= 1.0 - lines * u_contours * (1.0 - beyond);
#endif
#ifdef ATLAS_SHORE
        // A thin light line where the water meets the bank.
        float above = (height - u_waterLevel) / max(change, 1e-4);
        float edge = 1.7 * pixelsPerPoint() + 0.5;
        if (above > 0.0 && above < edge) {
            float bank = smoothstep(edge, edge - 1.0, above) * step(0.5, texture(u_water, gridUv(v_position.xy)).a);
            shaded = mix(shaded, shaded * 1.7 + 0.05 * (u_sky + u_sun), bank * 0.55 * (1.0 - beyond));
        }
#endif
    }
#endif
    float sun = 1.0;
#if defined(ATLAS_CAST) || defined(ATLAS_DRAPES)
    sun = texture(u_shadow, gridUv(v_position.xy)).r;
#endif
#ifdef ATLAS_CAST
    // The texel's colour holds the hill's own shade; buildings take sun and sky away from it.
    vec2 free = castLight(v_position.xy, v_position.z / u_exaggeration + 0.5);
    shaded *= mix(vec3(1.0), u_castShade, (1.0 - free.x) * sun) * mix(0.62, 1.0, free.y * free.y);
    sun *= free.x;
#endif
#ifdef ATLAS_DRAPES
    vec4 relief = texture(u_relief, gridUv(v_position.xy));
    vec2 slope = relief.xy * 2.0 - 1.0;
    vec3 normal = vec3(slope, sqrt(max(1.0 - dot(slope, slope), 0.0)));
    vec3 light = illuminate(vec3(1.0), normal, relief.z, sun);
    // By night, too, colours that a legend names must be told apart: never darker than in deep shade.
    light += max(kLeastLight - dot(light, vec3(0.2126, 0.7152, 0.0722)), 0.0);
    vec4 finer = vec4(0.0);
    float rest = 1.0;
#ifdef ATLAS_WINDOWS
    refine(u_window2, u_windowFrame[2], finer, rest);
    refine(u_window1, u_windowFrame[1], finer, rest);
    refine(u_window0, u_windowFrame[0], finer, rest);
#endif
    drape(u_drape0, 0, finer, rest, light, shaded);
#if ATLAS_DRAPES > 1
    drape(u_drape1, 1, finer, rest, light, shaded);
#endif
#if ATLAS_DRAPES > 2
    drape(u_drape2, 2, finer, rest, light, shaded);
#endif
#if ATLAS_DRAPES > 3
    drape(u_drape3, 3, finer, rest, light, shaded);
#endif
#endif
#ifdef ATLAS_BEYOND
    if (beyond > 0.0) shaded *= mix(1.0, paperLines(v_position.xy), beyond);
#endif
    colour = vec4(display(throughAir(shaded, v_position)), 1.0);
}
