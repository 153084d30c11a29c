#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>
#include <zlib.h>

#include <agon/core/error.hpp>
#include <agon/data/file.hpp>

namespace agon::data {

/// Reads a file from start to end, inflating it if it is a .gz (told by its first bytes, not by its name).
/// Throws if it ends too early, is damaged (gzip's checksum) or holds more than was read.
class GzipFile {
 public:
  explicit GzipFile(std::string path) : path_(std::move(path)), file_(read_file(path_)) {
    packed_ = file_.size() >= 2 && file_[0] == 0x1F && file_[1] == 0x8B;
    if (packed_ && inflateInit2(&stream_, 15 + 16) != Z_OK) throw Error(path_, "no memory to inflate it");
  }
  GzipFile(GzipFile const&) = delete;
  ~GzipFile() {
    if (packed_) inflateEnd(&stream_);
  }

  std::string const& path() const { return path_; }

  /// A bound on the bytes inside, known before any is inflated: deflate packs at most 1032 into one.
  std::uint64_t most_bytes() const { return packed_ ? 1032 * std::uint64_t(file_.size()) : file_.size(); }

  void read(std::span<std::uint8_t> to) {
    std::size_t const n = packed_ ? inflate_into(to) : copy_into(to);
    done_ += n;
    if (n < to.size())
      throw Error(path_, {"is cut short: it ends after ", done_, " of ", done_ + to.size() - n, " bytes"});
  }

  /// Call after the last read: throws if anything is left, or if the end of a .gz is missing or wrong.
  void finish() {
    std::uint8_t extra = 0;
    bool const more = (packed_ ? inflate_into({&extra, 1}) : copy_into({&extra, 1})) == 1;
    if (more || taken_ < file_.size())
      throw Error(path_, {"has trailing bytes after the ", done_, " that belong to it"});
    if (packed_ && !ended_) throw Error(path_, "is cut short: the end of the compressed data is missing");
  }

 private:
  std::size_t copy_into(std::span<std::uint8_t> to) {
    std::size_t const n = std::min(to.size(), file_.size() - taken_);
    if (n) std::memcpy(to.data(), file_.data() + taken_, n);
    taken_ += n;
    return n;
  }

  std::size_t inflate_into(std::span<std::uint8_t> to) {
    constexpr std::size_t most = 1u << 30;  // zlib counts in 32 bits
    std::size_t done = 0;
    while (done < to.size()) {
      if (ended_) {  // another member may follow, as in files joined by `cat`
        if (file_.size() - taken_ < 2 || file_[taken_] != 0x1F || file_[taken_ + 1] != 0x8B) break;
        inflateReset(&stream_);
        ended_ = false;
      }
      stream_.next_in = file_.data() + taken_;
      stream_.avail_in = uInt(std::min(most, file_.size() - taken_));
      stream_.next_out = to.data() + done;
      stream_.avail_out = uInt(std::min(most, to.size() - done));
      uInt const in = stream_.avail_in, out = stream_.avail_out;
      int const result = inflate(&stream_, Z_NO_FLUSH);
      taken_ += in - stream_.avail_in;
      done += out - stream_.avail_out;
      ended_ = result == Z_STREAM_END;
      if (result == Z_BUF_ERROR) break;  // the file is at its end
      if (result != Z_OK && !ended_)
        throw Error(path_, {"is damaged: ", stream_.msg ? stream_.msg : "its compressed data"});
    }
    return done;
  }

  std::string path_;
  std::vector<std::uint8_t> file_;
  z_stream stream_{};
  std::size_t taken_ = 0, done_ = 0;
  bool packed_ = false, ended_ = false;
};

}  // namespace agon::data
