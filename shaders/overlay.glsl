// Things placed in pixels. The whole picture may be drawn in pieces: u_picture is the whole, u_piece the piece's left, top, width, height.
uniform vec4 u_piece;   // pixels
uniform float u_scale;  // pixels a point of type

vec2 pixelToClip(vec2 pixel) {
    vec2 at = (pixel - u_piece.xy) / u_piece.zw;
    return vec2(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0);
}
