#include <doctest/doctest.h>

#include <agon/data/write_safetensors.hpp>

#include "temporary.hpp"
#if __has_include(<sys/resource.h>)
#include <csignal>
#include <sys/resource.h>
#endif

using namespace agon::data;

/// A file with this header and so many bytes of data.
static std::vector<std::uint8_t> bytes_of(std::string const& header, std::size_t data) {
  std::uint64_t const length = header.size();
  std::vector<std::uint8_t> file(8);
  std::memcpy(file.data(), &length, 8);
  file.insert(file.end(), header.begin(), header.end());
  for (std::size_t i = 0; i < data; ++i) file.push_back(std::uint8_t(i));
  return file;
}
static std::string entry(std::string const& name, std::string const& type, std::string const& shape,
                         std::string const& places) {
  return agon::joined(
      {"\"", name, "\":{\"dtype\":\"", type, "\",\"shape\":[", shape, "],\"data_offsets\":[", places, "]}"});
}

TEST_CASE_TEMPLATE("numbers come back bit for bit", S, float, double) {
  TemporaryFolder const folder;
  std::vector<NamedExtents> const tensors{
      {"a", {2, 3}}, {"empty", {0, 7}}, {"one", {}}, {"\xC3\xA4 \"\\\n", {1'000'003}}};
  auto const number = [](std::size_t k, long e) {
    S const odd[] = {std::numeric_limits<S>::denorm_min(), -S(0), std::numeric_limits<S>::infinity(),
                     S(1) / 3};
    return e < 4 ? odd[e] : S(e) / S(k + 7);
  };
  write_safetensors<S>(folder / "x", {{"step", "12"}, {"who", "\"agon\"\t\x01"}}, tensors, number);
  Safetensors const file(folder / "x");
  CHECK(file.metadata().at("step") == "12");
  CHECK(file.metadata().at("who") == "\"agon\"\t\x01");
  CHECK(file.metadata().contains("agon.version"));
  REQUIRE(file.tensors().size() == 4);
  for (std::size_t k = 0; k < tensors.size(); ++k) {
    StoredTensor const* const t = file.find(tensors[k].name);
    REQUIRE(t);
    CHECK(t->extents == tensors[k].extents);
    CHECK(t->type == (sizeof(S) == 4 ? "F32" : "F64"));
    long different = 0;
    for (long e = 0; e < tensors[k].size(); ++e) {
      S const was = number(k, e), is = file.number<S>(*t, e);
      different += std::memcmp(&was, &is, sizeof(S)) != 0;
    }
    CHECK(different == 0);
  }
  CHECK(file.find("b") == nullptr);
  auto const bytes = read_file(folder / "x");
  std::uint64_t length;
  std::memcpy(&length, bytes.data(), 8);
  CHECK(length % 8 == 0);  // the data are aligned
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("other types of number") {
  TemporaryFolder const folder;
  auto file = bytes_of("{" + entry("b", "BF16", "2", "0,4") + "," + entry("h", "F16", "6", "4,16") + "," +
                           entry("i", "I64", "", "16,24") + "}  ",
                       24);
  std::uint16_t const numbers[] = {0x3F80, 0xC049, 0x3C00, 0xC000, 0x0001, 0x7C00, 0x7BFF, 0x7E00};
  std::memcpy(&file[file.size() - 24], numbers, 16);
  write_bytes(folder / "x", file);
  Safetensors const x(folder / "x");
  auto const value = [&](char const* name, long e) { return x.number<float>(*x.find(name), e); };
  CHECK(value("b", 0) == 1);
  CHECK(value("b", 1) == -3.140625f);
  CHECK(value("h", 0) == 1);
  CHECK(value("h", 1) == -2);
  CHECK(value("h", 2) == 0x1p-24f);
  CHECK(std::isinf(value("h", 3)));
  CHECK(value("h", 4) == 65504);
  CHECK(std::isnan(value("h", 5)));
  CHECK(x.find("h")->is_real());
  CHECK_FALSE(x.find("i")->is_real());
  CHECK(x.tensors().begin()->name == "b");
  CHECK(x.tensors().rbegin()->name == "i");
}

TEST_CASE("what the format allows") {
  TemporaryFolder const folder;
  auto const reads = [&](std::string const& header, std::size_t data) {
    write_bytes(folder / "x", bytes_of(header, data));
    return error_of([&] { Safetensors const file(folder / "x"); }) == "no error";
  };
  CHECK(reads("{}", 0));
  CHECK(reads("{ } \n\t\r ", 0));
  CHECK(reads(R"({"__metadata__":{}})", 0));
  CHECK(reads(R"({"__metadata__":{"format":"pt"},)" + entry("x", "F32", "2,1", "0,8") + "}", 8));
  CHECK(reads(R"({ "x" : { "data_offsets" : [ 0 , 8 ] , "shape" : [ 2 ] , "dtype" : "F32" } })", 8));
  CHECK(reads("{" + entry("later", "U8", "2", "4,6") + "," + entry("first", "I32", "", "0,4") + "}", 6));
  CHECK(reads("{" + entry("b", "F32", "0", "4,4") + "," + entry("a", "F32", "", "0,4") + "," +
                  entry("c", "F32", "0", "0,0") + "}",
              4));
  CHECK(reads(R"({"\u00e4\ud83d\ude00\n\/":{"dtype":"U8","shape":[],"data_offsets":[0,1]}})", 1));
  Safetensors const file(folder / "x");
  CHECK(file.tensors().begin()->name == "\xC3\xA4\xF0\x9F\x98\x80\n/");
}

TEST_CASE("headers that break a rule") {
  TemporaryFolder const folder;
  std::string const path = folder / "x";
  auto const refuses = [&](std::string const& header, std::size_t data, std::string const& cause) {
    CAPTURE(header);
    write_bytes(path, bytes_of(header, data));
    CHECK(error_of([&] { Safetensors const file(path); }) == path + ": " + cause);
  };
  auto const one = [](std::string const& type, std::string const& shape, std::string const& places) {
    return "{" + entry("x", type, shape, places) + "}";
  };
  std::string const x = "is damaged: its tensor \"x\" ", header = "is damaged: its header ";
  SUBCASE("not JSON") {
    refuses(" {}", 0, "is no safetensors file: its header does not start with '{'");
    refuses("[]", 0, "is no safetensors file: its header does not start with '{'");
    refuses("{} {}", 0, header + "should end at byte 11");
    refuses(std::string("{}\0", 3), 0, header + "should end at byte 10");
    refuses("{\"x", 0, header + "should have '\"' at byte 11");
    refuses("{1:2}", 0, header + "should have '\"' at byte 9");
    refuses("{\"x\"}", 0, header + "should have ':' at byte 12");
    refuses("{\"x\":7}", 0, header + "should have '{' at byte 13");
    refuses("{\"x\":{},}", 0, "is damaged: its tensor \"x\" lacks one of dtype, shape and data_offsets");
    refuses("{\"__metadata__\":{},}", 0, header + "should have '\"' at byte 27");
    refuses("{\"__metadata__\":{}", 0, header + "should have '}' at byte 26");
    refuses("{\"\xFF\":{}}", 0, header + "has a string that is no UTF-8 at byte 10");
    refuses("{\"\xC0\x80\":{}}", 0, header + "has a string that is no UTF-8 at byte 10");
    refuses("{\"\xED\xA0\x80\":{}}", 0, header + "has a string that is no UTF-8 at byte 10");
    refuses("{\"a\nb\":{}}", 0, header + "has a string that is no UTF-8 at byte 11");
    refuses("{\"\\x\":{}}", 0, header + "has an escape that JSON does not know at byte 11");
    refuses("{\"\\u12g4\":{}}", 0, header + "has an escape that JSON does not know at byte 11");
    refuses("{\"\\ud800\":{}}", 0, header + "has half of a surrogate pair at byte 16");
    refuses("{\"\\udc00\":{}}", 0, header + "has half of a surrogate pair at byte 16");
    refuses("{\"\\ud800\\u0041\":{}}", 0, header + "has half of a surrogate pair at byte 22");
  }
  SUBCASE("nested a million deep") {
    std::string deep = "{\"x\":";
    for (int i = 0; i < 1'000'000; ++i) deep += "{\"x\":";
    refuses(deep, 0, "is damaged: its tensor \"x\" has a field \"x\" that is not known");
    refuses("{\"x\":" + std::string(1'000'000, '['), 0, header + "should have '{' at byte 13");
    refuses("{\"x\":{\"shape\":" + std::string(1'000'000, '['), 0,
            header + "should have a whole number from 0 to 2^63 - 1 at byte 23");
  }
  SUBCASE("names") {
    refuses("{" + entry("x", "U8", "1", "0,1") + "," + entry("x", "U8", "1", "1,2") + "}", 2,
            header + "has the name \"x\" twice at byte 65");
    refuses("{" + entry("x", "U8", "1", "0,1") + R"(,"\u0078":{}})", 2,
            header + "has the name \"x\" twice at byte 70");
    refuses(R"({"__metadata__":{},"__metadata__":{}})", 0,
            header + "has the name \"__metadata__\" twice at byte 42");
    refuses(R"({"__metadata__":{"a":"1","a":"2"}})", 0, header + "has the name \"a\" twice at byte 37");
    refuses(R"({"x":{"dtype":"U8","dtype":"U8"}})", 0, header + "has the name \"dtype\" twice at byte 35");
    refuses(R"({"__metadata__":{"a":1}})", 0, header + "should have '\"' at byte 29");
    refuses(R"({"__metadata__":null})", 0, header + "should have '{' at byte 24");
    refuses(R"({"x":{"color":"red"}})", 0, x + "has a field \"color\" that is not known");
    refuses(R"({"x":{"dtype":"U8","shape":[]}})", 0, x + "lacks one of dtype, shape and data_offsets");
  }
  SUBCASE("types and shapes") {
    refuses(one("F31", "1", "0,4"), 4, x + "is of a type \"F31\" that is not known");
    refuses(one("", "1", "0,4"), 4, x + "is of a type \"\" that is not known");
    std::string const number = header + "should have a whole number from 0 to 2^63 - 1 at byte 37";
    for (char const* extent :
         {"-1", "1.0", "1e0", "01", "+1", "\"1\"", "null", "9223372036854775808", "99999999999999999999999"})
      refuses(one("F32", extent, "0,4"), 4, number);
    refuses(one("F32", "1,", "0,4"), 4, header + "should have a whole number from 0 to 2^63 - 1 at byte 39");
    refuses(one("F32", "4294967296,4294967296", "0,0"), 0,
            x + "is larger than can be counted: (4294967296, 4294967296)");
    refuses(one("F32", "9223372036854775807", "0,4"), 4,
            x + "is larger than can be counted: (9223372036854775807)");
    refuses(one("U8", "4294967296,2147483648,2", "0,0"), 0,
            x + "is larger than can be counted: (4294967296, 2147483648, 2)");
    std::string ones = "1";
    for (int i = 0; i < 64; ++i) ones += ",1";
    refuses(one("U8", ones, "0,1"), 1, x + "has more than 64 dimensions");
    refuses(one("F32", "2,3", "0,20"), 20, x + "(2, 3) of F32 should have 24 bytes and has 20");
    refuses(one("F64", "", "0,4"), 4, x + "() of F64 should have 8 bytes and has 4");
  }
  SUBCASE("places") {
    refuses(one("U8", "4", "8,4"), 8, x + "ends at 4 before it begins at 8");
    refuses(one("U8", "4", "0"), 4, x + "has data_offsets that are not two numbers");
    refuses(one("U8", "4", "0,4,4"), 4, x + "has data_offsets that are not two numbers");
    refuses(one("U8", "4", "-4,0"), 4, header + "should have a whole number from 0 to 2^63 - 1 at byte 55");
    refuses(one("U8", "4", "2,6"), 6, x + "leaves a hole before it: it begins at 2 and not at 0");
    refuses("{" + entry("a", "U8", "4", "0,4") + "," + entry("x", "U8", "4", "5,9") + "}", 9,
            x + "leaves a hole before it: it begins at 5 and not at 4");
    refuses("{" + entry("a", "U8", "4", "0,4") + "," + entry("x", "U8", "4", "3,7") + "}", 7,
            x + "overlaps the one before it: it begins at 3 and not at 4");
    refuses("{" + entry("a", "U8", "4", "0,4") + "," + entry("x", "U8", "4", "0,4") + "}", 4,
            x + "overlaps the one before it: it begins at 0 and not at 4");
    refuses(one("U8", "4", "0,4"), 3, "is cut short: it ends after 64 of 65 bytes");
    refuses(one("U8", "4", "0,4"), 5, "has trailing bytes after the 65 that belong to it");
    refuses(one("U8", "1000000000000", "0,1000000000000"), 5,
            "is cut short: it ends after 90 of 1000000000085 bytes");
    refuses("{}", 1, "has trailing bytes after the 10 that belong to it");
  }
}

TEST_CASE("lengths that lie") {
  TemporaryFolder const folder;
  std::string const path = folder / "x";
  auto const refuses = [&](std::uint64_t length, std::string const& cause) {
    auto file = bytes_of("{}      ", 0);
    std::memcpy(file.data(), &length, 8);
    write_bytes(path, file);
    CHECK(error_of([&] { Safetensors const x(path); }) == path + ": " + cause);
  };
  refuses(0, "is no safetensors file: its header does not start with '{'");
  refuses(1, "is damaged: its header should have '\"' at byte 9");
  refuses(7, "has trailing bytes after the 15 that belong to it");
  refuses(9, "is cut short: it ends after 16 bytes and its header after 17");
  refuses(100'000'000, "is cut short: it ends after 16 bytes and its header after 100000008");
  refuses(100'000'001,
          "is no safetensors file: its header would have 100000001 bytes, and 100000000 are allowed");
  refuses(
      ~0ull,
      "is no safetensors file: its header would have 18446744073709551615 bytes, and 100000000 are allowed");
  write_bytes(path, {1, 2, 3});
  CHECK(error_of([&] { Safetensors const x(path); }) ==
        path + ": is no safetensors file: it has only 3 bytes");
  CHECK(error_of([&] { Safetensors const x(folder / "none"); }) ==
        (folder / "none") + ": cannot be read: No such file or directory");
  CHECK(error_of([&] { Safetensors const x(folder.path.string()); }) ==
        folder.path.string() + ": cannot be read: Is a directory");
}

static void write_small(std::string const& path, float first = 0) {
  write_safetensors<float>(path, {{"agon.step", "3"}}, {{"G.weight", {2, 3}}, {"G.bias", {3}}},
                           [&](std::size_t k, long e) { return first + float(k) + float(e) / 3; });
}

TEST_CASE("cut at any place, or with any one byte flipped") {
  TemporaryFolder const folder;
  write_small(folder / "good");
  auto const good = read_file(folder / "good");
  for (std::size_t length = 0; length < good.size(); ++length) {
    write_bytes(folder / "x", {good.begin(), good.begin() + long(length)});
    CHECK(error_of([&] { Safetensors const x(folder / "x"); }) != "no error");
  }
  for (std::size_t i = 0; i < good.size(); ++i)
    for (int bits : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      auto bad = good;
      bad[i] ^= std::uint8_t(bits);
      write_bytes(folder / "x", bad);
      CAPTURE(i);
      CAPTURE(bits);
      CHECK(error_of([&] { Safetensors const x(folder / "x"); }) != "no error");
    }
  auto bad = good;
  bad.back() ^= 1;
  write_bytes(folder / "x", bad);
  CHECK(error_of([&] {
          Safetensors const x(folder / "x");
        }).starts_with((folder / "x") + ": is damaged: its checksum is "));
  bad = good;
  bad[8 + checksum_start.size() - 5] = 'X';  // the name of the checksum
  write_bytes(folder / "x", bad);
  CHECK(error_of([&] { Safetensors const x(folder / "x"); }) ==
        (folder / "x") + ": is damaged: the checksum that agon writes first is missing");
}

TEST_CASE("what can't be written leaves nothing behind, and the old file as it was") {
  TemporaryFolder const folder;
  write_small(folder / "x");
  auto const old = read_file(folder / "x");
  auto const files = [&] { return std::distance(std::filesystem::directory_iterator(folder.path), {}); };
  std::string const missing = (folder.path / "missing" / "x").string(),
                    below = (folder.path / "x" / "y").string();
  CHECK(error_of([&] { write_small(missing); }) == missing + ": cannot be written to the folder " +
                                                       (folder.path / "missing").string() +
                                                       ": No such file or directory");
  CHECK(error_of([&] { write_small(below); }) ==
        below + ": cannot be written to the folder " + (folder / "x") + ": Not a directory");
  CHECK(error_of([&] {
          write_safetensors<float>(folder / "x", {}, {{"\xFF", {}}}, [](std::size_t, long) { return 0.f; });
        }) == "a name that is no UTF-8 cannot be written");
  CHECK(files() == 1);
#if __has_include(<sys/resource.h>)
  rlimit before;  // a disk that is full after 100000 bytes
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit const small{100'000, before.rlim_max};
  auto const handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  std::string const error = error_of([&] {
    write_safetensors<float>(folder / "x", {}, {{"a", {1'000'000}}},
                             [](std::size_t, long e) { return float(e); });
  });
  std::string const late = error_of([&] {  // noticed when the last bytes are flushed
    write_safetensors<float>(folder / "x", {}, {{"a", {25'000}}},
                             [](std::size_t, long e) { return float(e); });
  });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(error == (folder / "x") + ": cannot be written: File too large");
  CHECK(late == (folder / "x") + ": cannot be written: File too large");
#endif
  CHECK(files() == 1);
  CHECK(read_file(folder / "x") == old);
  write_small(folder / "x", 5);
  CHECK(files() == 1);
  CHECK(read_file(folder / "x") != old);
}
