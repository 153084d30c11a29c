#pragma once
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <agon/core/error.hpp>

namespace agon::data {

namespace detail {

/// By the ending of its name: PNG, JPEG and BMP.
inline bool is_picture(std::filesystem::path const& p) {
  std::string ending = p.extension().string();
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg" || ending == ".bmp";
}

inline bool is_hidden(std::filesystem::path const& p) { return p.filename().string().starts_with('.'); }

template <class Iterator>
std::vector<std::string> pictures(std::string const& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (Iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    if constexpr (requires { i.disable_recursion_pending(); })
      if (is_hidden(i->path())) i.disable_recursion_pending();
    if (is_picture(i->path()) && !is_hidden(i->path()) && i->is_regular_file(error))
      found.push_back(i->path().string());
  }
  if (error) throw Error(folder, {"cannot be read as a folder: ", error.message()});
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace detail

/// The paths of the pictures that lie in a folder, sorted; hidden ones are left out.
inline std::vector<std::string> pictures_in(std::string const& folder) {
  return detail::pictures<std::filesystem::directory_iterator>(folder);
}

/// The same, with those in its subfolders and theirs.
inline std::vector<std::string> pictures_under(std::string const& folder) {
  return detail::pictures<std::filesystem::recursive_directory_iterator>(folder);
}

namespace detail {

inline std::vector<std::string> some(std::vector<std::string> found, std::string const& folder) {
  if (found.empty()) throw Error(folder, "has no PNG, JPEG or BMP pictures in it");
  return found;
}

}  // namespace detail

/// The same two; they throw if there are none.
inline std::vector<std::string> some_pictures_in(std::string const& folder) {
  return detail::some(pictures_in(folder), folder);
}
inline std::vector<std::string> some_pictures_under(std::string const& folder) {
  return detail::some(pictures_under(folder), folder);
}

/// The names of the subfolders of a folder, sorted; hidden ones are left out.
inline std::vector<std::string> folders_in(std::string const& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (std::filesystem::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (!detail::is_hidden(i->path()) && i->is_directory(error))
      found.push_back(i->path().filename().string());
  if (error) throw Error(folder, {"cannot be read as a folder: ", error.message()});
  std::sort(found.begin(), found.end());
  return found;
}

/// The name of a file without folder and ending.
inline std::string stem_of(std::string const& path) { return std::filesystem::path(path).stem().string(); }

}  // namespace agon::data
