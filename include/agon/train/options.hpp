#pragma once
#include <string>

#include <agon/train/balance.hpp>

namespace agon {

/// When training stops, and what it leaves behind.
struct TrainOptions {
  long batch = 1;
  long epochs = 0, steps = 0;  // whichever comes first; 0: no limit
  double seconds = 0;          // stops after so long; 0: no limit
  std::string out = {};        // folder of pictures, checkpoints and logs; empty: none
  long pictures_every = 0;     // steps between pictures of progress; 0: at the end only
  bool each_epoch = false;     // pictures at the end of each epoch, too
  long save_every = 0;         // steps between checkpoints; 0: at the end only
  long log_every = 20;         // steps between lines of the log; 0: no log
  std::string resume = {};     // a checkpoint to go on from
  bool quiet = false;

  // The game of two players. Both go on where a checkpoint left off, bit for bit.
  long pretrain_d = 0;           // of the steps, so many at the beginning are D's alone
  Balance balance = {};          // holds the stronger player
  NearHalf stop_near_half = {};  // one more end
};

}  // namespace agon
