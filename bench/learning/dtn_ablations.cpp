// The Domain Transfer Network without its parts, one by one, as in the paper's table 2. It shares f and the
// judge with dtn.cpp, which trains them.
//
//   study_dtn_ablations MNIST PHOTOGRAPHS OUT STEPS SEED
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

int main(int argc, char** argv) {
  return study(argc, argv, [](auto const& row) {
    row.template operator()<Model<G, ternary + constancy>>("without identity");
    row.template operator()<Model<G, ternary + identity>>("without constancy");
    row.template operator()<Model<Pixels, ternary + constancy + identity>>("G without f");
    row.template operator()<Model<G, constancy + identity>>("without D");
    row.template operator()<Model<G, Ternary{}>>("neither");
    row.template operator()<Model<Pixels, nonsaturating + constancy, DTNDiscriminator<1, 16>>>("baseline");
  });
}
