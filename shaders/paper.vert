#version 330 compatibility
uniform float u_exaggeration;
out vec3 v_position;   // local frame, heights exaggerated

void main() {
    vec4 position = vec4(gl_Vertex.xy, gl_Vertex.z * u_exaggeration, 1.0);
    v_position = position.xyz;
    gl_Position = gl_ModelViewProjectionMatrix * position;
}
