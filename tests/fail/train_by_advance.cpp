// expect: train: give the model launch(), which asks for a step, and report(), which says what came of it
#include <agon/network.hpp>
#include <agon/train/loop.hpp>

using namespace agon;

struct Model {
  void feed(data::ImageBatch const&) {}
  Report advance() { return {}; }
};
void run(Model& model, data::Images const& set) { train(model, set, {.batch = 1, .steps = 1}); }
