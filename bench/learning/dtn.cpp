// The Domain Transfer Network with the four distances that its paper names, between f of a source and f of
// its translation.
//
//   study_dtn MNIST PHOTOGRAPHS OUT STEPS SEED
#include "dtn.hpp"

using namespace learning;

template <auto Distance>
struct Model : DTN<F, G, D, colour, ternary + 15 * f_constancy<Distance> + 15 * target_identity<>> {
  using Model::DTN::DTN;
};

int main(int argc, char** argv) {
  return study(argc, argv, [](auto const& row) {
    row.template operator()<Model<mse>>("DTN");
    row.template operator()<Model<negative_cosine>>("cosine");
    row.template operator()<Model<hinge_embedding<1>>>("hinge");
    row.template operator()<Model<triplet<0.2>>>("triplet");
  });
}
