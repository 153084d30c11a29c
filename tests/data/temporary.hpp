#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/file.hpp>

/// A folder of its own for each test, removed at its end.
struct TemporaryFolder {
  std::filesystem::path path;

  TemporaryFolder() {
    static std::atomic<int> number = 0;
    auto const now = std::chrono::steady_clock::now().time_since_epoch().count();
    path = std::filesystem::temp_directory_path() /
           ("agon-test-" + std::to_string(now) + '-' + std::to_string(number++));
    std::filesystem::create_directories(path);
  }
  TemporaryFolder(TemporaryFolder const&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }

  /// The path of a file in it; folders on the way are made.
  std::string operator/(std::string const& name) const {
    std::filesystem::create_directories((path / name).parent_path());
    return (path / name).string();
  }
};

/// What the error says; "no error" if there is none.
template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (agon::Error const& e) {
    return e.what();
  }
  return "no error";
}

inline void write_bytes(std::string const& path, std::vector<std::uint8_t> const& bytes) {
  agon::data::write_file(path, bytes);
}

/// The first part of a file, as if it had been cut short.
inline void truncate_file(std::string const& path, std::size_t bytes) {
  auto all = agon::data::read_file(path);
  all.resize(bytes);
  agon::data::write_file(path, all);
}
