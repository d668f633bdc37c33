// The texts of shaders/*: written by embed_shaders.py.
#pragma once

namespace backflow {

extern const char kSurfaceVert[];
extern const char kSurfaceFrag[];
extern const char kEdgeVert[];
extern const char kEdgeFrag[];
extern const char kMarkVert[];
extern const char kMarkFrag[];

}  // namespace backflow
