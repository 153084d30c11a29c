#pragma once
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <agon/backend/store.hpp>
#include <agon/data/batches.hpp>
#include <agon/data/safetensors.hpp>
#include <agon/data/write_safetensors.hpp>
#include <agon/train/game.hpp>

/// Checkpoints: a store and where training stands as one safetensors file, under PyTorch's names and in its
/// order of elements.
namespace agon {

/// Where training stands, beside the store.
struct CheckpointState {
  std::string system = {};       // which GAN
  std::uint64_t seed = 1;        // of all random numbers
  long step = 0;                 // steps done
  data::Position position = {};  // in the data
  Game game = {};                // of the players
  bool operator==(CheckpointState const&) const = default;
};

namespace checkpoint {

/// A place of the store and the tensor meant for it.
template <class S>
struct Match {
  typename Store<S>::Entry* entry;
  data::StoredTensor const* tensor;
};

inline constexpr char const* elsewhere = ": it is a checkpoint of another architecture";

/// The tensor called `name` for an entry, of the right shape. Throws.
template <class Entry>
data::StoredTensor const* match(data::Safetensors const& file, std::string const& name, Entry const& e) {
  std::vector<long> const wanted = extents(e.slot);
  data::StoredTensor const* const t = file.find(name);
  if (!t) throw Error(file.path(), {"has no tensor ", name, " ", data::extents_text(wanted), elsewhere});
  if (t->extents != wanted)
    throw Error(file.path(), {"its tensor ", name, " is ", data::extents_text(t->extents),
                              " and this model's is ", data::extents_text(wanted), elsewhere});
  if (!t->is_real())
    throw Error(file.path(),
                {"its tensor ", name, " is of type ", t->type, ", and F32, F64, F16 or BF16 is needed"});
  return t;
}

/// Throws for a tensor of the file whose name `is_known` does not know. PyTorch's counters of batches are
/// nobody's loss.
inline void check_names(data::Safetensors const& file, auto const& is_known) {
  for (data::StoredTensor const& t : file.tensors())
    if (!is_known(t.name) && !t.name.ends_with("num_batches_tracked"))
      throw Error(file.path(), {"its tensor ", t.name, " ", data::extents_text(t.extents),
                                " has no place in this model", elsewhere});
}

/// Nothing here throws: a store is loaded whole or not at all. In a file a filter's numbers lie together, in
/// memory those of all filters: a few filters are read at a time, line by line.
template <class S>
void copy(data::Safetensors const& file, std::vector<Match<S>> const& matches) {
  for (Match<S> const& m : matches) {
    Slot const& slot = m.entry->slot;
    S* const to = m.entry->memory.data();
    bool const turned = slot.layout != Layout::vector && slot.layout != Layout::rows;
    long const size = slot.shape.size(), filters = turned ? extents(slot)[0] : size, each = size / filters;
    long const at_once = turned ? 16 : 1 << 14;
    parallel((filters + at_once - 1) / at_once, [&](long part) {
      long const first = part * at_once, last = std::min(filters, first + at_once);
      for (long e = 0; e < each; ++e) {
        S* const line = to + position(slot, first * each + e);
        for (long f = first; f < last; ++f) line[f - first] = file.number<S>(*m.tensor, f * each + e);
      }
    });
    m.entry->untouched = false;
  }
}

/// A whole number from 0 to `most` out of the metadata.
inline std::uint64_t number(data::Safetensors const& file, std::string const& key, std::uint64_t most) {
  auto const at = file.metadata().find(key);
  if (at == file.metadata().end())
    throw Error(file.path(),
                {"has no ", key, " in its metadata: it holds parameters, but no state of training"});
  std::string const& text = at->second;
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most)
    throw Error(file.path(), {"its metadata say ", data::json_quoted(text), " for ", key,
                              ", and a whole number from 0 to ", most, " is needed"});
  return value;
}

/// How the game stands, as metadata; nothing of a game in which nothing happened. `text` holds the numbers.
inline void write_game(Game const& game, std::vector<data::Note>& notes, std::array<std::string, 2>& text) {
  if (game == Game{}) return;
  text = {data::json_number(game.accuracy), data::json_number(game.weight)};
  notes.insert(notes.end(), {{"agon.game.accuracy", text[0]},
                             {"agon.game.held_d", game.held_d},
                             {"agon.game.held_g", game.held_g},
                             {"agon.game.near_half", game.near_half},
                             {"agon.game.weight", text[1]}});
}
/// The same, read; no count of it is larger than that of the steps.
inline Game read_game(data::Safetensors const& file, long steps) {
  if (file.metadata().find("agon.game.weight") == file.metadata().end()) return {};
  auto const count = [&](char const* key) { return long(number(file, key, std::uint64_t(steps))); };
  auto const share = [&](char const* key) {
    auto const at = file.metadata().find(key);
    std::string const text = at == file.metadata().end() ? "" : at->second;
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(0 <= value && value <= 1))
      throw Error(file.path(), {"its metadata say ", data::json_quoted(text), " for ", key,
                                ", and a number from 0 to 1 is needed"});
    return value;
  };
  return {count("agon.game.held_g"), count("agon.game.held_d"), share("agon.game.accuracy"),
          share("agon.game.weight"), count("agon.game.near_half")};
}

}  // namespace checkpoint

