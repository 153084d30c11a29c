#pragma once
/// agon's language: networks as types, their facts, refusals and objectives. The standard library is all it
/// needs, and a compiler's default limits are enough.
#include <agon/core/version.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/describe.hpp>
#include <agon/layer/draw.hpp>
#include <agon/layer/facts.hpp>
#include <agon/layer/layers.hpp>
#include <agon/layer/receptive_field.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/loss/reconstruction.hpp>
#include <agon/net/alexnet.hpp>
#include <agon/net/cgan.hpp>
#include <agon/net/cogan.hpp>
#include <agon/net/cyclegan.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/net/dcgan_theano.hpp>
#include <agon/net/dtn.hpp>
#include <agon/net/gan.hpp>
#include <agon/net/paper.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/net/torch7.hpp>
#include <agon/net/unet.hpp>
#include <agon/net/wgan.hpp>
#include <agon/net/wgan_gp.hpp>
