#include <doctest/doctest.h>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/backend/reference/reference.hpp>
#include <agon/layer/layers.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/checkpoint.hpp>
#include <agon/train/descend.hpp>
#include <agon/train/inference.hpp>

#include "../data/temporary.hpp"

using namespace agon;

template <int Base>
using Small =
    AdversarialStep<DCGANGenerator28<1, Base>, DCGANDiscriminator28<Base>, nonsaturating, Features<8>, Adam>;

/// Steps first, ..., last of a small DCGAN on pictures made of chance.
template <class Backend>
static void train(Store<typename Backend::Scalar>& store, long first, long last) {
  typename Backend::template Engine<Small<4>> engine(store, 3);
  for (long t = first; t <= last; ++t) {
    auto const real = engine.input("real");
    for (std::size_t i = 0; i < real.size(); ++i)
      real[i] =
          typename Backend::Scalar(2 * uniform(draw({99, std::uint32_t(t)}, 1, 0, std::uint32_t(i))) - 1);
    for (char const* player : {"G", "D"}) Adam{}.set(engine, player, t);
    engine.run({5, std::uint32_t(t)});
  }
}

/// The names of the slots whose bits differ, or that only one store has.
template <class S>
static std::vector<std::string> differences(Store<S> const& a, Store<S> const& b) {
  std::vector<std::string> r;
  for (auto const& e : a.entries()) {
    auto const* const other = b.find(e.name);
    if (!other || other->memory.size() != e.memory.size() ||
        std::memcmp(e.memory.data(), other->memory.data(), e.memory.size() * sizeof(S)) != 0)
      r.push_back(e.name);
  }
  return r;
}
static std::size_t count(auto const& store, auto const& which) {
  return std::size_t(std::count_if(store.entries().begin(), store.entries().end(), which));
}
static std::vector<std::string> const nothing;

TEST_CASE_TEMPLATE("six steps are three, a checkpoint, and three more", Backend, Cpu, Reference<double>) {
  using S = typename Backend::Scalar;
  TemporaryFolder const folder;
  std::string const path = folder / "checkpoint.safetensors";
  Store<S> straight(7), half(7), resumed(8);
  train<Backend>(straight, 1, 6);
  train<Backend>(half, 1, 3);
  CheckpointState const state{"DCGAN", 0xFFFFFFFFFFFFFFFF, 3, {2, 17}};
  save(half, path, state);
  resumed.add(Compiled<Small<4>>::program);
  CHECK(differences(half, resumed) != nothing);
  CHECK(load(resumed, path) == state);
  CHECK(load(resumed, path, "DCGAN") == state);
  CHECK(differences(half, resumed) == nothing);
  train<Backend>(resumed, 4, 6);
  CHECK(differences(straight, resumed) == nothing);
  CHECK(differences(half, resumed).size() == count(half, [](auto const&) { return true; }));
}

TEST_CASE("PyTorch's names and order") {
  TemporaryFolder const folder;
  Store<float> store;
  train<Cpu>(store, 1, 1);
  save(store, folder / "x", {});
  data::Safetensors const file(folder / "x");
  auto const extents = [&](char const* name) {
    return file.find(name) ? file.find(name)->extents : std::vector<long>{-1};
  };
  CHECK(extents("G.main.0.weight") == std::vector<long>{8, 16, 4, 4});  // transposed: in, out
  CHECK(extents("G.main.1.running_var") == std::vector<long>{16});
  CHECK(extents("D.main.0.weight") == std::vector<long>{4, 1, 4, 4});
  CHECK(extents("optimizer.exp_avg.G.main.3.weight") == std::vector<long>{16, 8, 3, 3});
  CHECK(extents("optimizer.exp_avg_sq.D.main.3.bias") == std::vector<long>{8});
  CHECK(file.tensors().size() == store.entries().size());
  CHECK(file.tensors().rbegin()->name.starts_with("optimizer."));
  auto const* const w = store.find("G.main.3.weight");  // in memory: window, out, in
  for (long i : {0, 3, 15})
    for (long o : {0, 5})
      for (long y : {0, 2})
        for (long x : {0, 1})
          CHECK(file.number<float>(*file.find("G.main.3.weight"), ((i * 8 + o) * 3 + y) * 3 + x) ==
                w->memory.data()[((y * 3 + x) * 8 + o) * 16 + i]);
}

