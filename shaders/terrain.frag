#version 330 compatibility
in vec3 v_position;
#include "atmosphere.glsl"
#include "ground.glsl"
uniform vec2 u_heightRange;      // lowest and highest ground, metres
uniform sampler2D u_heights;     // metres
uniform float u_waterLevel;      // metres
uniform float u_contours;        // strength of contour lines, 0..1
out vec4 colour;

// Hypsometric tint: river silt, muted olive, ochre, warm grey. Linear.
vec3 tint(float t) {
    const vec3 silt = vec3(0.43, 0.41, 0.32);
    const vec3 olive = vec3(0.270, 0.335, 0.175);
    const vec3 ochre = vec3(0.50, 0.420, 0.235);
    const vec3 grey = vec3(0.64, 0.585, 0.49);
    vec3 c = mix(silt, olive, smoothstep(0.0, 0.16, t));
    c = mix(c, ochre, smoothstep(0.14, 0.48, t));
    return mix(c, grey, smoothstep(0.46, 0.95, t));
}

float contour(float height, float every, float width) {
    float h = height / every;
    float w = fwidth(h);
    float line = 1.0 - smoothstep(width - 0.5, width + 0.5, abs(fract(h - 0.5) - 0.5) / max(w, 1e-6));
    return line * (1.0 - smoothstep(0.10, 0.34, w));
}

void main() {
    vec2 uv = gridUv(v_position.xy);
    vec4 relief = texture(u_relief, uv);
    float height = texture(u_heights, uv).r;   // full resolution, whatever the mesh
    float lit = texture(u_shadow, uv).r;
    vec2 slope = relief.xy * 2.0 - 1.0;
    vec3 normal = normalize(vec3(slope, sqrt(max(1.0 - dot(slope, slope), 0.01))));

    vec3 albedo = tint((height - u_heightRange.x) / max(u_heightRange.y - u_heightRange.x, 1.0));
    // Cliffs darken and lose colour: rock shows.
    float steep = smoothstep(0.86, 0.55, normal.z);
    albedo = mix(albedo, vec3(0.30, 0.27, 0.235), steep * 0.75);
    // Outside the area the map is about the colours step back.
    float focus = texture(u_focus, uv).r;
    float grey = dot(albedo, vec3(0.3, 0.55, 0.15));
    albedo = mix(mix(vec3(grey), u_paper * 0.60, 0.45), albedo, mix(0.38, 1.0, focus));
    float lines = max(contour(height, 50.0, 1.0) * 0.34, contour(height, 10.0, 0.6) * 0.17) * u_contours * mix(0.5, 1.0, focus);
    albedo *= 1.0 - lines;

    float openness = mix(0.42, 1.0, relief.b * relief.b);
    vec3 shaded = illuminate(albedo, normal, openness, lit);

    float beyond = smoothstep(0.0, 1.0, relief.a);
    if (beyond > 0.0) {
        vec3 plain = illuminate(paperColour(v_position.xy), normalize(mix(normal, vec3(0.0, 0.0, 1.0), 0.6)), openness, 1.0);
        shaded = mix(shaded, plain, beyond);
    }

    // A thin light line where the water meets the bank.
    float above = (height - u_waterLevel) / max(fwidth(height), 1e-4);
    float bank = smoothstep(2.2, 1.2, above) * step(0.0, above) * step(0.5, texture(u_water, uv).a);
    shaded = mix(shaded, shaded * 1.7 + 0.05 * (u_sky + u_sun), bank * 0.55 * (1.0 - beyond));

    colour = vec4(display(throughAir(shaded, v_position)), 1.0);
}
