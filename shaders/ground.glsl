// Maps over the ground grid: row 0 is the southernmost.
uniform sampler2D u_relief;      // normal x, normal y, openness, distance beyond the data
uniform sampler2D u_shadow;      // red: lit by the sun
uniform sampler2D u_water;       // rgb: hue of the river here, a: where its water may stand
uniform vec4 u_gridFrame;        // local west and south edge, 1 / width, 1 / height in metres of the texture

#ifdef ATLAS_CAST
uniform sampler2D u_castBound;   // up to which height a place is in the shadow of buildings and bridges
uniform sampler2D u_castShare;   // how much of the cell they shade, and how much sky they take
uniform vec4 u_castFrame;        // local west and south edge, 1 / width, 1 / height
uniform vec2 u_castRange;        // lowest, highest - lowest
uniform vec3 u_castShade;        // what is left of level ground's light in a shadow

// At a true height: x = 1 lit by the sun .. 0 in a building's shadow, y = share of the sky that is free near the ground.
vec2 castLight(vec2 local, float height) {
    vec2 uv = (local - u_castFrame.xy) * u_castFrame.zw;
    vec2 share = texture(u_castShare, uv).rg;
    if (share.r < 0.2) return vec2(1.0, 1.0 - share.g);
    // The shares of 4 x 4 places, read between the cells, cross a half where the shadow's edge runs.
    float bound = u_castRange.x + texture(u_castBound, uv).r * u_castRange.y;
    float shade = smoothstep(0.2, 0.8, share.r) * smoothstep(0.0, 2.5, bound - height);
    return vec2(1.0 - shade, 1.0 - share.g);
}
#else
vec2 castLight(vec2 local, float height) { return vec2(1.0); }
#endif

vec2 gridUv(vec2 local) { return (local - u_gridFrame.xy) * u_gridFrame.zw; }

// Ground beyond the data: paper with a faint kilometre grid of the map's CRS. Never coloured by height.
uniform vec2 u_gridPhase;        // local frame's origin modulo a kilometre
uniform float u_scale;           // pixels a point of what stands on the map
// Lines on the ground grow with a picture as its symbols do; a pixel is the thinnest that is seen.
float pixelsPerPoint() { return max(u_scale, 1.0); }
float paperLines(vec2 local) {
    vec2 km = (local + u_gridPhase) / 1000.0;
    vec2 width = fwidth(km);
    float edge = 0.9 * pixelsPerPoint();
    vec2 line = 1.0 - smoothstep(vec2(edge - 0.5), vec2(edge + 0.5), abs(fract(km - 0.5) - 0.5) / max(width, vec2(1e-6)));
    float strength = max(line.x, line.y) * (1.0 - smoothstep(0.04, 0.30, max(width.x, width.y) * pixelsPerPoint()));
    return 1.0 - 0.13 * strength;
}
vec3 paperColour(vec2 local) { return u_paper * paperLines(local); }
