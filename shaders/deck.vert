#version 330 compatibility
uniform float u_exaggeration;
uniform sampler2D u_state;
out vec3 v_position;   // local frame, heights exaggerated
out vec3 v_normal;
out vec2 v_chosen;     // hover, selected

void main() {
    int feature = int(gl_Vertex.w + 0.5);
    vec4 state = texelFetch(u_state, ivec2(feature % 256, feature / 256), 0);
    v_position = vec3(gl_Vertex.xy, gl_Vertex.z * u_exaggeration);
    v_normal = gl_Normal;
    v_chosen = state.gb;
    gl_Position = state.r < 0.02 ? vec4(2.0, 2.0, 2.0, 1.0) : gl_ModelViewProjectionMatrix * vec4(v_position, 1.0);
}
