#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <agon/graph/layout.hpp>

namespace agon::test {

/// A file made by tests/golden/*.py: safetensors of float64. Each tensor holds one row for each step, which
/// sums up a tensor x of numbers in PyTorch's order: its norm, its sum, the sum of x[e] sin(e), and x at some
/// places.
class Golden {
 public:
  explicit Golden(std::string const& name) {
    std::string const path = std::string(AGON_TESTS_DIR) + "/golden/" + name + ".safetensors";
    std::ifstream file(path, std::ios::binary);
    std::uint64_t size = 0;
    file.read(reinterpret_cast<char*>(&size), sizeof size);
    if (!file) throw std::runtime_error(path + ": this golden file cannot be read");
    std::string text(size, ' ');
    file.read(text.data(), std::streamsize(size));
    header_ = nlohmann::json::parse(text);
    data_.assign(std::istreambuf_iterator<char>(file), {});
  }

  /// What the script noted about the run: its seed, its batch.
  long note(std::string const& key) const {
    return std::stol(header_.at("__metadata__").at(key).get<std::string>());
  }
  bool has(std::string const& name) const { return header_.contains(name); }
  std::vector<std::string> names() const {
    std::vector<std::string> r;
    for (auto const& [name, entry] : header_.items())
      if (name != "__metadata__") r.push_back(name);
    return r;
  }

  /// How far `x` is from the tensor of that name at a step (from 1): the largest of the relative error of the
  /// norm, that of the vector, as the places tell, and those of both sums in units of sqrt(size) times the
  /// norm. If x is off by e in the relative norm, so are the first and the last at most, and the second
  /// about.
  template <class S>
  double error(std::string const& name, std::vector<S> const& x, long step = 1) const {
    std::vector<double> const g = row(name, step);
    std::uint64_t const size = x.size(), n = g.size() - 3;
    if (size < n || (size > n && n < 16))
      throw std::runtime_error(name + ": a golden tensor of another size");
    double square = 0, sum = 0, wave = 0, differences = 0;
    for (std::uint64_t e = 0; e < size; ++e) {
      double const v = double(x[e]);
      square += v * v;
      sum += v;
      wave += v * std::sin(double(e));
    }
    for (std::uint64_t k = 0; k < n; ++k) {
      std::uint64_t const at = size == n ? k : (k * 2654435769u % (std::uint64_t(1) << 32) * size) >> 32;
      double const d = double(x[at]) - g[3 + k];
      differences += d * d;
    }
    if (g[0] == 0) return square == 0 ? 0 : INFINITY;
    double const root = std::sqrt(double(size)), all = g[0] * root;
    double most = 0;
    for (double e :
         {std::abs(std::sqrt(square) - g[0]) / g[0], std::sqrt(differences / double(n)) * root / g[0],
          std::abs(sum - g[1]) / all, std::abs(wave - g[2]) / all})
      if (!(e <= most)) most = e;
    return most;
  }

 private:
  nlohmann::json header_;
  std::vector<char> data_;

  std::vector<double> row(std::string const& name, long step) const {
    if (!header_.contains(name)) throw std::runtime_error(name + ": the golden file has no such tensor");
    auto const& entry = header_.at(name);
    std::size_t const width = entry.at("shape").at(1).get<std::size_t>(),
                      rows = entry.at("shape").at(0).get<std::size_t>();
    std::size_t const from =
        entry.at("data_offsets").at(0).get<std::size_t>() + std::size_t(step - 1) * width * sizeof(double);
    if (step < 1 || std::size_t(step) > rows || from + width * sizeof(double) > data_.size())
      throw std::runtime_error(name + ": no such step");
    std::vector<double> r(width);
    std::memcpy(r.data(), data_.data() + from, width * sizeof(double));
    return r;
  }
};

/// Numbers of an engine, channels last, in PyTorch's order: channels before rows and columns.
template <class S>
std::vector<S> channels_first(std::span<S const> from, Shape d) {
  std::vector<S> r(from.size());
  long const pixels = long(d.h) * d.w, samples = long(from.size()) / d.size();
  for (long n = 0; n < samples; ++n)
    for (long c = 0; c < d.c; ++c)
      for (long p = 0; p < pixels; ++p)
        r[std::size_t((n * d.c + c) * pixels + p)] = from[std::size_t((n * pixels + p) * d.c + c)];
  return r;
}

/// A slot's numbers, or their gradient's, in PyTorch's order.
template <class S>
std::vector<S> canonical(Slot const& s, S const* from) {
  std::vector<S> r(std::size_t(s.shape.size()));
  for (long e = 0; e < s.shape.size(); ++e) r[std::size_t(e)] = from[position(s, e)];
  return r;
}

}  // namespace agon::test
