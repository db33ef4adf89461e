#pragma once
// One source, three machine codes: functions marked ATLAS_SIMD are compiled for any x86-64 and once more each
// for those with AVX2 and with AVX-512; the loader takes what the machine can do. For
// loops over rows of cells; built with ATLAS_VECTORISED.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    defined(NDEBUG)
#define ATLAS_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ATLAS_SIMD
#endif
