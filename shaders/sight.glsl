// What a chosen place sees of walls and roofs.
#ifdef ATLAS_SIGHT
uniform sampler2D u_sight;       // altitude from which on something over a place is seen; 1e9: not looked at
uniform vec4 u_sightFrame;       // local west and south edge, 1 / width, 1 / height
uniform vec3 u_sightEye;         // local x, y of the chosen place; metres of a cell

const vec3 kSeen = vec3(1.0, 0.66, 0.10);
const vec3 kHidden = vec3(0.012, 0.016, 0.045);

// `height` is true. Walls ask the cell before them.
vec3 inSight(vec3 shaded, vec2 local, float height, vec3 normal) {
    bool wall = normal.z < 0.5;
    vec2 at = wall ? local + normal.xy * u_sightEye.z : local;
    float from = texture(u_sight, (at - u_sightFrame.xy) * u_sightFrame.zw).r;
    if (from > 1e8) return shaded;
    bool faces = !wall || dot(normal.xy, u_sightEye.xy - local) > 0.0;
    // A roof is seen over its own edge: half a metre of it counts as the edge.
    float seen = faces ? smoothstep(-0.3, 0.3, height - from + (wall ? 0.0 : 0.5)) : 0.0;
    float light = 0.25 + 0.75 * dot(shaded, vec3(0.3, 0.5, 0.2));
    return mix(mix(shaded, kHidden, 0.55), mix(shaded, kSeen * light, 0.75), seen);
}
#else
vec3 inSight(vec3 shaded, vec2 local, float height, vec3 normal) { return shaded; }
#endif
