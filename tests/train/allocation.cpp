// After construction a step allocates nothing: malloc itself is counted, not only operator new.
#include <atomic>
#include <doctest/doctest.h>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

namespace {
std::atomic<long> allocations = 0;
}

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t n) { return ++allocations, __libc_malloc(n); }
void* calloc(std::size_t n, std::size_t m) { return ++allocations, __libc_calloc(n, m); }
void* realloc(void* p, std::size_t n) { return ++allocations, __libc_realloc(p, n); }
void* aligned_alloc(std::size_t a, std::size_t n) { return ++allocations, __libc_memalign(a, n); }
}

using namespace agon;
using Step =
    AdversarialStep<DCGANGenerator28<1, 8>, DCGANDiscriminator28<8>, nonsaturating, Features<20>, Adam>;

TEST_CASE("the counter counts") {
  long const before = allocations;
  void* volatile raw = std::malloc(100);
  std::free(raw);
  int* volatile number = new int(3);
  delete number;
  CHECK(allocations - before >= 2);
}

TEST_CASE("no step allocates, not even the first") {
  Store<float> store;
  cpu::Engine<Step> engine(store, 8);
  Adam const adam;
  std::string const g = "G", d = "D";
  for (std::uint32_t t = 1; t <= 3; ++t) {
    adam.set(engine, g, t);
    adam.set(engine, d, t);
    long const before = allocations;
    engine.run({1, t});
    CHECK(allocations == before);
  }
}

#else
TEST_CASE("malloc is counted where glibc's is the one in use") { MESSAGE("not here"); }
#endif
