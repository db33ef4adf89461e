#version 330 compatibility
uniform float u_exaggeration;

void main() {
    gl_Position = gl_ModelViewProjectionMatrix * vec4(gl_Vertex.xy, gl_Vertex.z * u_exaggeration, 1.0);
}
