#version 330 compatibility
uniform float u_exaggeration;
uniform vec3 u_tileFrame;          // local west and south edge of the tile's texture, 1 / its width in metres
out vec3 v_position;               // local frame, heights exaggerated
out vec2 v_uv;

void main() {
    v_position = vec3(gl_Vertex.xy, gl_Vertex.z * u_exaggeration);
    v_uv = (gl_Vertex.xy - u_tileFrame.xy) * u_tileFrame.z;
    gl_Position = gl_ModelViewProjectionMatrix * vec4(v_position, 1.0);
}
