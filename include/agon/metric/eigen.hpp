#pragma once
/// What metrics need of Eigen, and before it the intrinsics, lest g++ 12 warns of them.
// clang-format off
#include <agon/core/intrinsics.hpp>
#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
// clang-format on
