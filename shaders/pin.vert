#version 330 compatibility
#include "overlay.glsl"
uniform float u_exaggeration;
uniform sampler2D u_pins;   // three texels each: place and radius; colour, hollow + 2 ring; glyph
uniform sampler2D u_drawn;  // of this frame, far ones first: pin, presence, seen, hover + 2 selected
uniform float u_stem;      // points
out vec2 v_at;             // from the disc's middle, in radii; for the stem and shadow -1..1
out vec4 v_colour;         // rgb, hollow
out vec4 v_shape;          // radius in pixels, ring, part (0 shadow, 1 stem, 2 head), selected
out vec4 v_glyph;
out vec3 v_state;          // presence, hover, seen

void main() {
    int corner = int(gl_Vertex.x + 0.5);
    int part = corner / 4;
    int k = corner - part * 4;
    vec2 unit = vec2(k == 0 || k == 3 ? -1.0 : 1.0, k < 2 ? -1.0 : 1.0);
    vec4 drawn = texelFetch(u_drawn, ivec2(gl_InstanceID % 256, gl_InstanceID / 256), 0);
    int pin = int(drawn.x + 0.5);
    ivec2 record = ivec2(pin % 1024 * 3, pin / 1024);
    vec4 place = texelFetch(u_pins, record, 0);
    vec4 look = texelFetch(u_pins, record + ivec2(1, 0), 0);
    float selected = step(1.5, drawn.w);
    float hover = step(0.5, drawn.w - 2.0 * selected);
    float ring = floor(look.w * 0.5 + 0.1);

    float grow = 1.0 + 0.10 * hover + 0.18 * selected;
    float radius = place.w * grow * u_scale;
    vec4 clip = gl_ModelViewProjectionMatrix * vec4(place.xy, place.z * u_exaggeration, 1.0);
    if (drawn.y < 0.02 || clip.w <= 0.0) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    float stem = u_stem * u_scale;
    vec2 pixels;
    if (part == 0) pixels = unit * vec2(7.0, 2.8) * u_scale;
    else if (part == 1) pixels = vec2(unit.x * 1.6 * u_scale, (unit.y * 0.5 + 0.5) * (stem + radius * 0.5));
    else pixels = vec2(0.0, stem + radius) + unit * (radius + 4.0 * u_scale);
    v_at = part == 2 ? unit * (radius + 4.0 * u_scale) / radius : unit;
    v_colour = vec4(look.rgb, look.w - 2.0 * ring);
    v_shape = vec4(radius, ring, float(part), selected);
    v_glyph = texelFetch(u_pins, record + ivec2(2, 0), 0);
    v_state = vec3(drawn.y, hover, drawn.z);
    gl_Position = vec4(clip.xy / clip.w + pixels * 2.0 / u_piece.zw, 0.0, 1.0);
}
