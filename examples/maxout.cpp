// A maxout unit, the largest of a few linear maps, learns its own activation (Goodfellow et al. 2013, figure
// 1): |x|, a rectifier and a parabola, by units of two and of five pieces, drawn as SVG.
//
//   maxout out/maxout
#include <filesystem>

#include <agon/agon.hpp>

using namespace agon;

// One number in, one out. Slopes and offsets begin apart, so that each piece is the largest somewhere.
template <int Pieces>
struct Unit : InitialBias<Normal<0.3>, Initial<Normal<1>, Maxout<1, Pieces>>> {};

// A step down the mean squared error.
template <int Pieces>
struct Fit {
  static constexpr void build(Graph& g) {
    Weights unit{"unit"};
    Tensor const x = g.add_input("x", Features<1>), y = g.add_input("y", Features<1>);
    Tensor const error = mean(square(apply<Unit<Pieces>>(unit, x) - y));
    descend<Adam>(unit, error);
    g.keep("error", error);
  }
};

template <int Pieces>
struct Fitting : Training<Fit<Pieces>, Cpu, Adam> {
  using Fitting::Training::Training;
  double advance() {
    this->run({"unit"});
    return this->value("error");
  }
};

struct Target {
  char const* name;
  double (*f)(double);
};

// n numbers evenly over [-1, 1] as a batch, and f of them.
Array4 places(int n) {
  Array4 x = Array4::from_shape({std::size_t(n), 1, 1, 1});
  for (int i = 0; i < n; ++i) x.data()[i] = float(2 * (i + 0.5) / n - 1);
  return x;
}
Array4 values(Target const& t, Array4 x) {
  for (float& v : x) v = float(t.f(double(v)));
  return x;
}

// Trains a unit, and gives its curve; the mean squared error between the places it has seen goes to `error`.
template <int Pieces>
plot::Series learned(Target const& t, double& error) {
  Fitting<Pieces> unit({.rate = 0.02 * cosine_decay(0, 4000), .beta1 = 0.9}, 1);
  Array4 const seen = places(200), unseen = places(1001), y = values(t, unseen);
  unit.feed("x", seen, Features<1>);
  unit.feed("y", values(t, seen), Features<1>);
  for (int step = 0; step < 4000; ++step) unit.advance();
  Inference<Unit<Pieces>, Features<1>, Cpu, "unit"> const curve(unit.store());
  Array4 const drawn = curve(unseen);
  plot::Series s{joined({Pieces, " pieces"})};
  error = 0;
  for (std::size_t i = 0; i < unseen.size(); ++i) {
    double const d = double(drawn.data()[i]) - double(y.data()[i]);
    error += d * d / double(unseen.size());
    s.x.push_back(double(unseen.data()[i]));
    s.y.push_back(double(drawn.data()[i]));
  }
  return s;
}

int main(int argc, char** argv) try {
  std::string const out = argc > 1 ? argv[1] : "out/maxout";
  std::filesystem::create_directories(out);
  Target const targets[] = {{"|x|", [](double x) { return std::abs(x); }},
                            {"max(0, x)", [](double x) { return std::max(0.0, x); }},
                            {"x^2", [](double x) { return x * x; }}};
  std::printf(
      "mean squared error over [-1, 1]; of x^2 the least that k pieces can have is (2 / k)^4 / 180: "
      "%.3g, %.3g\n%-10s %12s %12s\n",
      std::pow(2.0 / 2, 4) / 180, std::pow(2.0 / 5, 4) / 180, "", "2 pieces", "5 pieces");
  char const* const files[] = {"absolute", "rectifier", "parabola"};
  for (int k = 0; k < 3; ++k) {
    Target const& t = targets[k];
    double errors[2] = {};
    plot::Series exact{t.name}, two = learned<2>(t, errors[0]), five = learned<5>(t, errors[1]);
    exact.x = two.x;
    for (double x : exact.x) exact.y.push_back(t.f(x));
    std::string const svg =
        plot::lines({exact, two, five}, {{.title = joined({"A maxout unit learns ", t.name})}});
    data::write_file(out + "/" + files[k] + ".svg",
                     {reinterpret_cast<std::uint8_t const*>(svg.data()), svg.size()});
    std::printf("%-10s %12.3g %12.3g\n", t.name, errors[0], errors[1]);
  }
  std::printf("the curves are in %s\n", out.c_str());
} catch (std::exception const& e) {
  std::fprintf(stderr, "maxout: %s\n", e.what());
  return 1;
}
