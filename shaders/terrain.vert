#version 330 compatibility
uniform float u_exaggeration;
uniform vec3 u_eye;
uniform float u_lodReach;          // metres of distance a metre of error needs to shrink to the target
uniform float u_tileParentError;   // metres
uniform vec3 u_tileFrame;          // local west and south edge of the tile's texture, 1 / its width in metres
out vec3 v_position;               // local frame, heights exaggerated
out vec2 v_uv;

void main() {
    // gl_Vertex: local x, y, height, height of the coarser surface that this tile replaces.
    // Where the tile is about to give way to its parent it has the parent's shape: levels change without a jump.
    float far = u_tileParentError * u_lodReach;
    float away = distance(vec3(gl_Vertex.xy, gl_Vertex.z * u_exaggeration), u_eye);
    float morph = far > 0.0 ? clamp((away - 0.78 * far) / (0.22 * far), 0.0, 1.0) : 0.0;
    float height = mix(gl_Vertex.z, gl_Vertex.w, morph) - gl_MultiTexCoord0.x;
    v_position = vec3(gl_Vertex.xy, height * u_exaggeration);
    v_uv = (gl_Vertex.xy - u_tileFrame.xy) * u_tileFrame.z;
    gl_Position = gl_ModelViewProjectionMatrix * vec4(v_position, 1.0);
}