/// Writes a store, moments last, and the state. Throws Error if the file can't be written; what it held is
/// then as it was.
template <class S>
void save(Store<S> const& store, std::string const& path, CheckpointState const& state) {
  std::vector<typename Store<S>::Entry const*> entries;
  for (bool moments : {false, true})
    for (auto const& e : store.entries())
      if ((e.slot.role == Role::moment) == moments) entries.push_back(&e);
  std::vector<data::NamedExtents> tensors;
  for (auto const* e : entries) tensors.push_back({e->name, extents(e->slot)});
  std::vector<data::Note> notes{{"agon.epoch", state.position.epoch},
                                {"agon.index", state.position.index},
                                {"agon.seed", state.seed},
                                {"agon.step", state.step},
                                {"agon.system", state.system},
                                {"format", "pt"}};
  std::array<std::string, 2> text;
  checkpoint::write_game(state.game, notes, text);
  data::write_safetensors<S>(path, notes, tensors, [&](std::size_t k, long i) {
    return entries[k]->memory.data()[position(entries[k]->slot, i)];
  });
}

/// Reads what `save` wrote into a store with the same slots. Throws Error, and leaves the store as it was, if
/// the file is damaged, of another system than `system` (unless empty), or of another architecture.
template <class S>
CheckpointState load(Store<S>& store, std::string const& path, std::string const& system = {}) {
  data::Safetensors const file(path);
  CheckpointState state;
  state.step = long(checkpoint::number(file, "agon.step", std::numeric_limits<std::uint32_t>::max()));
  state.seed = checkpoint::number(file, "agon.seed", std::numeric_limits<std::uint64_t>::max());
  state.position.epoch =
      std::uint32_t(checkpoint::number(file, "agon.epoch", std::numeric_limits<std::uint32_t>::max()));
  state.position.index =
      std::uint32_t(checkpoint::number(file, "agon.index", std::numeric_limits<std::uint32_t>::max()));
  if (auto const at = file.metadata().find("agon.system"); at != file.metadata().end())
    state.system = at->second;
  if (!system.empty() && state.system != system)
    throw Error(path, {"is a checkpoint of ", state.system.empty() ? "no system" : state.system,
                       " and not of ", system});
  state.game = checkpoint::read_game(file, state.step);
  std::vector<checkpoint::Match<S>> matches;
  for (auto& e : store.places()) matches.push_back({&e, checkpoint::match(file, e.name, e)});
  checkpoint::check_names(file, [&](std::string const& name) { return store.place(name) != nullptr; });
  checkpoint::copy(file, matches);
  return state;
}

/// Reads the parameters and running statistics of one network, such as "G", and leaves the rest of file and
/// store alone. Files of PyTorch's may lack that first part of the names; `in_file` is that part, if the file
/// has another: "C.body" of a Classifier's. Throws Error, and leaves the store as it was, if the file is
/// damaged or of another architecture.
template <class S>
void load_parameters(Store<S>& store, std::string const& path, std::string const& network,
                     std::string const& in_file = {}) {
  data::Safetensors const file(path);
  std::string const ours = network + ".", theirs = (in_file.empty() ? network : in_file) + ".";
  auto const& all = file.tensors();
  bool const prefixed =
      std::any_of(all.begin(), all.end(), [&](auto const& t) { return t.name.starts_with(theirs); });
  std::vector<checkpoint::Match<S>> matches;
  for (auto& e : store.places())
    if (e.name.starts_with(ours) && e.slot.role != Role::moment)
      matches.push_back(
          {&e, checkpoint::match(file, (prefixed ? theirs : "") + e.name.substr(ours.size()), e)});
  if (matches.empty())
    throw Error(path, {"cannot be loaded into ", network, ": the store has no parameters of that network"});
  checkpoint::check_names(file, [&](std::string const& name) {
    if (!prefixed) return store.place(ours + name) != nullptr;
    return !name.starts_with(theirs) || store.place(ours + name.substr(theirs.size()));
  });
  checkpoint::copy(file, matches);
}

}  // namespace agon
