#version 330 compatibility
in vec2 v_texel;
in vec4 v_colour;
uniform sampler2D u_atlas;
uniform float u_dark;
out vec4 colour;

void main() {
    vec2 ink = texture(u_atlas, v_texel / vec2(textureSize(u_atlas, 0))).rg;
    // By night dark names turn light and their halo dark.
    vec3 text = mix(v_colour.rgb, vec3(0.94, 0.92, 0.86), smoothstep(0.25, 0.6, u_dark));
    vec3 halo = mix(vec3(0.985, 0.975, 0.95), vec3(0.03, 0.04, 0.07), smoothstep(0.25, 0.6, u_dark));
    float cover = max(ink.r, ink.g * 0.82);
    colour = vec4(mix(halo, text, ink.r), cover * v_colour.a);
}
