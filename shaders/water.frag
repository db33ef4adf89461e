#version 330 compatibility
#pragma import_defines(ATLAS_CAST)
in vec3 v_position;
#include "atmosphere.glsl"
#include "ground.glsl"
uniform float u_waterLevel;
uniform vec3 u_waterTone;
uniform vec3 u_waterStrengths;   // ripples, mirrored sky, glint
out vec4 colour;

// Two octaves of a smooth periodic field: enough for a surface that is alive without a texture.
vec2 ripple(vec2 p) {
    vec2 a = vec2(sin(p.x * 0.11 + p.y * 0.05), cos(p.y * 0.13 - p.x * 0.04));
    vec2 b = vec2(cos(p.y * 0.31 + p.x * 0.23), sin(p.x * 0.37 - p.y * 0.19));
    return a * 0.6 + b * 0.4;
}

void main() {
    vec2 uv = gridUv(v_position.xy);
    vec4 river = texture(u_water, uv);
    if (river.a < 0.5) discard;
    vec3 toEye = u_eye - v_position;
    float distance = length(toEye);
    toEye /= distance;
    // Ripples fade before they alias.
    float detail = 0.035 * u_waterStrengths.x * exp(-distance / 900.0);
    vec3 normal = normalize(vec3(ripple(v_position.xy) * detail, 1.0));

    float lit = mix(0.55, 1.0, texture(u_shadow, uv).r * castLight(v_position.xy, u_waterLevel + 0.5).x);
    vec3 body = illuminate(river.rgb * river.rgb * u_waterTone, normal, 1.0, lit);
    float fresnel = 0.03 + 0.60 * pow(1.0 - max(dot(normal, toEye), 0.0), 5.0);
    vec3 mirrored = reflect(-toEye, normal);
    vec3 shaded = mix(body, skyColour(mirrored), min(fresnel * u_waterStrengths.y, 1.0));
    float glint = pow(max(dot(mirrored, u_lightDirection), 0.0), 260.0) * lit;
    shaded += u_sun * glint * 0.7 * u_waterStrengths.z;

    float beyond = smoothstep(0.0, 1.0, texture(u_relief, uv).a);
    if (beyond > 0.0)
        shaded = mix(shaded, illuminate(paperColour(v_position.xy) * 0.96, vec3(0.0, 0.0, 1.0), 1.0, 1.0), beyond);
    colour = vec4(display(throughAir(shaded, v_position)), 1.0);
}
