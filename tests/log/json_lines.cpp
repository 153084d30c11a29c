// Lines of logs: what is written is JSON to another reader, is read back as it was, and files that are cut
// short, hostile or of a later step are met.
#include <clocale>
#include <cmath>
#include <cstdio>
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include <agon/log/json_lines.hpp>

#include "data/temporary.hpp"

using namespace agon;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();

std::string text_of(std::string const& path) {
  auto const bytes = data::read_file(path);
  return {bytes.begin(), bytes.end()};
}
void put(std::string const& path, std::string const& text) { write_bytes(path, {text.begin(), text.end()}); }

void write(JsonLines& log, long step, std::initializer_list<LogValue> values) {
  log.write(step, {values.begin(), values.size()});
}
}  // namespace

TEST_CASE("a line is JSON, and reads back bit for bit") {
  TemporaryFolder const folder;
  std::string const path = folder / "log.jsonl";
  double const values[] = {1.25,    0,      -0.0, 1 / 3.0, 1e300,
                           -5e-324, 123456, 1e22, 1e-7,    -1.7976931348623157e308};
  {
    JsonLines log(path);
    long step = 0;
    for (double v : values) write(log, ++step, {{"loss_d", v}, {"a \"name\"\n\xC3\xA9", -v}});
  }
  std::istringstream lines(text_of(path));
  std::string line;
  auto const read = read_json_lines(path);
  REQUIRE(read.size() == std::size(values));
  for (std::size_t i = 0; i < read.size(); ++i) {
    REQUIRE(std::getline(lines, line));
    auto const j = nlohmann::json::parse(line);
    CHECK(j.at("step") == i + 1);
    CHECK(j.at("loss_d").get<double>() == values[i]);
    CHECK(j.at("a \"name\"\n\xC3\xA9").get<double>() == -values[i]);
    CHECK(read[i].step == long(i + 1));
    REQUIRE(read[i].find("loss_d"));
    CHECK(*read[i].find("loss_d") == values[i]);
    CHECK(std::signbit(*read[i].find("loss_d")) == std::signbit(values[i]));
    CHECK(!read[i].find("step"));
  }
  CHECK(!std::getline(lines, line));
}

TEST_CASE("the text of a line") {
  LogValue const values[] = {{"loss_d", 1.5}, {"loss_g", 100}};
  CHECK(json_line(20, values) == R"({"step":20,"loss_d":1.5,"loss_g":100})");
  CHECK(json_line(0, {}) == R"({"step":0})");
  std::setlocale(LC_ALL, "de_DE.UTF-8");  // where it is installed, numbers are 1,5
  CHECK(json_line(20, values) == R"({"step":20,"loss_d":1.5,"loss_g":100})");
  std::setlocale(LC_ALL, "C");
}

TEST_CASE("numbers that are not finite are strings, as JSON has none") {
  TemporaryFolder const folder;
  std::string const path = folder / "log.jsonl";
  {
    JsonLines log(path);
    write(log, 1, {{"a", std::nan("")}, {"b", infinity}, {"c", -infinity}});
  }
  CHECK(text_of(path) == "{\"step\":1,\"a\":\"NaN\",\"b\":\"Infinity\",\"c\":\"-Infinity\"}\n");
  put(path, text_of(path) + "{ \"step\" : 2 , \"a\" : null }\r\n");
  auto const read = read_json_lines(path);
  REQUIRE(read.size() == 2);
  CHECK(std::isnan(*read[0].find("a")));
  CHECK(*read[0].find("b") == infinity);
  CHECK(*read[0].find("c") == -infinity);
  CHECK(std::isnan(*read[1].find("a")));
}

TEST_CASE("each line is there when write returns") {
  TemporaryFolder const folder;
  std::string const path = folder / "log.jsonl";
  JsonLines log(path);
  CHECK(text_of(path).empty());
  write(log, 1, {{"a", 1}});
  CHECK(text_of(path) == "{\"step\":1,\"a\":1}\n");
  write(log, 2, {});
  CHECK(text_of(path) == "{\"step\":1,\"a\":1}\n{\"step\":2}\n");
}

TEST_CASE("a name twice, or none that JSON knows, and the log is as it was") {
  TemporaryFolder const folder;
  std::string const path = folder / "log.jsonl";
  JsonLines log(path);
  CHECK(error_of([&] { write(log, 1, {{"a", 1}, {"a", 1}}); }) == "a: is logged twice at one step");
  CHECK(error_of([&] { write(log, 1, {{"step", 1}}); }) == "step: is logged twice at one step");
  CHECK(error_of([&] { write(log, 1, {{"\xFF", 1}}); }) != "no error");
  CHECK(text_of(path).empty());
}

