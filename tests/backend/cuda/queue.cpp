// Updates that wait for each other: which ones do, what is kept for them, and that the steps keep their bits.
#include <doctest/doctest.h>
#include <set>
#include <vector>

#include <agon/backend/cuda/cuda.hpp>
#include <agon/net/cyclegan.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/system/cyclegan_step.hpp>
#include <agon/system/pix2pix_step.hpp>
#include <agon/train/clip.hpp>
#include <agon/train/ema.hpp>

#include "support/backends.hpp"
#include "support/cuda_host.hpp"

using namespace agon;
using cuda::Queue, cuda::Work;

namespace {

/// Every head and pass of a program is done once.
void check_complete(ProgramView const& p, Queue const& s) {
  std::multiset<int> heads, passes;
  for (auto const& [of, index] : s.work) {
    if (of == Work::Of::head) heads.insert(index);
    if (of == Work::Of::pass) passes.insert(index);
    if (of == Work::Of::updates)
      for (int i : s.updates[std::size_t(index)]) passes.insert(i);
  }
  for (int i = 0; i < int(p.call.size()); ++i) {
    Call const& c = p.call[std::size_t(i)];
    CHECK(heads.count(i) == std::size_t(c.head != Op::input));
    CHECK(passes.count(i) == std::size_t(c.kernel >= 0));
  }
  CHECK(std::is_sorted(heads.begin(), heads.end()));
}
/// Three steps on the device and call by call: the same bits.
template <class P, class Optimiser>
void check_bits(long batch) {
  Store<float> in_order_store(1), store(1);
  test::Steps<P, test::CallByCall, Optimiser> in_order(in_order_store, batch);
  test::Steps<P, Cuda, Optimiser> queued(store, batch);
  auto const before = queued.everything();
  for (long t = 1; t <= 3; ++t) in_order.run(t), queued.run(t);
  CHECK(queued.everything() == in_order.everything());
  CHECK(queued.everything() != before);
}
template <class P, class Optimiser = Adam>
Queue check(long batch) {
  constexpr auto const& program = Compiled<P>::program;
  Queue const s = cuda::queue_of(program);
  check_complete(program, s);
  check_bits<P, Optimiser>(batch);
  return s;
}
/// Calls that only update, and how many of them are in groups.
template <class P>
std::pair<std::size_t, std::size_t> updates(Queue const& s) {
  std::size_t all = 0, grouped = 0;
  for (Call const& c : Compiled<P>::program.call) all += cuda::only_updates(Compiled<P>::program, c);
  for (auto const& g : s.updates) grouped += g.size();
  return {all, grouped};
}

}  // namespace

TEST_CASE("all parameters of a network are updated by one launch") {
  using P = AdversarialStep<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, Adam>;
  Queue const s = check<P>(4);
  auto const [all, grouped] = updates<P>(s);
  CHECK(all == 12);
  CHECK(grouped == all);
  REQUIRE(s.updates.size() == 2);  // the critic's gradients come from true pictures and from drawn ones
  CHECK(s.work.back().of == Work::Of::updates);
  // Gradients are kept, and nothing else is.
  long kept = 0, gradients = 0;
  for (long n : s.kept) kept += n;
  for (auto const& calls : s.updates)
    for (int i : calls) {
      Call const& c = Compiled<P>::program.call[std::size_t(i)];
      for (int k = c.first; k < c.first + c.count; ++k)
        if (Operand const& o = Compiled<P>::program.operand[std::size_t(k)]; o.where == Where::shared)
          gradients += o.size;
    }
  CHECK(kept == gradients);
}
TEST_CASE("gradients that are clipped together") {
  using P =
      AdversarialStep<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, ClipNorm<Adam>>;
  auto const [all, grouped] = updates<P>(check<P, ClipNorm<Adam>>(4));
  CHECK(all == 15);
  CHECK(grouped == 12);  // all but biases of one number, which are fused in another way
}
TEST_CASE("averages of parameters") {
  using P =
      AdversarialStep<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, Averaged<Adam>>;
  auto const [all, grouped] = updates<P>(check<P, Averaged<Adam>>(4));
  CHECK(all == 13);
  CHECK(grouped == 12);  // all but the average of a running variance
}
TEST_CASE("a critic with a gradient penalty") {
  check<AdversarialStep<test::SmallGenerator, test::SmallCritic, wasserstein + 10 * gradient_penalty,
                        Features<6>, Adam, Phase::discriminator>>(5);
}
TEST_CASE("pix2pix, whose discriminator is updated before the generator's step reads it") {
  using P = Pix2PixStep<UNet<3, 8, 5>, PatchGAN<16, 8>, nonsaturating + 100 * l1, Image<3, 32, 32>, Adam>;
  Queue const s = check<P>(1);
  auto const [all, grouped] = updates<P>(s);
  CHECK(all == 16);
  CHECK(grouped == all);
  CHECK(s.updates.size() == 2);
}
TEST_CASE("CycleGAN's generators") {
  using G = CycleGANGenerator<3, 4, 1>;
  check<CycleGANGenerators<G, G, CycleGANDiscriminator<4>,
                           lsgan + 10 * cycle_consistency + 5 * identity_mapping, Image<3, 24, 24>, Adam>>(1);
}

TEST_CASE("shares of a group cover every element of each member once") {
  using P = Pix2PixStep<UNet<3, 8, 5>, PatchGAN<16, 64>, nonsaturating, Image<3, 32, 32>, Adam>;
  ProgramView const p(Compiled<P>::program);
  std::vector<float*> const nowhere(p.operand.size());
  long largest = 0;
  for (std::vector<int> const& group : cuda::queue_of(p).updates) {
    cuda::Members m;
    m.add(p, group, nowhere);
    std::size_t operands = 0;
    for (int i : group) operands += std::size_t(p.call[std::size_t(i)].count);
    CHECK(m.at.size() == operands);
    auto s = m.share.begin();
    for (int k = 0; k < int(group.size()); ++k) {
      long const elements = long(p.call[std::size_t(group[std::size_t(k)])].domain.size());
      largest = std::max(largest, elements);
      for (long next = 0; next < elements; next = s++->end) {
        REQUIRE(s != m.share.end());
        CHECK(s->member == k);
        CHECK(s->first == next);
        CHECK(s->end > s->first);
        CHECK(s->end - s->first <= cuda::most_of_share);
      }
    }
    CHECK(s == m.share.end());
  }
  CHECK(largest > 2 * cuda::most_of_share);
}
