// The Domain Transfer Network without its parts, one by one, as in the paper's table 2. It shares f and the
// judge with dtn.cpp, which trains them.
//
//   dtn_ablations MNIST PHOTOGRAPHS OUT STEPS SEED
#include "dtn.hpp"

using namespace learning;

// G on its own: as much of a network as g(f(x)), all of it learned.
struct Pixels : FromPixels<F, G> {};

template <class Generator, auto Objective, class Discriminator = D>
struct Model : DTN<F, Generator, Discriminator, colour, Objective> {
  using Model::DTN::DTN;
};

inline constexpr auto constancy = 15 * f_constancy<>;
inline constexpr auto identity = 15 * target_identity<>;

int main(int argc, char** argv) try {
  Options const o = options(argc, argv);
  Sets const s = sets(o);
  Known const known(o, s);
  auto const set = data::transfer_set(s.street, s.digits);
  auto const run = [&]<class M>(char const* name) {
    row<M>(name, o, known.f_file, set, s.street_test, known.judge);
  };
  run.operator()<Model<G, ternary + constancy>>("without identity");
  run.operator()<Model<G, ternary + identity>>("without constancy");
  run.operator()<Model<Pixels, ternary + constancy + identity>>("G without f");
  run.operator()<Model<G, constancy + identity>>("without D");
  run.operator()<Model<G, Ternary{}>>("neither");
  run.operator()<Model<Pixels, nonsaturating + constancy, DTNDiscriminator<1, 16>>>("baseline");
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
