#version 330 compatibility
// A point of data as a round dot on the ground.
#include "overlay.glsl"
uniform float u_exaggeration;
uniform float u_night;
uniform vec3 u_eye;
uniform float u_hazeDensity;
uniform sampler2D u_state;
uniform vec4 u_dotColour[32];
uniform vec4 u_dot;           // points across, opacity, nearest and farthest metres
flat out vec4 v_colour;
flat out vec2 v_shape;        // pixels across, chosen

const vec3 kAccent = vec3(0.851, 0.282, 0.169);

void main() {
    int feature = int(gl_Vertex.w + 0.5);
    vec4 state = texelFetch(u_state, ivec2(feature % 256, feature / 256), 0);
    int style = max(int(state.a * 255.0 + 0.5) - 1, 0);
    float chosen = max(state.b, state.g * 0.6);
    vec3 position = vec3(gl_Vertex.xy, gl_Vertex.z * u_exaggeration);
    vec4 clip = gl_ModelViewProjectionMatrix * vec4(position, 1.0);
    float away = length(position - u_eye);
    float range = (1.0 - smoothstep(0.85 * u_dot.w, u_dot.w, away)) * step(u_dot.z, away);
    v_colour = u_dotColour[style];
    v_colour.rgb = mix(v_colour.rgb, kAccent, chosen);
    v_colour.a *= exp(-away * u_hazeDensity * 0.7) * range * u_dot.y * state.r;
    float size = u_dot.x * u_scale * (1.0 + 0.7 * chosen);
    v_shape = vec2(size, chosen);
    gl_PointSize = size + 2.0;
    // As ribbons: towards the eye in depth only, so that the ground a dot lies on does not cut it.
    float nearer = max(clip.w - (1.5 + 0.02 * clip.w), 0.5 * clip.w);
    if (clip.w > 0.0) clip.z = (gl_ProjectionMatrix[3][2] / nearer - gl_ProjectionMatrix[2][2]) * clip.w;
    gl_Position = v_colour.a < 0.01 ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
}
