// The texts of shaders/*: written by embed_shaders.py.
#pragma once

namespace backflow {

// Constants, defined as such elsewhere: the check takes the declarations for definitions.
// NOLINTBEGIN(bugprone-dynamic-static-initializers)
extern const char kSurfaceVert[];
extern const char kSurfaceFrag[];
extern const char kEdgeVert[];
extern const char kEdgeFrag[];
extern const char kMarkVert[];
extern const char kMarkFrag[];
// NOLINTEND(bugprone-dynamic-static-initializers)

}  // namespace backflow
