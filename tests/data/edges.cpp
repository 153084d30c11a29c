#include <doctest/doctest.h>

#include <agon/data/batches.hpp>
#include <agon/data/edges.hpp>

#include "temporary.hpp"

using namespace agon::data;

TEST_CASE("outline and photograph from a folder") {
  TemporaryFolder const folder;
  std::string const root = folder.path.string();
  CHECK(error_of([&] { edges(root); }) == root + ": has no PNG, JPEG or BMP pictures in it");
  Picture p(48, 32, 3, 40);
  for (int y = 8; y < 24; ++y)
    for (int x = 16; x < 32; ++x) p.at(x, y)[0] = 240;
  write_png(folder / "a.png", p);
  Pairs const set = edges(root, {.size = 32, .jitter = 2, .mirror = true});
  CHECK(set.name == "edges of " + root);
  auto const batch = take(set, 0, 1);
  int white = 0, black = 0;
  for (float x : batch.input) white += x == 1, black += x == -1;
  CHECK(white + black == int(batch.input.size()));
  CHECK(black > 3 * 40);
  CHECK(black < 3 * 100);
  CHECK(batch.target(0, 0, 16, 16) == doctest::Approx(240 / 127.5 - 1));
  auto const back = take(edges(root, {.size = 32, .jitter = 2, .direction = Direction::BtoA}), 0, 1);
  CHECK(back.input == batch.target);
  CHECK(back.target == batch.input);
}
