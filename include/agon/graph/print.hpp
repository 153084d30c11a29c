#pragma once
#include <cstdio>
#include <string>

#include <agon/core/text.hpp>
#include <agon/graph/program.hpp>

namespace agon {

inline std::string_view name_of(Op o) {
  constexpr std::string_view name[] = {
      "input",     "slot",        "constant", "table",   "scalar",   "1/N",     "random",     "neg",
      "abs",       "sign",        "exp",      "log",     "tanh",     "sigmoid", "softplus",   "sqrt",
      "rsqrt",     "add",         "sub",      "mul",     "div",      "greater", "select",     "broadcast",
      "store",     "sum",         "reshape",  "concat",  "slice",    "pad",     "flatten",    "unflatten",
      "extend",    "fold",        "max_take", "max_put", "take_row", "put_row", "group_mean", "conv",
      "conv_data", "conv_weight", "matmul",   "product", "stop",     "stated"};
  static_assert(std::size(name) == std::size_t(Op::stated) + 1);
  return name[int(o)];
}

/// " k4 s2 p1"; "3x1" where the sides differ; dilation and groups if there are any.
inline std::string window_text(Window const& v) {
  std::string s;
  auto both = [&](char what, int y, int x) {
    s += std::string(" ") + what + std::to_string(y);
    if (x != y) s += 'x' + std::to_string(x);
  };
  both('k', v.y.kernel, v.x.kernel);
  both('s', v.y.stride, v.x.stride);
  both('p', v.y.padding, v.x.padding);
  if (v.y.dilation > 1 || v.x.dilation > 1) both('d', v.y.dilation, v.x.dilation);
  if (v.groups > 1) s += " in " + std::to_string(v.groups) + " groups";
  return s;
}

/// The expression of kernel k, step by step: "%2 = mul %0 %1".
inline std::string print_kernel(ProgramView const& p, int k) {
  std::string s;
  Expression const e = p.kernel[std::size_t(k)];
  for (int i = 0; i < e.size; ++i) {
    Instruction const n = p.instruction[std::size_t(e.first + i)];
    auto reg = [](int r) { return " %" + std::to_string(r); };
    auto operand = [](int o) { return " [" + std::to_string(o) + "]"; };
    s += i ? "; " : "";
    if (n.op == Op::update || n.op == Op::sum)
      s += std::string(name_of(n.op)) + reg(n.a) + " to" + operand(n.b);
    else if (is_leaf(n.op))
      s += "%" + std::to_string(i) + " = " + std::string(n.op == Op::input ? "load" : name_of(n.op)) +
           operand(n.a);
    else {
      s += "%" + std::to_string(i) + " = " + std::string(name_of(n.op)) + reg(n.a);
      if (n.op >= Op::add) s += reg(n.b);
      if (n.op == Op::select) s += reg(n.c);
    }
  }
  return s;
}

/// What a program does, call by call: the head of each with its shapes, the kernel that follows it or stands
/// alone, and the numbers that pass through its operands for one sample; then its kernels and its memory.
inline std::string print(ProgramView const& p) {
  std::string s;
  char line[300];
  auto shape = [](Shape d) { return std::string(text<60>(d).view()) + (d.batched ? "" : " shared"); };
  for (std::size_t k = 0; k < p.call.size(); ++k) {
    Call const& c = p.call[k];
    std::string head;
    if (c.head != Op::input) {
      head = std::string(name_of(c.head)) + "(" + shape(c.in[0]);
      if (c.at[1].where != Where::none) head += ", " + shape(c.in[1]);
      head += ")";
      if (is_dense(c.head) && c.head < Op::matmul) head += window_text(c.window);
    }
    std::snprintf(line, sizeof line, "%4zu  %-18s %s%s\n", k, shape(c.domain).c_str(), head.c_str(),
                  c.kernel < 0 ? ""
                               : (std::string(head.empty() ? "" : ", then ") + "kernel " +
                                  std::to_string(c.kernel) + " on " + std::to_string(c.count) + " operands")
                                     .c_str());
    s += line;
  }
  for (int k = 0; k < int(p.kernel.size()); ++k)
    s += "kernel " + std::to_string(k) + ": " + print_kernel(p, k) + "\n";
  std::snprintf(line, sizeof line,
                "%d nodes, %d when simplified, %zu calls, %zu kernels; memory %ld numbers a sample (%ld "
                "without planning) and %ld shared (%ld); "
                "traffic %ld numbers a sample (%ld without fusion)\n",
                p.savings.nodes, p.savings.simplified, p.call.size(), p.kernel.size(),
                p.savings.sample_numbers, p.savings.eager_sample, p.savings.shared_numbers,
                p.savings.eager_shared, p.savings.traffic, p.savings.eager_traffic);
  return s + line;
}

/// The same of the program that P builds.
template <class P>
std::string print() {
  return print(ProgramView(P::program));
}

}  // namespace agon
