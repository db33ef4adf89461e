#version 330 compatibility
#pragma import_defines(ATLAS_CAST, ATLAS_MIRROR)
in vec3 v_position;
#include "atmosphere.glsl"
#include "ground.glsl"
uniform float u_waterLevel;
uniform vec3 u_waterTone;
uniform vec3 u_waterStrengths;   // ripples, mirrored sky, glint
#ifdef ATLAS_MIRROR
uniform sampler2D u_mirror;      // what stands on the banks, seen by the mirrored eye; a: something does
uniform vec4 u_mirrorFrame;      // pixels to its coordinates: factor, offset
uniform vec2 u_mirrorReach;      // its coordinates a radian
uniform float u_lamps;           // 0 by day to 1 when all lights are on
#endif
out vec4 colour;

// Two octaves of a smooth periodic field: enough for a surface that is alive without a texture.
vec2 ripple(vec2 p) {
    vec2 a = vec2(sin(p.x * 0.11 + p.y * 0.05), cos(p.y * 0.13 - p.x * 0.04));
    vec2 b = vec2(cos(p.y * 0.31 + p.x * 0.23), sin(p.x * 0.37 - p.y * 0.19));
    return a * 0.6 + b * 0.4;
}

#ifdef ATLAS_MIRROR
const float kSlope = 0.019;      // standard deviation of the waves' slopes, a light breeze on a river (Cox and Munk 1954)
const int kTaps = 7;
const float kLampGain = 6.0;
const float kDimmer = 0.7;       // what is mirrored is never brighter than this share of itself

// The waves draw what is mirrored out along the line of sight: each tap is a wave that leans to or from the eye.
vec4 mirroredBodies(vec2 wave, float strength) {
    vec2 at = gl_FragCoord.xy * u_mirrorFrame.xy + u_mirrorFrame.zw;
    vec2 spread = 2.0 * kSlope * strength * u_mirrorReach;
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (int i = 0; i < kTaps; ++i) {
        float lean = (float(i) - float(kTaps - 1) * 0.5) / (float(kTaps - 1) * 0.5) * 1.8;
        float weight = exp(-0.5 * lean * lean);
        vec4 tap = texture(u_mirror, at + vec2(wave.x * 0.10, lean + wave.y * 0.35) * spread);
        sum += weight * vec4(undisplay(tap.rgb) * tap.a, tap.a);
        weights += weight;
    }
    return sum / weights;
}
#endif

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
    float share = min(fresnel * u_waterStrengths.y, 1.0);
    vec3 above = skyColour(mirrored);
#ifdef ATLAS_MIRROR
    vec4 bodies = mirroredBodies(ripple(v_position.xy) * exp(-distance / 2500.0), u_waterStrengths.x);
    // Lamps are far brighter than a picture can be: what is lost of them there is given back here.
    bodies.rgb *= clamp(kDimmer / share, 1.0, 1.0 + kLampGain * u_lamps);
    above = above * (1.0 - bodies.a) + bodies.rgb;
#endif
    vec3 shaded = mix(body, above, share);
    float glint = pow(max(dot(mirrored, u_lightDirection), 0.0), 140.0) * lit;
    shaded += u_sun * glint * 0.4 * u_waterStrengths.z;

    float beyond = smoothstep(0.0, 1.0, texture(u_relief, uv).a);
    if (beyond > 0.0)
        shaded = mix(shaded, illuminate(paperColour(v_position.xy) * 0.96, vec3(0.0, 0.0, 1.0), 1.0, 1.0), beyond);
    colour = vec4(display(throughAir(shaded, v_position)), 1.0);
}