/// A linear layer after Flatten lies permuted in memory; a moment of one number has the shape of its
/// parameter.
struct Dense {
  static constexpr void build(Graph& g) {
    Weights w{"D"};
    Tensor const y = apply<Seq<Conv<3, 3>, Flatten, Linear<1>>>(w, g.add_input("x", Image<2, 4, 5>));
    descend<Adam>(w, mean(y));
  }
};
TEST_CASE("a linear layer after an image") {
  TemporaryFolder const folder;
  Store<double> a(3), b(4);
  a.add(Compiled<Dense>::program);
  b.add(Compiled<Dense>::program);
  save(a, folder / "x", {});
  load(b, folder / "x");
  CHECK(differences(a, b) == nothing);
  data::Safetensors const file(folder / "x");
  CHECK(file.find("D.2.weight")->extents == std::vector<long>{1, 60});
  CHECK(file.find("D.2.bias")->extents == std::vector<long>{1});
  CHECK(file.find("optimizer.exp_avg.D.2.bias")->extents == std::vector<long>{1});
  for (long c = 0; c < 3; ++c)  // PyTorch counts channels first, memory last
    CHECK(file.number<double>(*file.find("D.2.weight"), c * 20 + 7) ==
          a.find("D.2.weight")->memory.data()[7 * 3 + c]);
}

/// A copy of a file with a piece of its header replaced by another of equal length, and without agon's
/// checksum.
static void forge(std::string const& from, std::string const& to, std::string const& piece,
                  std::string const& by) {
  auto bytes = data::read_file(from);
  std::string text(bytes.begin(), bytes.end());
  auto const replace = [&](std::string const& a, std::string const& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t at = 0; (at = text.find(a, at)) != text.npos; at += a.size())
      text.replace(at, a.size(), b);
  };
  replace(piece, by);
  auto const digits = 8 + data::checksum_start.size();
  text.replace(digits, 8, "00000000");
  text.replace(digits, 8, data::hexadecimal(data::checksum(0, text.data() + 8, text.size() - 8)));
  data::write_file(to, {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()});
}

TEST_CASE("what does not fit changes nothing") {
  TemporaryFolder const folder;
  std::string const good = folder / "good", bad = folder / "bad";
  Store<float> store(1), before(1), other(2), wide(1);
  for (Store<float>* s : {&store, &before, &other}) s->add(Compiled<Small<4>>::program);
  wide.add(Compiled<Small<8>>::program);
  save(other, good, {"DCGAN", 2, 0, {}});
  auto const refuses = [&](std::string const& path, std::string const& cause,
                           std::string const& system = {}) {
    CHECK(error_of([&] { load(store, path, system); }) == path + ": " + cause);
    CHECK(differences(store, before) == nothing);
  };
  std::string const elsewhere = ": it is a checkpoint of another architecture";
  SUBCASE("another width") {
    save(wide, bad, {});
    refuses(bad, "its tensor G.main.0.weight is (8, 32, 4, 4) and this model's is (8, 16, 4, 4)" + elsewhere);
    CHECK(error_of([&] { load_parameters(store, bad, "D"); }) ==
          bad + ": its tensor D.main.0.weight is (8, 1, 4, 4) and this model's is (4, 1, 4, 4)" + elsewhere);
    CHECK(differences(store, before) == nothing);
  }
  SUBCASE("another system") { refuses(good, "is a checkpoint of DCGAN and not of Pix2Pix", "Pix2Pix"); }
  SUBCASE("a tensor is missing, of another shape or type, or unknown") {
    forge(good, bad, "\"D.main.2.weight", "\"D.main.9.weight");
    refuses(bad, "has no tensor D.main.2.weight (8, 4, 4, 4)" + elsewhere);
    forge(good, bad, "\"D.main.3.weight\":{\"dtype\":\"F32\",\"shape\":[8]",
          "\"D.main.3.weight\":{\"dtype\":\"F16\",\"shape\":[8]");
    CHECK(error_of([&] { load(store, bad); }).find("should have 16 bytes and has 32") != std::string::npos);
    forge(good, bad, "\"D.main.3.weight\":{\"dtype\":\"F32\",\"shape\":[8]",
          "\"D.main.3.weight\":{\"dtype\":\"I32\",\"shape\":[8]");
    refuses(bad, "its tensor D.main.3.weight is of type I32, and F32, F64, F16 or BF16 is needed");
    forge(good, bad, "\"optimizer.exp_avg_sq.D.main.8.weight", "\"optimizer.exp_avg_sq.D.main.x.weight");
    refuses(bad, "has no tensor optimizer.exp_avg_sq.D.main.8.weight (1, 16, 3, 3)" + elsewhere);
    Store<float> more(2);
    more.add(Compiled<Small<4>>::program);
    more.add(Compiled<Application<Seq<Conv<1, 3>, Conv<1, 1>>, Image<1, 5, 5>, "H", Mode::Eval>>::program);
    save(more, bad, {});
    refuses(bad, "its tensor H.0.weight (1, 1, 3, 3) has no place in this model" + elsewhere);
  }
  SUBCASE("cut short, or a byte flipped") {
    auto const bytes = data::read_file(good);
    for (std::size_t k = 1; k <= 64; ++k) {
      std::size_t const length = bytes.size() * k / 65;
      data::write_file(bad, std::span(bytes).first(length));
      CHECK(error_of([&] { load(store, bad); }).starts_with(bad + ": is "));
      auto flipped = bytes;
      flipped[length] ^= 1;
      data::write_file(bad, flipped);
      CHECK(error_of([&] { load(store, bad); }).starts_with(bad + ": "));
      CHECK(error_of([&] { load_parameters(store, bad, "G"); }).starts_with(bad + ": "));
    }
    CHECK(differences(store, before) == nothing);
  }
  SUBCASE("no state of training") {
    forge(good, bad, "\"agon.step\":", "\"agon.stop\":");
    refuses(bad, "has no agon.step in its metadata: it holds parameters, but no state of training");
    forge(good, bad, "\"agon.step\":\"0\"", "\"agon.step\":\"x\"");
    refuses(bad, "its metadata say \"x\" for agon.step, and a whole number from 0 to 4294967295 is needed");
    forge(good, bad, "\"agon.seed\":\"2\"", "\"agon.seed\":\"\u007f\"");
    CHECK(error_of([&] { load(store, bad); }).starts_with(bad + ": its metadata say "));
  }
  SUBCASE("no file") {
    refuses(folder / "none", "cannot be read: No such file or directory");
    CHECK(error_of([&] { save(store, good + "/below", {}); }) ==
          good + "/below: cannot be written to the folder " + good + ": Not a directory");
  }
  CHECK(differences(store, before) == nothing);
}

