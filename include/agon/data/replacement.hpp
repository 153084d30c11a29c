#pragma once
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#if __has_include(<unistd.h>)
#include <fcntl.h>
#include <unistd.h>
#endif

#include <agon/core/error.hpp>

namespace agon::data {

/// A file that takes the place of another when it is complete, or not at all: written under a temporary name
/// beside it, then renamed. A reader finds the old file or the new one, never half.
///
/// Throws if the folder or the disk does not allow it; the old file is then as it was, and the temporary one
/// gone.
class Replacement {
 public:
  explicit Replacement(std::string path) : path_(std::move(path)), part_(path_ + ".part") {
    auto const slash = path_.find_last_of("/\\");
    folder_ = slash == std::string::npos ? "." : slash ? path_.substr(0, slash) : "/";
    file_ = std::fopen(part_.c_str(), "wb");
    if (!file_) throw Error(path_, {"cannot be written to the folder ", folder_, ": ", std::strerror(errno)});
  }
  Replacement(Replacement const&) = delete;
  ~Replacement() {
    if (file_) std::fclose(file_);
    if (!done_) std::remove(part_.c_str());
  }

  void write(void const* bytes, std::size_t size) {
    if (size && std::fwrite(bytes, 1, size, file_) != size) fail(errno);
  }
  /// Writes over what stands at byte `at`, and goes on from there.
  void write_at(long at, void const* bytes, std::size_t size) {
    if (std::fseek(file_, at, SEEK_SET) != 0) fail(errno);
    write(bytes, size);
  }
  /// The file is complete. With `durable` it and its name are on the disk before this returns.
  void commit(bool durable = true) {
    if (std::fflush(file_) != 0 || (durable && !flush(file_))) fail(errno);
    if (std::fclose(std::exchange(file_, nullptr)) != 0) fail(errno);
    std::error_code problem;
    std::filesystem::rename(part_, path_, problem);
    if (problem) throw Error(path_, {"cannot be written: ", problem.message()});
    done_ = true;
    if (durable && !flush_folder())
      throw Error(path_,
                  {"is written, but its folder cannot be flushed to the disk: ", std::strerror(errno)});
  }

 private:
  std::string path_, part_, folder_;
  std::FILE* file_ = nullptr;
  bool done_ = false;

  [[noreturn]] void fail(int cause) { throw Error(path_, {"cannot be written: ", std::strerror(cause)}); }

#if __has_include(<unistd.h>)
  static bool flush(std::FILE* file) { return ::fsync(::fileno(file)) == 0; }
  /// True also where folders cannot be flushed by themselves.
  bool flush_folder() const {
    int const folder = ::open(folder_.c_str(), O_RDONLY);
    if (folder < 0) return true;
    int const result = ::fsync(folder), cause = errno;
    ::close(folder);
    errno = cause;
    return result == 0 || cause == EINVAL || cause == ENOTSUP;
  }
#else
  static bool flush(std::FILE*) { return true; }
  bool flush_folder() const { return true; }
#endif
};

}  // namespace agon::data
