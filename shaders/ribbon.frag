#version 330 compatibility
#pragma import_defines(ATLAS_CAST)
in vec3 v_at;
in vec3 v_ground;
flat in float v_shade;
flat in vec4 v_core;
flat in vec4 v_casing;
flat in vec4 v_shape;
#include "atmosphere.glsl"
#include "ground.glsl"
uniform bool u_coreOnly;      // the second pass: casings and light are there already
out vec4 colour;

// What a shadow leaves of the light on level ground, for display colours (their gamma is 2).
vec3 shadeHere() {
    if (v_shade <= 0.0) return vec3(1.0);
    float lit = texture(u_shadow, gridUv(v_ground.xy)).r * castLight(v_ground.xy, v_ground.z + 0.5).x;
    vec3 left = sqrt(u_sky / (u_sky + u_sun * max(u_lightDirection.z, 0.0)));
    return mix(vec3(1.0), left, (1.0 - lit) * v_shade * (1.0 - u_night));
}

// Marks along a way, `points` apart at least, at round distances of 2^n metres: 1 on a mark.
float marks(float metres, float perPixel, float points, float least, float width) {
    float every = max(least, exp2(ceil(log2(points * u_scale * perPixel))));
    float away = abs(fract(metres / every) - 0.5) * every / perPixel;      // pixels, between marks 0
    float mark = every * 0.5 / perPixel - away;
    return (1.0 - smoothstep(width, width + 0.8, mark / u_scale)) * (1.0 - smoothstep(10.0, 24.0, every));
}

void main() {
    float x = abs(v_at.x);
    float inside = (1.0 - x) / max(fwidth(v_at.x), 1e-5);                   // pixels from the rim
    float perPixel = max(fwidth(v_at.y), 1e-4);                             // metres along
    int look = int(v_shape.w + 0.5);
    int kind = look / 3;
    int drop = look - kind * 3 - 1;
    float rim = clamp(inside + 0.5, 0.0, 1.0);
    float core = clamp(inside - v_shape.x + 0.5, 0.0, 1.0);
    float solid = kind == 3 ? mix(0.22, 0.80, step(0.5, fract(v_at.y / 18.0))) : 1.0;

    if (u_coreOnly) {
        vec4 c = v_core;
        if (kind == 1) c.rgb = mix(c.rgb, v_casing.rgb, 0.80 * marks(v_at.y, perPixel, 5.0, 0.5, 0.55));
        if (kind == 2) c.rgb = mix(c.rgb, v_casing.rgb, 0.85 * step(0.5, fract(v_at.y / max(4.0, exp2(ceil(log2(10.0 * u_scale * perPixel)))))));
        c.rgb *= shadeHere();
        float a = c.a * core * solid * v_at.z;
        colour = vec4(c.rgb * a, a);
        return;
    }
    // The rim only: what is under the core belongs to it, however faint it is.
    float a = v_casing.a * (rim - core) * solid;
    // Teeth on the side where the slope falls away.
    if (drop != 0 && v_at.x * float(drop) > 0.0)
        a = max(a, v_casing.a * clamp(inside / u_scale + 3.2, 0.0, 1.0) * marks(v_at.y, perPixel, 7.0, 2.0, 0.6));
    float light = v_shape.y > 0.0 ? v_shape.z * exp(-max(-inside, 0.0) / v_shape.y * 2.6) * solid : 0.0;
    light *= clamp((inside + v_shape.y) / max(v_shape.y, 1.0) * 2.0, 0.0, 1.0);
    colour = vec4((v_casing.rgb * a + v_core.rgb * light * (1.0 - a)) * v_at.z, a * v_at.z);
}
