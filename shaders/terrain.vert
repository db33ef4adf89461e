#version 330 compatibility
uniform float u_exaggeration;
uniform vec3 u_eye;
uniform vec3 u_lodReach;           // metres of distance that a metre of error, a metre of cell needs to be fine enough;
                                   // how much further an error may seem, seen from above
uniform vec2 u_tileParent;         // error and cell of the tile that this one replaces, metres
uniform vec3 u_tileFrame;          // local west and south edge of the tile's texture, 1 / its width in metres
out vec3 v_position;               // local frame, heights exaggerated
out vec2 v_uv;

float ramp(float away, float far) { return far > 0.0 ? clamp((away - 0.78 * far) / (0.22 * far), 0.0, 1.0) : 1.0; }

void main() {
    // gl_Vertex: local x, y, height, height of the coarser surface that this tile replaces.
    // Where the tile is about to give way to its parent it has the parent's shape: levels change without a jump.
    vec3 fromEye = vec3(gl_Vertex.xy, gl_Vertex.z * u_exaggeration) - u_eye;
    float away = length(fromEye);
    float seen = min(away * away / max(length(fromEye.xy), 0.1), away * u_lodReach.z);
    float morph = min(ramp(seen, u_tileParent.x * u_lodReach.x), ramp(away, u_tileParent.y * u_lodReach.y));
    float height = mix(gl_Vertex.z, gl_Vertex.w, morph) - gl_MultiTexCoord0.x;
    v_position = vec3(gl_Vertex.xy, height * u_exaggeration);
    v_uv = (gl_Vertex.xy - u_tileFrame.xy) * u_tileFrame.z;
    gl_Position = gl_ModelViewProjectionMatrix * vec4(v_position, 1.0);
}
