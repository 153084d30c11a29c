#pragma once
#include <cstdio>
#include <numeric>

#include <agon/agon.hpp>
#include <agon/study/walk.hpp>

/// The networks of dcgan.cpp, with marks to look into them: the same parameters by the same names, so that
/// its checkpoints fit. And a classifier that judges what is drawn.
namespace dcgan28 {

using namespace agon;

inline constexpr Shape picture = Image<1, 28, 28>, noise = Features<100>;

// clang-format off
template <class... Between>
struct GeneratorWith : Seq<
    dcgan::Up<256, 4, 1, 0>,
    dcgan::Up<128, 3, 2, 1>,
    dcgan::Up<64, 4, 2, 1>, Between...,
    NoBias<ConvTranspose<1, 4, 2>>, Tanh> {};

struct Generator : GeneratorWith<Mark<"h3">> {};
struct MaskedGenerator : GeneratorWith<Masked<"mask">> {};  // channels of h3 times the mask

struct Discriminator : Seq<
    NoBias<Conv<64, 4, 2>>, LeakyReLU<0.2>, Mark<"h1">,
    dcgan::Down<128>, Mark<"h2">,
    dcgan::Down<256>, Mark<"h3">,
    NoBias<Conv<1, 3, 1, 0>>> {};

struct Body : Seq<
    dcgan::Down<32>,
    dcgan::Down<64>, Flatten,
    NoBias<Linear<128>>, BatchNorm, LeakyReLU<0.2>> {};
// clang-format on

using Model = DCGAN<Generator, Discriminator, nonsaturating, noise, Cpu, Players<Adam>>;
using Judge = Classifier<Body, 10, picture>;

/// The set at `path`, or digits that agon writes itself.
inline data::Images pictures(std::string const& path, bool test = false) {
  if (path.empty()) return test ? data::digits(4000, {.seed = 2}) : data::digits(20000);
  return data::pictures(path, {.size = 28, .channels = 1, .test = test});
}

/// Passes through a labelled set.
inline void learn(Judge& judge, data::Images const& set, long epochs, std::uint64_t seed) {
  data::Batches batches(set, std::min(100, set.count()), seed);
  for (long k = 0; k < epochs * batches.per_epoch(); ++k) {
    judge.feed(batches.next());
    judge.advance();
  }
}

/// The mean of each picture, from 0 for black to 1 for white.
inline std::vector<double> light(Array4 const& x) {
  std::vector<double> mean(x.shape(0));
  long const size = x.shape(0) ? long(x.size() / x.shape(0)) : 0;
  for (std::size_t n = 0; n < mean.size(); ++n)
    for (long i = 0; i < size; ++i)
      mean[n] += (double(x.data()[long(n) * size + i]) + 1) / (2 * double(size));
  return mean;
}

inline void write(std::string const& path, data::Picture const& p) {
  data::write_png(path, p);
  std::printf("drew %s\n", path.c_str());
}

/// The batches of one shape below each other.
inline Array4 below(std::vector<Array4> const& parts) {
  std::size_t n = 0;
  for (Array4 const& p : parts) n += p.shape(0);
  Array4 all = Array4::from_shape({n, parts[0].shape(1), parts[0].shape(2), parts[0].shape(3)});
  float* to = all.data();
  for (Array4 const& p : parts) to = std::copy(p.begin(), p.end(), to);
  return all;
}

/// What `net` makes of many samples, some at a time.
Array4 in_parts(auto const& net, Array4 const& x, long at_once = 250) {
  std::vector<Array4> parts;
  for (long first = 0; first < long(x.shape(0)); first += at_once) {
    std::vector<long> rows(std::size_t(std::min(at_once, long(x.shape(0)) - first)));
    std::iota(rows.begin(), rows.end(), first);
    parts.push_back(net(study::rows_of(x, rows)));
  }
  return below(parts);
}
/// Pictures of any number of latents.
inline Array4 drawn_of(Model const& model, Array4 const& z) {
  return in_parts([&](Array4 const& part) { return model.draw(part); }, z);
}

}  // namespace dcgan28
