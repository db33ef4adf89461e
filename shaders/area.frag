#version 330 compatibility
uniform vec4 u_fill;    // display colour, opacity
uniform float u_night;
out vec4 colour;

void main() { colour = vec4(u_fill.rgb * mix(1.0, 0.8, u_night), u_fill.a * mix(1.0, 0.7, u_night)); }
