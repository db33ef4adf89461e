#version 330 compatibility
#include "overlay.glsl"
uniform float u_exaggeration;
uniform vec3 u_line;        // width in points, casing share, dash in metres
out vec3 v_at;              // across -1..1, half width in pixels, metres along
out vec3 v_position;

vec4 toClip(vec3 p) { return gl_ModelViewProjectionMatrix * vec4(p.xy, p.z * u_exaggeration, 1.0); }

// Pixel of a clip position; points behind the eye are pulled to the near side so that a direction remains.
vec2 toPixel(vec4 clip) { return clip.xy / max(clip.w, 0.05) * 0.5 * u_piece.zw; }

void main() {
    vec4 clip = toClip(gl_Vertex.xyz);
    vec2 here = toPixel(clip);
    vec2 a = here - toPixel(toClip(gl_MultiTexCoord0.xyz));
    vec2 b = toPixel(toClip(gl_MultiTexCoord1.xyz)) - here;
    vec2 da = length(a) > 1e-4 ? normalize(a) : vec2(0.0);
    vec2 db = length(b) > 1e-4 ? normalize(b) : da;
    if (da == vec2(0.0)) da = db;
    vec2 along = length(da + db) > 1e-3 ? normalize(da + db) : db;
    vec2 across = vec2(-along.y, along.x);
    // Mitre, bounded: a hairpin gets a blunt corner instead of a spike.
    float mitre = 1.0 / max(abs(dot(across, vec2(-db.y, db.x))), 0.5);
    float half_width = (u_line.x * 0.5 + 0.75) * u_scale;
    vec2 pixel = across * gl_Vertex.w * half_width * mitre;
    clip.xy += pixel * 2.0 / u_piece.zw * clip.w;
    // Towards the eye by a share of the distance, in depth only: the place on the screen stays true. Metres and
    // not a share of the depth: from a low camera that one reached through hills.
    float nearer = max(clip.w - (1.5 + 0.02 * clip.w), 0.5 * clip.w);
    clip.z = (gl_ProjectionMatrix[3][2] / nearer - gl_ProjectionMatrix[2][2]) * clip.w;
    v_at = vec3(gl_Vertex.w * half_width, u_line.x * 0.5 * u_scale, gl_MultiTexCoord0.w);
    v_position = vec3(gl_Vertex.xy, gl_Vertex.z * u_exaggeration);
    gl_Position = clip;
}
