// What pix2pix's parts are for (Isola et al. 2017, section 4): L1 alone, the conditional GAN alone and both;
// the U-Net against an encoder-decoder; discriminators of 1, 16, 70 pixels and of the whole picture.
// Landscapes of 128x128 that agon paints, networks of a quarter of the widths; 100 other landscapes judge.
//
//   study_pix2pix STEPS SEED FOLDER
//
// prints a table and writes to FOLDER all.png, with a column for each row of it, and maps of patches.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <agon/agon.hpp>
#include <agon/data/patch_view.hpp>
#include <agon/metric/sharpness.hpp>

using namespace agon;

namespace {

constexpr Shape size = Image<3, 128, 128>;
constexpr auto both = nonsaturating + 100 * l1;
constexpr auto adversarial = nonsaturating;
constexpr auto absolute =
    on<Player::Discriminator>(nonsaturating) + 100 * l1;  // D learns, and G does not listen

using U = UNet<3, 16, 7>;
using Straight = Paper::EncoderDecoder<"C16-C32-C64-C128-C128-C128-C128", "CD128-CD128-CD128-C64-C32-C16", 3>;

struct Study {
  data::Pairs seen, unseen;
  long steps;
  std::uint64_t seed;
  std::string folder;
  std::vector<Array4> column = {};  // of all.png: two pictures each

  template <class G, class D, auto Objective>
  void row(std::string const& name) {
    using Model = Pix2Pix<G, D, size, Objective>;
    Model model{{.seed = seed}};
    auto const begin = std::chrono::steady_clock::now();
    train(model, seen, {.batch = 1, .steps = steps, .quiet = true});
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

    data::PairBatch const b = data::take(unseen, 0, unseen.count());
    Array4 const drawn = model.generate(b.input);
    double l1 = 0;
    for (std::size_t i = 0; i < drawn.size(); ++i)
      l1 += std::abs(double(drawn.data()[i]) - double(b.target.data()[i])) / double(drawn.size());
    std::printf("| %s | %.4f | %.2f | %.0f s |\n", name.c_str(), l1,
                metric::sharpness(drawn) / metric::sharpness(b.target), seconds);
    std::fflush(stdout);
    column.push_back(model.generate(data::take(unseen, 0, 2).input));
    if constexpr (receptive_field<D, Image<6, 128, 128>> == 70) {
      data::PairBatch const one = data::take(unseen, 0, 1);
      Array4 const fake = model.generate(one.input);
      data::write_png(
          folder + "/" + name + ", patches.png",
          data::patch_view(fake, model.probability_map(one.input, fake), 5, 8, Model::window(5, 8)));
    }
  }

  /// Inputs, targets and what each row draws, from the left.
  void write_all() const {
    data::PairBatch const b = data::take(unseen, 0, 2);
    std::vector<Array4 const*> from{&b.input, &b.target};
    for (Array4 const& c : column) from.push_back(&c);
    Array4 all = data::empty_batch(int(2 * from.size()), size);
    for (std::size_t k = 0; k < 2 * from.size(); ++k)
      std::copy_n(from[k % from.size()]->data() + long(k / from.size()) * size.size(), size.size(),
                  all.data() + long(k) * size.size());
    data::write_png(folder + "/all.png", data::grid(all, int(from.size())));
  }
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 4) throw Error("study_pix2pix", "give STEPS SEED FOLDER");
  Study s{data::scenes(400, {.size = 128}), data::scenes(100, {.size = 128, .seed = 2}), std::atol(argv[1]),
          std::uint64_t(std::atol(argv[2])), argv[3]};
  std::filesystem::create_directories(s.folder);
  std::printf("%s\n\n| | L1 | sharpness, of real | time |\n| --- | --- | --- | --- |\n",
              Cpu::machine_text().c_str());
  s.row<U, PatchGAN<70, 16>, absolute>("U-Net, L1");
  s.row<U, PatchGAN<70, 16>, adversarial>("U-Net, cGAN, 70");
  s.row<U, PatchGAN<70, 16>, both>("U-Net, L1 + cGAN, 70");
  s.row<U, PatchGAN<1, 16>, both>("U-Net, L1 + cGAN, 1");
  s.row<U, PatchGAN<16, 16>, both>("U-Net, L1 + cGAN, 16");
  s.row<U, PatchGAN<286, 16>, both>("U-Net, L1 + cGAN, 286");
  s.row<Straight, PatchGAN<70, 16>, absolute>("encoder-decoder, L1");
  s.row<Straight, PatchGAN<70, 16>, both>("encoder-decoder, L1 + cGAN, 70");
  s.write_all();
} catch (Error const& e) {
  std::fprintf(stderr, "study_pix2pix: %s\n", e.what());
  return 1;
}
