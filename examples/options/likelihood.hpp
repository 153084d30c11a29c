#pragma once
#include <algorithm>
#include <cstdio>

#include <agon/data/batches.hpp>
#include <agon/data/images.hpp>
#include <agon/metric/parzen.hpp>

/// Prints the log-likelihood of test pictures under Gaussians about samples in [-1, 1], in nats (Goodfellow
/// et al. 2014, section 5): sigma is the one of ten, from 0.1 to 1 times a pixel's range, that makes the
/// first 1000 pictures for validation likeliest.
inline void report_likelihood(char const* of, agon::Array4 const& samples,
                              agon::data::Images const& validation, agon::data::Images const& test) {
  auto pixels = [](agon::data::Images const& set, int most) {
    return agon::metric::unit_pixels(agon::data::take(set, 0, std::min(most, set.count())).images);
  };
  agon::metric::ParzenFit const fit = agon::metric::parzen(
      agon::metric::unit_pixels(samples), pixels(validation, 1000), pixels(test, test.count()));
  std::printf("%s: sigma %.3f, log-likelihood %.1f of validation, %.1f +- %.1f of the %d test pictures\n", of,
              fit.sigma, fit.validation, fit.test.mean, fit.test.error, test.count());
  std::fflush(stdout);
}
