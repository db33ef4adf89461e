#version 330 compatibility
flat in vec4 v_colour;
flat in vec2 v_shape;
uniform float u_scale;
uniform float u_dark;
out vec4 colour;

void main() {
    float pixels = length(gl_PointCoord - 0.5) * (v_shape.x + 2.0);   // from the middle
    float inside = v_shape.x * 0.5 - pixels;
    float cover = clamp(inside + 0.5, 0.0, 1.0);
    // A light rim on the dark side of day, a dark one by night: dots of any colour stand off any ground.
    float core = clamp(inside - 0.9 * u_scale + 0.5, 0.0, 1.0);
    vec3 rim = mix(vec3(1.0, 0.99, 0.96), vec3(0.10, 0.10, 0.14), u_dark);
    vec3 own = mix(v_colour.rgb, mix(v_colour.rgb, vec3(1.0), 0.25), u_dark);
    float a = v_colour.a * cover * mix(0.8, 1.0, core);
    colour = vec4(mix(rim, own, core) * a, a);
}
