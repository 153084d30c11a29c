#pragma once
#include <cstdio>
#include <string>

#include <agon/core/text.hpp>
#include <agon/core/words.hpp>
#include <agon/graph/program.hpp>

namespace agon {

inline std::string_view name_of(Op o) {
  constexpr std::string_view name[] = {
      "input",    "slot",      "constant",    "table",     "scalar",       "1/N",         "random",
      "neg",      "abs",       "sign",        "exp",       "log",          "tanh",        "sigmoid",
      "softplus", "sqrt",      "rsqrt",       "add",       "sub",          "mul",         "div",
      "greater",  "select",    "broadcast",   "store",     "sum",          "reshape",     "concat",
      "slice",    "pad",       "flatten",     "unflatten", "extend",       "fold",        "max_take",
      "max_put",  "take_row",  "put_row",     "stack",     "take_samples", "put_samples", "group_mean",
      "conv",     "conv_data", "conv_weight", "matmul",    "product",      "stop",        "stated"};
  static_assert(std::size(name) == std::size_t(Op::stated) + 1);
  return name[int(o)];
}

/// " k4 s2 p1"; "3x1" where the sides differ; dilation and groups if there are any.
inline std::string window_text(Window const& v) {
  std::string s;
  auto both = [&](char what, int y, int x) {
    append(s, {' ', what, y});
    if (x != y) append(s, {'x', x});
  };
  both('k', v.y.kernel, v.x.kernel);
  both('s', v.y.stride, v.x.stride);
  both('p', v.y.padding, v.x.padding);
  if (v.y.dilation > 1 || v.x.dilation > 1) both('d', v.y.dilation, v.x.dilation);
  if (v.groups > 1) append(s, {" in ", v.groups, " groups"});
  return s;
}

/// The expression of kernel k, step by step: "%2 = mul %0 %1".
inline std::string print_kernel(ProgramView const& p, int k) {
  std::string s;
  Expression const e = p.kernel[std::size_t(k)];
  for (int i = 0; i < e.size; ++i) {
    Instruction const n = p.instruction[std::size_t(e.first + i)];
    if (i) s += "; ";
    if (n.op == Op::update || n.op == Op::sum) {
      append(s, {name_of(n.op), " %", n.a, " to [", n.b, "]"});
    } else if (is_leaf(n.op)) {
      append(s, {"%", i, " = ", n.op == Op::input ? "load" : name_of(n.op), " [", n.a, "]"});
    } else {
      append(s, {"%", i, " = ", name_of(n.op), " %", n.a});
      if (n.op >= Op::add) append(s, {" %", n.b});
      if (n.op == Op::select) append(s, {" %", n.c});
    }
  }
  return s;
}

/// Multiply-adds of the head of a call, for one sample or for what the batch shares.
constexpr long multiply_adds_of(Call const& c) {
  Shape const a = c.in[0], b = c.in[1], y = c.domain;
  long const times = a.batched ? a.times() : b.batched ? b.times() : 1;
  auto of_window = [](Shape pixels, Shape weight) {
    return long(pixels.h) * pixels.w * weight.size() * (weight.c == 1 ? pixels.c : 1);
  };
  switch (c.head) {
    case Op::conv: return times * of_window(y, b);
    case Op::conv_data: return times * of_window(a, b);
    case Op::conv_weight: return times * of_window(b, y);
    case Op::matmul:
      return a.batched && b.batched ? times * y.size()
                                    : times * y.size() *
                                          (c.index & 1 ? long(a.h) * a.w
                                           : a.batched ? a.size()
                                                       : a.c);
    case Op::product: return times * y.size() * (c.index & 1 ? long(a.h) * a.w : a.c);
    default: return 0;
  }
}
/// "sample + 4096": the arena, and the byte in it; of an arena of samples that of the first, if there is one
/// sample.
inline std::string place_text(ProgramView const& p, Operand const& o) {
  if (o.where == Where::slot) return std::string(p.name(p.slot[std::size_t(o.index)].name));
  return joined({o.where == Where::sample ? "sample + " : "shared + ", 4 * o.offset});
}

/// What a program does, call by call: the head of each with its shapes, multiply-adds for one sample, and the
/// kernel that follows it or stands alone; the bytes that it reads and writes for one sample, and where its
/// results lie; then its kernels and its memory.
inline std::string print(ProgramView const& p) {
  std::string s;
  char line[300];
  auto shape = [](Shape d) { return joined({text<60>(d).view(), d.batched ? "" : " shared"}); };
  for (std::size_t k = 0; k < p.call.size(); ++k) {
    Call const& c = p.call[k];
    std::string head;
    if (c.head != Op::input) {
      append(head, {name_of(c.head), "(", shape(c.in[0])});
      if (c.at[1].where != Where::none) append(head, {", ", shape(c.in[1])});
      head += ')';
      if (is_dense(c.head) && c.head < Op::matmul) head += window_text(c.window);
    }
    if (c.kernel >= 0)
      append(head, {head.empty() ? "" : ", then ", "kernel ", c.kernel, " on ", c.count, " operands"});
    if (long const n = multiply_adds_of(c)) append(head, {"; ", n, " multiply-adds"});
    long numbers = 0;
    std::string places;
    auto see = [&](Operand const& o, bool result) {
      if (o.where == Where::none || o.where > Where::sample) return;
      numbers += (o.batched & 255) * o.size;
      std::string const place = place_text(p, o);
      if (result && places.find(place) == places.npos) append(places, {places.empty() ? "" : ", ", place});
    };
    bool const stored = c.head != Op::input;
    for (std::size_t i = 0; i < 3 && stored; ++i) see(c.at[i], i == 2);
    Expression const e = c.kernel < 0 ? Expression{} : p.kernel[std::size_t(c.kernel)];
    for (int i = 0; i < e.size; ++i) {
      Instruction const n = p.instruction[std::size_t(e.first + i)];
      bool const result = n.op == Op::update || n.op == Op::sum;
      if (n.op == Op::input || result) see(p.operand[std::size_t(c.first + (result ? n.b : n.a))], result);
    }
    append(head, {"; ", 4 * numbers, " bytes, to ", places});
    std::snprintf(line, sizeof line, "%4zu  %-18s ", k, shape(c.domain).c_str());
    append(s, {line, head, "\n"});
  }
  for (int k = 0; k < int(p.kernel.size()); ++k) append(s, {"kernel ", k, ": ", print_kernel(p, k), "\n"});
  std::snprintf(line, sizeof line,
                "%d nodes, %d when simplified, %zu calls, %zu kernels; memory %ld numbers a sample (%ld "
                "without planning) and %ld shared (%ld); "
                "traffic %ld numbers a sample (%ld without fusion)\n",
                p.savings.nodes, p.savings.simplified, p.call.size(), p.kernel.size(),
                p.savings.sample_numbers[0], p.savings.eager_sample, p.savings.shared_numbers,
                p.savings.eager_shared, p.savings.traffic, p.savings.eager_traffic);
  return s + line;
}

/// The same of the program that P builds.
template <class P>
std::string print() {
  return print(ProgramView(P::program));
}

}  // namespace agon