TEST_CASE("a resumed log goes on after its step; a fresh one begins anew") {
  TemporaryFolder const folder;
  std::string const path = folder / "log.jsonl";
  std::string const one = "{\"step\":10,\"a\":1}\n", two = "{\"step\":20,\"a\":2}\n";
  auto const after = [&](std::string const& before, long step) {
    put(path, before);
    { JsonLines const log(path, step); }
    CHECK(!data::exists(path + ".part"));
    return text_of(path);
  };
  CHECK(after(one + two, 20) == one + two);
  CHECK(after(one + two, 15) == one);
  CHECK(after(one + two, 5) == "");
  CHECK(after(one + two, 0) == "");
  CHECK(after("anything", 0) == "");
  CHECK(after("", 10) == "");
  // As a crash may leave it.
  for (std::size_t cut = 0; cut + 1 < two.size(); ++cut) {
    CAPTURE(cut);
    CHECK(after(one + two.substr(0, cut), 30) == one);
  }
  CHECK(after(one + two.substr(0, two.size() - 1), 30) == one + two);  // its end alone is missing
  CHECK(after(one + std::string(100, '\0'), 30) == one);
  {
    JsonLines log(path, 10);
    write(log, 30, {{"a", 3}});
  }
  CHECK(text_of(path) == one + "{\"step\":30,\"a\":3}\n");
}

TEST_CASE("no log is made where there is none to go on with") {
  TemporaryFolder const folder;
  { JsonLines const log(folder / "new.jsonl", 100); }
  CHECK(text_of(folder / "new.jsonl").empty());
}

TEST_CASE("what is no log is said, and stays as it is") {
  TemporaryFolder const folder;
  std::string const path = folder / "log.jsonl";
  auto const refused = [&](std::string const& text, std::string const& why) {
    CAPTURE(text);
    put(path, text + "\n{\"step\":9}\n");
    CHECK(error_of([&] { JsonLines(path, 5); }) == path + ": is damaged: its line " + why);
    CHECK(error_of([&] { read_json_lines(path); }) == path + ": is damaged: its line " + why);
    CHECK(text_of(path) == text + "\n{\"step\":9}\n");
  };
  refused("", "1 should have '{' at byte 0");
  refused("[]", "1 should have '{' at byte 0");
  refused("{\"step\":1}\n{}", "2 should have a \"step\" at byte 13");
  refused("{\"step\":1}\nPNG", "2 should have '{' at byte 11");
  refused("{\"step\":-1}", "1 should have a whole number from 0 to 2^63 - 1 at byte 8");
  refused("{\"step\":1,\"a\":{}}", "1 should have a number at byte 14");
  refused("{\"step\":1,\"a\":\"b\"}", "1 should have a number at byte 14");
  refused("{\"step\":1,\"step\":1}", "1 has the name \"step\" twice at byte 17");
  refused("{\"step\":1} x", "1 should end at byte 11");
  for (char const* number : {"NaN", "01", "+1", ".5", "5.", "1e", "1e+", "-", "0x10", "1e999", "true", "1,2"})
    CHECK(error_of([&] {
            put(path, std::string("{\"step\":1,\"a\":") + number + "}\n");
            read_json_lines(path);
          }) != "no error");
  std::string deep(100000, '[');
  refused(deep, "1 should have '{' at byte 0");
}

TEST_CASE("folders and disks that take nothing") {
  TemporaryFolder const folder;
  put(folder / "file", "here");
  std::string const below = (folder.path / "file" / "log.jsonl").string();
  CHECK(error_of([&] { JsonLines{below}; }).starts_with(below + ": cannot be written"));
  std::string const missing = (folder.path / "nowhere" / "log.jsonl").string();
  CHECK(error_of([&] { JsonLines{missing}; }).starts_with(missing + ": cannot be written"));
  CHECK(error_of([&] { read_json_lines(missing); }).starts_with(missing + ": cannot be opened"));
  std::filesystem::create_directories(folder.path / "folder.jsonl" / "full");
  CHECK(error_of([&] { JsonLines{folder / "folder.jsonl"}; }) != "no error");
  CHECK(error_of([&] { JsonLines(folder / "folder.jsonl", 1); }) != "no error");
}
