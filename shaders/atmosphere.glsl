// Light and far: shared by everything that is lit. Colours are linear; display() is the last step.
uniform vec3 u_lightDirection;   // toward the light
uniform vec3 u_sun;
uniform vec3 u_sky;
uniform vec3 u_bounce;
uniform vec3 u_haze;
uniform vec3 u_zenith;
uniform vec3 u_paper;
uniform float u_night;
uniform float u_hazeDensity;     // per metre
uniform vec3 u_eye;              // local frame

vec3 illuminate(vec3 albedo, vec3 normal, float openness, float lit) {
    float direct = max(dot(normal, u_lightDirection), 0.0) * lit;
    vec3 ambient = mix(u_bounce, u_sky, 0.5 + 0.5 * normal.z) * openness;
    return albedo * (u_sun * direct + ambient);
}

// What the sky shows in a direction: haze at the horizon, zenith overhead, a warm glow round a low sun.
vec3 skyColour(vec3 direction) {
    float up = clamp(direction.z, 0.0, 1.0);
    float low2 = (1.0 - up) * (1.0 - up);
    vec3 colour = mix(u_haze, u_zenith, 1.0 - low2 * low2);
    float near = max(dot(direction, u_lightDirection), 0.0);  // its 12th power, by squares
    float near4 = near * near * near * near;
    float glow = near4 * near4 * near4 * (1.0 - u_night);
    return colour + u_sun * glow * 0.16;
}

vec3 throughAir(vec3 colour, vec3 position) {
    vec3 ray = position - u_eye;
    float distance = length(ray);
    // The air thins upward (scale height 900 m): a look straight down from high crosses little of it.
    float drop = max(abs(ray.z), 1.0) / 900.0;
    float thickness = exp(-max(min(u_eye.z, position.z), 0.0) / 900.0) * (1.0 - exp(-drop)) / drop;
    // The paper ends 45 km out: before that everything is haze, however thin the air is up there.
    float clear = exp(-distance * thickness * u_hazeDensity) * (1.0 - smoothstep(12000.0, 30000.0, length(ray.xy)));
    vec3 direction = ray / max(distance, 0.001);
    return mix(skyColour(vec3(direction.xy, max(direction.z, 0.0))), colour, clear);
}

// Filmic shoulder (Hable-like, two multiplies), a gamma of 2.0 and a toe: cheap, and no channel clips to a flat patch.
const float kExposure = 1.10;
const float kToe = 0.30;
vec3 display(vec3 linear) {
    vec3 c = max(linear, vec3(0.0)) * kExposure;
    c = sqrt(c * (1.0 + c * 0.12) / (1.0 + c * 0.55));
    return mix(c, c * c * (3.0 - 2.0 * c), kToe);
}

// What display() was given, within 7 % for colours from 0.01 to 1.
vec3 undisplay(vec3 shown) {
    vec3 c = shown - kToe * (shown * shown * (3.0 - 2.0 * shown) - shown);
    c *= c;
    return c / (1.0 - 0.43 * min(c, vec3(1.0))) / kExposure;
}
