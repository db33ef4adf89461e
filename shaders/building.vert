#version 330 compatibility
uniform float u_exaggeration;
uniform sampler2D u_state;
uniform sampler2D u_traits;
uniform vec3 u_lod;          // pixels of a metre at one metre, smallest pixels, farthest metres
uniform vec3 u_eye;
out vec3 v_position;         // local frame, heights exaggerated
out vec4 v_place;            // metres along the wall, metres above the base, storey, height; -1 where it is not known
flat out vec3 v_normal;
flat out vec4 v_tint;        // the body's own colour; a: it has one
flat out vec2 v_chosen;      // hover, selected

void main() {
    int feature = int(gl_Vertex.w + 0.5);
    ivec2 at = ivec2(feature % 256, feature / 256);
    vec4 state = texelFetch(u_state, at, 0);
    at.x *= 2;
    vec4 traits = texelFetch(u_traits, at, 0);   // size, storey, height, base
    v_tint = texelFetch(u_traits, at + ivec2(1, 0), 0);
    vec4 wall = gl_MultiTexCoord0;
    // What looks too small to be worth its triangles sinks into the ground before it is left out.
    float away = max(distance(vec3(gl_Vertex.xy, traits.w * u_exaggeration), u_eye), 1.0);
    float grown = smoothstep(u_lod.y, u_lod.y * 1.35, traits.x * u_lod.x / away);
    grown *= 1.0 - smoothstep(0.85 * u_lod.z, u_lod.z, away);
    float height = mix(traits.w, gl_Vertex.z, grown);
    v_position = vec3(gl_Vertex.xy, height * u_exaggeration);
    v_normal = wall.xy == vec2(0.0) ? vec3(0.0, 0.0, 1.0) : vec3(wall.xy / 32767.0, 0.0);
    v_place = vec4(wall.zw * 0.1, traits.yz);
    v_chosen = state.gb;
    gl_Position = state.r < 0.02 || grown <= 0.0 ? vec4(2.0, 2.0, 2.0, 1.0)
                                                 : gl_ModelViewProjectionMatrix * vec4(v_position, 1.0);
}
