#version 330 compatibility
in vec2 v_at;
in vec4 v_colour;
in vec4 v_shape;
in vec4 v_glyph;
in vec3 v_state;
uniform sampler2D u_atlas;
uniform float u_night;
uniform float u_scale;
uniform float u_opacity;
uniform vec3 u_pinPaper;
uniform vec3 u_nightPinPaper;
uniform float u_pinHidden;   // what is left behind a hill
out vec4 colour;

const vec3 kAccent = vec3(0.851, 0.282, 0.169);

float band(float distance, float middle, float half_width) {
    return 1.0 - smoothstep(half_width - 0.5, half_width + 0.5, abs(distance - middle));
}

void main() {
    bool ghost = v_state.x < 0.2;     // left out by a filter: a grey ring alone
    float presence = (ghost ? 2.2 : 1.0) * u_opacity * v_state.x * mix(u_pinHidden, 1.0, v_state.z);
    vec3 paper = mix(u_pinPaper, u_nightPinPaper, u_night);
    if (v_shape.z < 0.5) {            // contact shadow
        float r = length(v_at);
        colour = vec4(0.05, 0.05, 0.06, 0.38 * (1.0 - smoothstep(0.2, 1.0, r)) * presence);
        return;
    }
    if (v_shape.z < 1.5) {            // stem: a dark core in a light casing
        float x = abs(v_at.x);
        vec3 core = mix(v_colour.rgb * 0.75, kAccent, v_shape.w);
        colour = vec4(mix(core, paper, smoothstep(0.45, 0.62, x)), presence * (1.0 - smoothstep(0.85, 1.0, x)));
        return;
    }
    float radius = v_shape.x;
    if (ghost) {
        float rim = band(length(v_at) * radius, radius - 1.2 * u_scale, 0.8 * u_scale);
        colour = vec4(mix(vec3(0.35), vec3(0.75), u_night), rim * presence);
        return;
    }
    float d = length(v_at) * radius;  // pixels from the middle
    float disc = 1.0 - smoothstep(radius - 0.5, radius + 0.5, d);
    bool hollow = v_colour.a > 0.5;
    vec3 fill = hollow ? paper : v_colour.rgb;
    // The ring: pixels from the rim inwards. Solid = built, dashed = not yet, double = being built.
    float thick = (hollow ? 2.4 : 1.6) * u_scale;
    float angle = atan(v_at.y, v_at.x) / 6.2831853 + 0.5;
    float dash = v_shape.y > 0.5 && v_shape.y < 1.5 ? smoothstep(0.40, 0.5, abs(fract(angle * 8.0) - 0.5) * 2.0) : 1.0;
    if (v_shape.y > 2.5) dash = 0.0;
    vec3 ringColour = hollow ? v_colour.rgb : paper;
    float ring = band(d, radius - thick * 0.5 - (hollow ? 0.0 : 1.2 * u_scale), thick * 0.5) * dash;
    if (v_shape.y > 1.5 && v_shape.y < 2.5)
        ring = max(ring, band(d, radius - thick * 0.5 - 4.2 * u_scale, thick * 0.4));
    vec3 face = mix(fill, ringColour, ring);

    if (v_glyph.z > 0.5) {
        // The glyph's box is scaled to 1.2 radii; its halo is ignored.
        vec2 box = v_at * vec2(0.5, -0.5) / 0.62 + 0.5;
        if (all(greaterThan(box, vec2(0.0))) && all(lessThan(box, vec2(1.0)))) {
            float side = max(v_glyph.z, v_glyph.w);
            vec2 texel = v_glyph.xy + v_glyph.zw * 0.5 + (box - 0.5) * side;
            vec2 inside = step(v_glyph.xy, texel) * step(texel, v_glyph.xy + v_glyph.zw);
            float ink = texture(u_atlas, texel / vec2(textureSize(u_atlas, 0))).r * inside.x * inside.y;
            face = mix(face, hollow ? v_colour.rgb * 0.8 : vec3(1.0), ink);
        }
    }
    // Outside the disc: a soft dark edge, or the accent when selected or pointed at.
    float halo = 1.0 - smoothstep(radius, radius + 3.0 * u_scale, d);
    float chosen = max(v_shape.w, v_state.y * 0.7);
    float chosenRing = (1.0 - smoothstep(radius + 2.4 * u_scale, radius + 3.4 * u_scale, d)) * chosen;
    vec3 outer = mix(vec3(0.03), kAccent, chosen);
    float cover = max(disc, max(halo * 0.30, chosenRing));
    colour = vec4(mix(outer, face, disc), cover * presence);
}
