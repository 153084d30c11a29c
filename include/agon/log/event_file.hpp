#pragma once
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

#include <agon/core/error.hpp>
#include <agon/data/image_file.hpp>
#include <agon/log/crc32c.hpp>
#include <agon/log/line.hpp>
#include <agon/log/message.hpp>

/// Event files, which TensorBoard shows: numbers and pictures of steps. A file is a row of records
/// (TensorFlow's TFRecord), each a message (tensorflow/core/util/event.proto and framework/summary.proto):
///
///     Event        { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5;
///                    SessionLog session_log = 7; }
///     Summary      { repeated Value value = 1; }
///     Value        { string tag = 1; float simple_value = 2; Image image = 4; }
///     Image        { int32 height = 1; int32 width = 2; int32 colorspace = 3; bytes encoded_image_string =
///     4; } SessionLog   { SessionStatus status = 1; }  START is 1
namespace agon {

/// A record: its length, 8 bytes, and the length's checksum; the data and theirs.
inline std::string tf_record(std::string_view data) {
  Message const length = Message().little_endian(data.size(), 8);
  return std::string(Message()
                         .raw(length)
                         .little_endian(masked_crc32c(length), 4)
                         .raw(data)
                         .little_endian(masked_crc32c(data), 4));
}

/// An event file that grows by whole records, each handed to the system before the call returns.
class EventFile {
 public:
  /// A new file in a folder, for what comes after `step`. Its name sorts after those of the files that are
  /// there; its first events tell TensorBoard to forget what they say of later steps. Throws Error if it
  /// can't be written.
  explicit EventFile(std::string const& folder, long step = 0) {
    auto second = std::chrono::duration_cast<std::chrono::seconds>(now()).count();
    while (is_taken(folder, prefix(second))) ++second;
    path_ = folder + '/' + prefix(second) + host();
    file_.reset(std::fopen(path_.c_str(), "wb"));
    if (!file_) throw Error(path_, {"cannot be written: ", std::strerror(errno)});
    write(event(0).bytes(3, "brain.Event:2"));
    write(event(step + 1).bytes(7, Message().integer(1, 1)));
  }

  /// Numbers of a step, in single precision. Throws Error if the disk does not take them.
  void scalars(long step, std::span<LogValue const> values) {
    Message summary;
    for (LogValue const& v : values) summary.bytes(1, Message().bytes(1, v.name).real32(2, float(v.value)));
    write(event(step).bytes(5, summary));
  }

  /// A picture of a step. Throws Error if the disk does not take it, or no PNG can be made of it.
  void picture(long step, std::string_view name, data::Picture const& picture) {
    std::vector<std::uint8_t> const png = data::png_bytes(picture, std::string(name));
    std::string_view const encoded(reinterpret_cast<char const*>(png.data()), png.size());
    Message const image = Message()
                              .integer(1, picture.height)
                              .integer(2, picture.width)
                              .integer(3, picture.channels)  // 1 to 4 mean what they mean in a PNG
                              .bytes(4, encoded);
    write(event(step).bytes(5, Message().bytes(1, Message().bytes(1, name).bytes(4, image))));
  }

  std::string const& path() const { return path_; }

 private:
  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};

  static std::chrono::duration<double> now() { return std::chrono::system_clock::now().time_since_epoch(); }
  static Message event(long step) { return Message().real64(1, now().count()).integer(2, step); }

  void write(std::string_view event) {
    std::string const record = tf_record(event);
    if (std::fwrite(record.data(), 1, record.size(), file_.get()) != record.size() ||
        std::fflush(file_.get()) != 0)
      throw Error(path_, {"cannot be written: ", std::strerror(errno)});
  }

  static std::string prefix(long long second) {
    char text[64];
    std::snprintf(text, sizeof text, "events.out.tfevents.%010lld.", second);
    return text;
  }
  static bool is_taken(std::string const& folder, std::string const& prefix) {
    std::error_code problem;  // a folder that cannot be read is met again when the file is opened
    for (std::filesystem::directory_iterator f(folder, problem), end; !problem && f != end;
         f.increment(problem))
      if (f->path().filename().string().starts_with(prefix)) return true;
    return false;
  }
  /// This machine's name, as far as it may stand in a file's.
  static std::string host() {
    char name[256] = "";
#if __has_include(<unistd.h>)
    if (::gethostname(name, sizeof name - 1) != 0) name[0] = 0;
#endif
    for (char* c = name; *c; ++c)
      if (!std::isalnum(static_cast<unsigned char>(*c)) && !std::strchr(".-", *c)) *c = '_';
    return *name ? name : "localhost";
  }
};

}  // namespace agon
