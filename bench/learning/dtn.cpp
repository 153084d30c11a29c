// The Domain Transfer Network with the four distances that its paper names, between f of a source and f of
// its translation.
//
//   dtn MNIST PHOTOGRAPHS OUT STEPS SEED
#include "dtn.hpp"

using namespace learning;

template <auto Distance>
struct Model : DTN<F, G, D, colour, ternary + 15 * f_constancy<Distance> + 15 * target_identity<>> {
  using Model::DTN::DTN;
};

int main(int argc, char** argv) try {
  Options const o = options(argc, argv);
  Sets const s = sets(o);
  Known const known(o, s);
  auto const set = data::transfer_set(s.street, s.digits);
  auto const run = [&]<class M>(char const* name) {
    row<M>(name, o, known.f_file, set, s.street_test, known.judge);
  };
  run.operator()<Model<mse>>("DTN");
  run.operator()<Model<negative_cosine>>("cosine");
  run.operator()<Model<hinge_embedding<1>>>("hinge");
  run.operator()<Model<triplet<0.2>>>("triplet");
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
