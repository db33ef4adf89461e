// Of what water mirrors nothing lies below its surface.
#ifdef ATLAS_MIRRORED
uniform float u_mirrorSurface;   // scene height
void keepAboveWater(float height) {
    if (height < u_mirrorSurface) discard;
}
#else
void keepAboveWater(float height) {}
#endif
