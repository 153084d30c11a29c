#pragma once
#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>
#include <zlib.h>

#include <agon/core/error.hpp>
#include <agon/data/json.hpp>

/// The format safetensors: the header's length in eight bytes, low one first; the header, a JSON object that
/// gives each tensor its type, shape and place, and strings under "__metadata__"; the numbers.
///
/// Files that agon writes carry a checksum of all their bytes in the metadata, first of all, so that it
/// stands at a known place: CRC-32 of the file from the header on, with zeros in place of the eight digits.
namespace agon::data {

static_assert(std::endian::native == std::endian::little, "safetensors files have the low byte first");

/// A type of number: its name in files, and its bytes.
struct ElementType {
  std::string_view name;
  int bytes;
};
inline constexpr ElementType element_types[] = {
    {"F32", 4}, {"F64", 8},     {"F16", 2},     {"BF16", 2},    {"BOOL", 1}, {"U8", 1},
    {"I8", 1},  {"U16", 2},     {"I16", 2},     {"U32", 4},     {"I32", 4},  {"U64", 8},
    {"I64", 8}, {"F8_E4M3", 1}, {"F8_E5M2", 1}, {"F8_E8M0", 1}, {"C64", 8}};

inline std::string extents_text(std::vector<long> const& extents) {
  std::string s;
  for (long e : extents) append(s, {s.empty() ? "" : ", ", e});
  return joined({"(", s, ")"});
}

/// A tensor in a file: row-major numbers from byte `begin` of the data on.
struct StoredTensor {
  std::string name;
  std::string_view type;  // one of element_types
  std::vector<long> extents;
  std::uint64_t begin, end;
  bool is_real() const { return type == "F32" || type == "F64" || type == "F16" || type == "BF16"; }
  /// Files give them in the order of their places.
  bool operator<(StoredTensor const& o) const {
    return begin != o.begin ? begin < o.begin : end != o.end ? end < o.end : name < o.name;
  }
};

/// IEEE half precision.
inline float half_to_float(std::uint16_t h) {
  int const exponent = h >> 10 & 31, fraction = h & 1023;
  float const size = exponent == 31 ? (fraction ? std::numeric_limits<float>::quiet_NaN()
                                                : std::numeric_limits<float>::infinity())
                     : exponent     ? std::ldexp(float(1024 + fraction), exponent - 25)
                                    : std::ldexp(float(fraction), -24);
  return h & 0x8000 ? -size : size;
}

inline constexpr std::uint64_t most_header_bytes = 100'000'000;
inline constexpr std::string_view checksum_key = "agon.crc32",
                                  checksum_start = R"({"__metadata__":{"agon.crc32":")",
                                  no_checksum = "00000000";

/// CRC-32 of some bytes after others whose sum is `before`.
inline std::uint32_t checksum(std::uint32_t before, void const* bytes, std::size_t size) {
  return std::uint32_t(crc32_z(before, static_cast<unsigned char const*>(bytes), size));
}
inline std::string hexadecimal(std::uint32_t x) {
  char s[9];
  std::snprintf(s, sizeof s, "%08x", unsigned(x));
  return s;
}

