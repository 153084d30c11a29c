// A run's log: means over its steps, resumed logs, plots.
#include <cmath>
#include <doctest/doctest.h>

#include <agon/log/run_log.hpp>

#include "data/temporary.hpp"

using namespace agon;
namespace fs = std::filesystem;

namespace {
std::string text_of(std::string const& path) {
  auto const bytes = data::read_file(path);
  return {bytes.begin(), bytes.end()};
}
int event_files(fs::path const& folder) {
  int n = 0;
  for (auto const& f : fs::directory_iterator(folder))
    n += f.path().filename().string().starts_with("events.out.");
  return n;
}
/// Step, and the numbers but the time.
std::string told(std::string const& folder) {
  std::string s;
  for (LogLine const& line : read_json_lines(log_path(folder))) {
    append(s, {line.step, ':'});
    for (auto const& [name, value] : line.values)
      if (name != "seconds") append(s, {' ', name, '=', value});
    s += '\n';
  }
  return s;
}
}  // namespace

TEST_CASE("a line has the means of the steps since the last one") {
  TemporaryFolder const folder;
  std::string const out = folder.path.string();
  {
    RunLog log(out, 0, 4);
    for (long step = 1; step <= 10; ++step) log.scalars(step, {{"loss_d", double(step)}, {"loss_g", 2.0}});
    CHECK(told(out) == "4: loss_d=2.5 loss_g=2\n8: loss_d=6.5 loss_g=2\n");
    CHECK(!data::exists(losses_path(out)));
    log.finish();
    CHECK(told(out) == "4: loss_d=2.5 loss_g=2\n8: loss_d=6.5 loss_g=2\n10: loss_d=9.5 loss_g=2\n");
    log.finish();
  }
  CHECK(told(out) == "4: loss_d=2.5 loss_g=2\n8: loss_d=6.5 loss_g=2\n10: loss_d=9.5 loss_g=2\n");
  CHECK(text_of(losses_path(out)).starts_with("<svg "));
  CHECK(!data::exists(balance_path(out)));  // nobody said how D does
  CHECK(event_files(out) == 1);
}

TEST_CASE("names may come in any order, and not at every step") {
  TemporaryFolder const folder;
  std::string const out = folder.path.string();
  RunLog log(out, 0, 3);
  log.scalars(1, {{"a", 1}, {"b", 2}});
  log.scalars(2, {{"c", 7}, {"b", 4}});
  log.scalars(3, {{"b", 6}, {"a", 3}});
  CHECK(told(out) == "3: a=2 b=4 c=7\n");
  log.scalars(4, {{"c", 1}});
  log.scalars(5, {});
  log.scalars(6, {{"a", std::nan("")}, {"c", 2}});
  CHECK(told(out) == "3: a=2 b=4 c=7\n6: a=nan c=1.5\n");
  log.scalars(9, {});
  CHECK(told(out) == "3: a=2 b=4 c=7\n6: a=nan c=1.5\n");
}

TEST_CASE("a resumed run goes on with the log, its clock and its plots") {
  TemporaryFolder const folder;
  std::string const out = folder.path.string();
  auto const run = [&](long from, long to) {
    RunLog log(out, from, 2);
    for (long step = from + 1; step <= to; ++step) log.scalars(step, {{"loss_d", double(step)}});
    log.finish();
  };
  run(0, 7);
  CHECK(told(out) == "2: loss_d=1.5\n4: loss_d=3.5\n6: loss_d=5.5\n7: loss_d=7\n");
  run(5, 9);  // from a checkpoint of step 5
  CHECK(told(out) == "2: loss_d=1.5\n4: loss_d=3.5\n6: loss_d=6\n8: loss_d=7.5\n9: loss_d=9\n");
  CHECK(event_files(out) == 2);
  double last = 0;
  for (LogLine const& line : read_json_lines(log_path(out))) {
    CHECK(*line.find("seconds") >= last);
    last = *line.find("seconds");
  }
  run(0, 2);  // a new run
  CHECK(told(out) == "2: loss_d=1.5\n");
}

TEST_CASE("a run that ends by an exception leaves what it told") {
  TemporaryFolder const folder;
  std::string const out = folder.path.string();
  CHECK_THROWS_AS(([&] {
                    RunLog log(out, 0, 100);
                    log.scalars(1, {{"loss_d", 3}});
                    throw Error("the run ends");
                  }()),
                  Error);
  CHECK(told(out) == "1: loss_d=3\n");
  CHECK(data::exists(losses_path(out)));
}

TEST_CASE("both players' losses and D's balance are drawn; far apart, by a logarithmic axis") {
  TemporaryFolder const folder;
  std::string const out = folder.path.string();
  auto const draw = [&](double d, double g) {
    RunLog log(out, 0, 1);
    for (long step = 1; step <= 300; ++step)
      log.scalars(step, {{"loss_d", d + 0.001 * double(step)},
                         {"loss_g", g},
                         {"d_real", 0.6},
                         {"d_fake", 0.4},
                         {"accuracy", 0.75}});
    log.finish();
    return text_of(losses_path(out));
  };
  std::string const near = draw(0.5, 1), far = draw(0.5, 50), negative = draw(-0.5, 50);
  for (char const* word : {">Losses<", ">discriminator<", ">generator<", ">step<", "stroke-opacity"})
    CHECK(near.find(word) != near.npos);
  CHECK(near.find(">10<") == near.npos);
  CHECK(far.find(">10<") != far.npos);
  CHECK(negative.find("\xE2\x88\x92"
                      "10<") != negative.npos);  // -10
  std::string const balance = text_of(balance_path(out));
  for (char const* word :
       {">Balance of the players<", ">D(x)<", ">D(G(z))<", ">accuracy of D<", ">1.0<", ">0.2<"})
    CHECK(balance.find(word) != balance.npos);
}

TEST_CASE("a log of something else is drawn too, and a run without steps") {
  TemporaryFolder const folder;
  { RunLog const log(folder.path.string(), 0, 1); }
  CHECK(text_of(losses_path(folder.path.string())).find("no numbers") != std::string::npos);
  write_bytes(folder / "losses.jsonl", {'{', '"', 's', 't', 'e', 'p', '"', ':', '3', '}', '\n'});
  draw_run(folder.path.string());
}

TEST_CASE("what cannot be done is said") {
  TemporaryFolder const folder;
  std::string const out = folder.path.string(), nowhere = out + "/nowhere";
  CHECK(error_of([&] { RunLog(nowhere, 0, 1); }).starts_with(nowhere + "/losses.jsonl: cannot be written"));
  write_bytes(folder / "losses.jsonl", {'{', '}', '\n'});
  CHECK(error_of([&] { RunLog(out, 0, 0); }) == "log: a line for every 0 steps cannot be written");
  CHECK(text_of(log_path(out)) == "{}\n");  // as it was
  CHECK(error_of([&] { draw_run(nowhere); }).starts_with(nowhere + "/losses.jsonl: cannot be opened"));
  write_bytes(folder / "losses.jsonl", {'?', '\n'});
  CHECK(error_of([&] { RunLog(out, 5, 1); }) ==
        out + "/losses.jsonl: is damaged: its line 1 should have '{' at byte 0");
  std::filesystem::create_directories(folder.path / "losses.svg" / "in the way");
  RunLog log(out, 0, 1);
  CHECK(error_of([&] { log.finish(); }).starts_with(out + "/losses.svg: cannot be written"));
}
