// The texts of shaders/*: written by embed_shaders.py.
#pragma once

namespace backflow {

extern const char* const kSurfaceVert;
extern const char* const kSurfaceFrag;
extern const char* const kEdgeVert;
extern const char* const kEdgeFrag;
extern const char* const kMarkVert;
extern const char* const kMarkFrag;

}  // namespace backflow
