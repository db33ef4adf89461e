#version 330 compatibility
uniform mat4 u_clipToLocal;
out vec3 v_far;

void main() {
    gl_Position = vec4(gl_Vertex.xy, 1.0, 1.0);
    vec4 far = u_clipToLocal * vec4(gl_Vertex.xy, 1.0, 1.0);
    v_far = far.xyz / far.w;
}