using Convolutional = Seq<NoBias<Conv<4, 4, 2>>, BatchNorm, LeakyReLU<0.2>, Conv<1, 3>>;
template <int Side>
using At = Inference<Convolutional, Image<1, Side, Side>, Cpu>;

TEST_CASE("a fully convolutional net loads at any size") {
  TemporaryFolder const folder;
  Store<float> small(1), large(2);
  At<8> const at8(small);
  At<20> const at20(large);
  small.find("G.1.running_mean")->memory.data()[2] = 0.25f;
  save(small, folder / "x", {});
  load(large, folder / "x");
  CHECK(differences(small, large) == nothing);
  Array4 x = Array4::from_shape({1, 1, 20, 20});
  for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float(i % 7);
  Array4 y = Array4::from_shape({1, 1, 8, 8});
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t j = 0; j < 8; ++j) y(0, 0, i, j) = x(0, 0, i, j);
  CHECK(at20(x)(0, 0, 1, 1) == doctest::Approx(at8(y)(0, 0, 1, 1)));
}

TEST_CASE("one network of a checkpoint, or a file of PyTorch's") {
  TemporaryFolder const folder;
  Store<float> trained(1);
  train<Cpu>(trained, 1, 2);
  save(trained, folder / "x", {});
  Store<float> store(2);
  Inference<DCGANGenerator28<1, 4>, Features<8>, Cpu> const generator(store);
  auto const differs = [&] { return differences(store, trained).size(); };
  CHECK(differs() == store.entries().size());
  load_parameters(store, folder / "x", "G");
  CHECK(differs() == 0);
  CHECK(error_of([&] { load_parameters(store, folder / "x", "H"); }) ==
        (folder / "x") + ": cannot be loaded into H: the store has no parameters of that network");

  std::vector<Store<float>::Entry const*> entries;
  std::vector<data::NamedExtents> tensors;
  for (auto const& e : store.entries()) {
    entries.push_back(&e);
    tensors.push_back({e.name.substr(2), extents(e.slot)});
  }
  auto const number = [&](std::size_t k, long e) {
    return k < entries.size() ? double(entries[k]->memory.data()[position(entries[k]->slot, e)]) : 0.0;
  };
  tensors.push_back({"main.1.num_batches_tracked", {}});
  data::write_safetensors<double>(folder / "bare", {}, tensors, number);
  Store<float> bare(3);
  Inference<DCGANGenerator28<1, 4>, Features<8>, Cpu> const again(bare);
  load_parameters(bare, folder / "bare", "G");
  CHECK(differences(bare, trained) == nothing);

  tensors.push_back({"main.20.bias", {4}});
  data::write_safetensors<double>(folder / "more", {}, tensors, number);
  CHECK(error_of([&] { load_parameters(bare, folder / "more", "G"); }) ==
        (folder / "more") +
            ": its tensor main.20.bias (4) has no place in this model: it is a checkpoint of another "
            "architecture");
  CHECK(error_of([&] { load_parameters(trained, folder / "bare", "D"); }) ==
        (folder / "bare") +
            ": its tensor main.0.weight is (8, 16, 4, 4) and this model's is (4, 1, 4, 4): it is a "
            "checkpoint of another architecture");
}
