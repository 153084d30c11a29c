#pragma once
/// Everything to train and run networks on the CPU.
#include <agon/network.hpp>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/backend/reference/reference.hpp>
#include <agon/data/batches.hpp>
#include <agon/data/describe.hpp>
#include <agon/data/digits.hpp>
#include <agon/data/edges.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/idx.hpp>
#include <agon/data/image_file.hpp>
#include <agon/data/image_folder.hpp>
#include <agon/data/paired_images.hpp>
#include <agon/data/pictures.hpp>
#include <agon/data/scenes.hpp>
#include <agon/graph/print.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/system/pix2pix.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/checkpoint.hpp>
#include <agon/train/inference.hpp>
#include <agon/train/loop.hpp>