/// A safetensors file in memory. The constructor throws if any rule of the format is broken, or if the
/// checksum of a file that agon wrote does not fit; the data are allocated when their sizes are known to be
/// true.
class Safetensors {
 public:
  explicit Safetensors(std::string path) : path_(std::move(path)) {
    std::error_code problem;
    std::uint64_t const size = std::filesystem::file_size(path_, problem);
    if (problem) throw Error(path_, {"cannot be read: ", problem.message()});
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen(path_.c_str(), "rb"), &std::fclose);
    if (!file) throw Error(path_, {"cannot be opened: ", std::strerror(errno)});
    auto const read = [&](void* to, std::uint64_t bytes) {
      if (std::fread(to, 1, bytes, file.get()) != bytes) throw Error(path_, "cannot be read to its end");
    };
    if (size < 10) throw Error(path_, {"is no safetensors file: it has only ", size, " bytes"});
    std::uint64_t length;
    read(&length, 8);
    if (length > most_header_bytes)
      throw Error(path_, {"is no safetensors file: its header would have ", length,
                          " bytes, and 100000000 are allowed"});
    if (length > size - 8)
      throw Error(path_, {"is cut short: it ends after ", size, " bytes and its header after ", length + 8});
    std::string header(length, ' ');
    read(header.data(), length);
    if (!header.starts_with('{'))
      throw Error(path_, "is no safetensors file: its header does not start with '{'");
    parse(header);
    std::uint64_t const data = check_places();
    if (size - 8 - length < data)
      throw Error(path_, {"is cut short: it ends after ", size, " of ", 8 + length + data, " bytes"});
    if (size - 8 - length > data)
      throw Error(path_, {"has trailing bytes after the ", 8 + length + data, " that belong to it"});
    try {
      data_ = std::make_unique_for_overwrite<unsigned char[]>(data);
    } catch (std::bad_alloc const&) {
      throw Error(path_, {"needs ", data, " bytes of memory, and there are not so many"});
    }
    read(data_.get(), data);
    check_sum(header, data);
  }

  std::string const& path() const { return path_; }
  std::map<std::string, std::string> const& metadata() const { return metadata_; }
  /// In the order of their data.
  std::set<StoredTensor> const& tensors() const { return tensors_; }
  /// Null if there is none.
  StoredTensor const* find(std::string const& name) const {
    for (StoredTensor const& t : tensors_)
      if (t.name == name) return &t;
    return nullptr;
  }
  /// Number `e` of a tensor that is_real(), rounded if S has fewer digits.
  template <class S>
  S number(StoredTensor const& t, long e) const {
    switch (t.type[0] == 'B' ? 0 : t.type[1]) {
      case '3': return S(at<float>(t, e));
      case '6': return S(at<double>(t, e));
      case '1': return S(half_to_float(at<std::uint16_t>(t, e)));
      default: return S(std::bit_cast<float>(std::uint32_t(at<std::uint16_t>(t, e)) << 16));
    }
  }

 private:
  std::string path_;
  std::map<std::string, std::string> metadata_;
  std::set<StoredTensor> tensors_;
  std::unique_ptr<unsigned char[]> data_;

  template <class T>
  T at(StoredTensor const& t, long e) const {
    T x;
    std::memcpy(&x, data_.get() + t.begin + std::size_t(e) * sizeof(T), sizeof(T));
    return x;
  }
  void parse(std::string_view header) {
    JsonReader json(path_, header, 8);
    json.object([&](std::string const& name) {
      if (name == "__metadata__")
        json.object([&](std::string const& key) { metadata_[key] = json.string(); });
      else
        tensors_.insert(tensor(json, name));
    });
    json.finish();
  }
  StoredTensor tensor(JsonReader& json, std::string const& name) const {
    StoredTensor t{name, {}, {}, 0, 0};
    int bytes = 0, fields = 0;
    json.object([&](std::string const& field) {
      ++fields;
      if (field == "dtype") {
        std::string const type = json.string();
        for (ElementType const& e : element_types)
          if (e.name == type) t.type = e.name, bytes = e.bytes;
        if (!bytes) fail(name, {"is of a type ", json_quoted(type), " that is not known"});
      } else if (field == "shape") {
        json.array([&] {
          t.extents.push_back(json.count());
          if (t.extents.size() > 64) fail(name, {"has more than 64 dimensions"});
        });
      } else if (field == "data_offsets") {
        std::uint64_t place[2];
        std::size_t count = 0;
        json.array([&] {
          std::uint64_t const p = std::uint64_t(json.count());
          if (count < 2) place[count] = p;
          ++count;
        });
        if (count != 2) fail(name, {"has data_offsets that are not two numbers"});
        t.begin = place[0], t.end = place[1];
        if (t.begin > t.end) fail(name, {"ends at ", t.end, " before it begins at ", t.begin});
      } else
        fail(name, {"has a field ", json_quoted(field), " that is not known"});
    });
    if (fields != 3) fail(name, {"lacks one of dtype, shape and data_offsets"});
    std::uint64_t size = std::uint64_t(bytes);
    for (long e : t.extents) {
      if (e != 0 && size > std::numeric_limits<std::uint64_t>::max() / std::uint64_t(e))
        fail(name, {"is larger than can be counted: ", extents_text(t.extents)});
      size *= std::uint64_t(e);
    }
    if (size != t.end - t.begin)
      fail(name, {extents_text(t.extents), " of ", t.type, " should have ", size, " bytes and has ",
                  t.end - t.begin});
    return t;
  }
  /// Where the last tensor ends.
  std::uint64_t check_places() const {
    std::uint64_t end = 0;
    for (StoredTensor const& t : tensors_) {
      if (t.begin != end)
        fail(t.name, {t.begin < end ? "overlaps the one before it: it begins at "
                                    : "leaves a hole before it: it begins at ",
                      t.begin, " and not at ", end});
      end = t.end;
    }
    return end;
  }
  void check_sum(std::string& header, std::uint64_t data) const {
    bool const ours = std::any_of(metadata_.begin(), metadata_.end(),
                                  [](auto const& m) { return m.first.starts_with("agon."); });
    if (!ours) return;
    auto const stated = metadata_.find(std::string(checksum_key));
    if (stated == metadata_.end() || stated->second.size() != no_checksum.size() ||
        !header.starts_with(checksum_start))
      throw Error(path_, "is damaged: the checksum that agon writes first is missing");
    header.replace(checksum_start.size(), no_checksum.size(), no_checksum);
    std::string const found =
        hexadecimal(checksum(checksum(0, header.data(), header.size()), data_.get(), data));
    if (found != stated->second)
      throw Error(path_, {"is damaged: its checksum is ", stated->second, " and should be ", found});
  }
  [[noreturn]] void fail(std::string const& name, Words cause) const {
    throw Error(path_, {"is damaged: its tensor ", json_quoted(name), " ", joined(cause)});
  }
};

}  // namespace agon::data
