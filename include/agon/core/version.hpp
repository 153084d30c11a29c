#pragma once

namespace agon {

/// The version of the headers; CMakeLists.txt reads it from here.
inline constexpr struct Version { int major = 0, minor = 1, patch = 0; } version;

}  // namespace agon
