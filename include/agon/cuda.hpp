#pragma once
#include <agon/agon.hpp>
#include <agon/backend/cuda/cuda.hpp>
