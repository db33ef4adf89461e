#version 330 compatibility
uniform float u_exaggeration;
uniform float u_waterLevel;
out vec3 v_position;

void main() {
    vec4 position = vec4(gl_Vertex.xy, u_waterLevel * u_exaggeration, 1.0);
    v_position = position.xyz;
    gl_Position = gl_ModelViewProjectionMatrix * position;
}
