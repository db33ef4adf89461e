#version 330 compatibility
in vec2 v_texel;
in vec4 v_colour;
uniform sampler2D u_atlas;
uniform float u_dark;
uniform vec3 u_lightName;
uniform vec3 u_halo;
uniform vec3 u_darkHalo;
uniform float u_haloStrength;
out vec4 colour;

void main() {
    vec2 ink = texture(u_atlas, v_texel / vec2(textureSize(u_atlas, 0))).rg;
    // By night dark names turn light and their halo dark.
    vec3 text = mix(v_colour.rgb, u_lightName, smoothstep(0.25, 0.6, u_dark));
    vec3 halo = mix(u_halo, u_darkHalo, smoothstep(0.25, 0.6, u_dark));
    float cover = max(ink.r, ink.g * u_haloStrength);
    colour = vec4(mix(halo, text, ink.r), cover * v_colour.a);
}
