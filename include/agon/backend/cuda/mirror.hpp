#pragma once
#include <vector>

#include <agon/backend/cuda/device.hpp>
#include <agon/backend/store.hpp>

namespace agon::cuda {

/// The numbers of a store on the device. They are here while programs run, and there when anybody asks the
/// store for them.
class Mirror : public Keeper {
 public:
  explicit Mirror(Store<float>& store) : store_(&store) {}

  /// Where an entry's numbers are when they are here.
  float* at(Store<float>::Entry& e) {
    auto const lock = Device::the().lock();
    for (Piece const& p : pieces_)
      if (p.entry == &e) return p.memory.data();
    pieces_.push_back({&e, DeviceMemory<float>(e.memory.size(), e.name)});
    return pieces_.back().memory.data();
  }
  /// Brings the numbers here, unless they are; the store's `handing` is held.
  void fetch() {
    auto const lock = Device::the().lock();
    if (store_->is_away()) return;
    store_->entries();  // fills what has yet to be
    for (Piece const& p : pieces_) to_device(p.memory.data(), p.entry->memory.data(), p.memory.size());
    Device::the().wait();
    store_->hand_over();
  }
  void give_back() override {
    auto const lock = Device::the().lock();
    for (Piece const& p : pieces_) to_host(p.entry->memory.data(), p.memory.data(), p.memory.size());
    Device::the().wait();
  }

 private:
  struct Piece {
    Store<float>::Entry* entry;
    DeviceMemory<float> memory;
  };
  Store<float>* store_;
  std::vector<Piece> pieces_;
};

}  // namespace agon::cuda
