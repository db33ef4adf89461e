#version 330 compatibility
// A way as a ribbon. From afar its vertices are moved apart on the screen; from near, on the ground.
#include "overlay.glsl"
uniform float u_exaggeration;
uniform float u_lamps;
uniform vec3 u_eye;
uniform float u_hazeDensity;
uniform sampler2D u_state;
uniform vec4 u_ribbon[80];    // five a style: core, core by night, casing, (width, casing, metres, glow), (glow strength, farthest, shade, -)
uniform vec2 u_ribbonRange;   // nearest, opacity
out vec3 v_at;                // across: 1 at the rim; metres along; opacity
out vec3 v_ground;            // where its light falls: local, true height
flat out float v_shade;
flat out vec4 v_core;
flat out vec4 v_casing;
flat out vec4 v_shape;        // casing, glow in pixels, glow's strength, look

const vec3 kAccent = vec3(0.851, 0.282, 0.169);

vec4 toClip(vec3 p) { return gl_ModelViewProjectionMatrix * vec4(p.xy, p.z * u_exaggeration, 1.0); }
// Pixel of a clip position; points behind the eye are pulled to the near side so that a direction remains.
vec2 toPixel(vec4 clip) { return clip.xy / max(clip.w, 0.05) * 0.5 * u_piece.zw; }

void main() {
    int code = int(gl_MultiTexCoord2.x + 0.5);
    int feature = int(gl_MultiTexCoord1.w + 0.5);
    vec4 state = texelFetch(u_state, ivec2(feature % 256, feature / 256), 0);
    // A feature may have been given another style than its geometry was made with.
    int style = (state.a > 0.0 ? int(state.a * 255.0 + 0.5) - 1 : code / 16) * 5;
    vec4 widths = u_ribbon[style + 3] * vec4(u_scale, u_scale, 1.0, u_scale);
    vec4 light = u_ribbon[style + 4];
    float chosen = max(state.g, state.b);
    int look = code % 16;

    vec4 clip = toClip(gl_Vertex.xyz);
    vec2 here = toPixel(clip);
    vec2 a = here - toPixel(toClip(gl_MultiTexCoord0.xyz));
    vec2 b = toPixel(toClip(gl_MultiTexCoord1.xyz)) - here;
    vec2 da = length(a) > 1e-4 ? normalize(a) : vec2(0.0);
    vec2 db = length(b) > 1e-4 ? normalize(b) : da;
    if (da == vec2(0.0)) da = db;
    vec2 along = length(da + db) > 1e-3 ? normalize(da + db) : db;
    vec2 across = vec2(-along.y, along.x);
    // Mitre, bounded: a hairpin gets a blunt corner instead of a spike.
    float mitre = 1.0 / max(abs(dot(across, vec2(-db.y, db.x))), 0.5);

    // Half the width on the ground, leaning with the slope, and what of it the screen shows.
    vec2 way = gl_MultiTexCoord1.xy - gl_MultiTexCoord0.xy;
    way = length(way) > 1e-3 ? normalize(way) : vec2(1.0, 0.0);
    vec3 half_ground = vec3(-way.y, way.x, gl_MultiTexCoord2.y) * widths.z * 0.5;
    vec4 clip_rim = toClip(gl_Vertex.xyz + half_ground);
    float seen = clip.w > 0.05 && clip_rim.w > 0.05 ? abs(dot(toPixel(clip_rim) - here, across)) : 1e4;
    float half_width = clamp(max(widths.x * 0.5 * (1.0 + 0.4 * chosen), seen), 0.5, 4000.0);
    bool teeth = look % 3 != 1;
    float margin = 1.0 + max(widths.w * u_lamps, teeth ? 3.0 * u_scale : 0.0);
    float beyond = (half_width + margin) / half_width;

    // Within a few metres the screen's directions turn too fast: there the ribbon is a strip on the ground.
    float near = widths.z > 0.0 ? 1.0 - smoothstep(6.0, 14.0, clip.w) : 0.0;
    float cap = gl_MultiTexCoord2.z;   // -1 where an arm begins at a sharp corner, 1 where it ends
    vec4 wide = clip;
    wide.xy += (across * gl_Vertex.w * (half_width + margin) * mitre + along * cap * half_width) * 2.0 / u_piece.zw * clip.w;
    vec4 strip = near > 0.0 ? toClip(gl_Vertex.xyz + half_ground * gl_Vertex.w * beyond + vec3(way, 0.0) * cap * widths.z * 0.5) : wide;
    clip = mix(wide, strip, near);
    // Towards the eye by a share of the distance, in depth only: the place on the screen stays true. Metres and
    // not a share of the depth: from a low camera that one reached through hills.
    float nearer = max(clip.w - (1.5 + 0.02 * clip.w), 0.5 * clip.w);
    if (clip.w > 0.0) clip.z = (gl_ProjectionMatrix[3][2] / nearer - gl_ProjectionMatrix[2][2]) * clip.w;

    v_ground = gl_Vertex.xyz + half_ground * gl_Vertex.w * beyond;
    v_shade = light.z;
    vec3 position = vec3(gl_Vertex.xy, gl_Vertex.z * u_exaggeration);
    float away = length(position - u_eye);
    float range = (1.0 - smoothstep(0.8 * light.y, light.y, away)) * smoothstep(0.8, 1.0, (away + 1.0) / (u_ribbonRange.x + 1.0));
    float clear = exp(-away * u_hazeDensity * 0.7) * range * u_ribbonRange.y * state.r;
    v_at = vec3(gl_Vertex.w * beyond, gl_MultiTexCoord0.w, clear);
    v_core = mix(u_ribbon[style], u_ribbon[style + 1], u_lamps);
    v_core = mix(v_core, vec4(kAccent, 1.0), max(state.b, state.g * 0.55));
    v_casing = mix(u_ribbon[style + 2], vec4(1.0, 0.97, 0.92, 0.9), state.b);
    v_shape = vec4(widths.y, widths.w * u_lamps, light.x * u_lamps, float(look));
    gl_Position = state.r < 0.02 || light.y <= 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
}
