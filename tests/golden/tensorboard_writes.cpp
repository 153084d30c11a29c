// Writes what tensorboard_reads.py reads: two event files of one run, the second resumed after step 40 of 60.
//
//   g++ -std=c++20 -Iinclude tests/golden/tensorboard_writes.cpp -o writes && ./writes FOLDER
#include <cmath>

#include <agon/log/event_file.hpp>

using namespace agon;

namespace {
void scalars(EventFile& file, long step, double sign) {
  LogValue const values[] = {{"loss_d", sign * 0.5 * double(step)},
                             {"loss_g", step == 20 ? std::nan("") : 3}};
  file.scalars(step, values);
}
}  // namespace

int main(int, char** argv) try {
  data::Picture picture(30, 20, 3);
  for (std::size_t i = 0; i < picture.interleaved.size(); ++i) picture.interleaved[i] = std::uint8_t(i * 7);
  {
    EventFile first(argv[1]);
    for (long step : {20, 40, 60}) scalars(first, step, 1);
    first.picture(60, "samples", picture);
  }
  EventFile second(argv[1], 40);
  for (long step : {60, 80}) scalars(second, step, -1);
  second.picture(80, "samples", picture);
  second.picture(80, "gray", data::Picture(3, 2, 1, 9));
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
