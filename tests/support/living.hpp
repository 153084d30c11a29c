#pragma once
#include <string>
#include <vector>

#include <agon/graph/emit.hpp>

namespace agon::test {

/// Walks the calls of a program and follows who wrote each number of the arenas: every value must be whole
/// when it is read, read from where it begins, and nothing may be written over what the same call still reads
/// elsewhere. Returns the first fault, or nothing. Knows nothing of how the plan was made.
class Living {
 public:
  explicit Living(Draft const& p) : program(p) {
    owner[0].assign(std::size_t(p.savings.shared_numbers), nobody);
    for (std::size_t k = 0; k < p.savings.sample_numbers.size(); ++k)
      owner[1 + k].assign(std::size_t(p.savings.sample_numbers[k]), nobody);
  }
  std::string fault() {
    for (Terminal const& t : program.input) write(t.at);
    int number = 0;
    for (Call const& c : program.call) {
      std::string const where = "call " + std::to_string(number++);
      if (std::string const f = walk(c); !f.empty()) return where + ": " + f;
    }
    for (Terminal const& t : program.output)
      if (!whole(t.at)) return "an output was overwritten";
    for (Terminal const& t : program.input)
      if (!whole(t.at)) return "an input was overwritten";
    return {};
  }
  int reused = 0;  // writes over a value that the same call reads

 private:
  static constexpr int nobody = -1;
  struct Value {
    long first, size;
  };
  Draft const& program;
  std::vector<int> owner[1 + most_domains];
  std::vector<Value> value;

  static bool in_arena(Operand const& o) { return o.where == Where::shared || o.where == Where::sample; }
  std::vector<int>& arena(Operand const& o) {
    return owner[o.where == Where::sample ? 1 + (o.batched >> 8) : 0];
  }
  /// All numbers of an operand for each sample of its batch.
  static long size(Operand const& o) { return o.size * (o.where == Where::sample ? o.batched & 255 : 1l); }
  bool overlap(Operand const& a, Operand const& b) {
    return in_arena(a) && in_arena(b) && &arena(a) == &arena(b) && a.offset < b.offset + size(b) &&
           b.offset < a.offset + size(a);
  }

  void write(Operand const& o) {
    value.push_back({o.offset, size(o)});
    for (long k = 0; k < size(o); ++k) arena(o)[std::size_t(o.offset + k)] = int(value.size()) - 1;
  }
  bool whole(Operand const& o) {
    if (!in_arena(o)) return true;
    int const who = arena(o)[std::size_t(o.offset)];
    if (who == nobody || value[std::size_t(who)].first != o.offset || value[std::size_t(who)].size != size(o))
      return false;
    for (long k = 0; k < size(o); ++k)
      if (arena(o)[std::size_t(o.offset + k)] != who) return false;
    return true;
  }
  std::string walk(Call const& c) {
    struct Access {
      Operand at;
      bool each;  // element by element of the domain: what is read here may be overwritten here
    };
    std::vector<Access> read, written;
    if (c.head != Op::input) {
      for (int k = 0; k < 2; ++k)
        if (c.at[std::size_t(k)].where != Where::none) read.push_back({c.at[std::size_t(k)], false});
      written.push_back({c.at[2], true});
    }
    if (c.kernel >= 0) {
      Expression const e = program.kernel[std::size_t(c.kernel)];
      for (int k = 0; k < e.size; ++k) {
        Instruction const i = program.instruction[std::size_t(e.first + k)];
        auto operand = [&](int o) { return program.operand[std::size_t(c.first + o)]; };
        if (i.op == Op::input) read.push_back({operand(i.a), i.kind == Kind::full});
        if (i.op == Op::update) written.push_back({operand(i.b), true});
        if (i.op == Op::sum) written.push_back({operand(i.b), false});
      }
    }
    for (std::size_t k = 0; k < read.size(); ++k) {
      bool const of_head = c.head != Op::input && read[k].at.where == c.at[2].where &&
                           read[k].at.offset == c.at[2].offset &&
                           read[k].at.batched >> 8 == c.at[2].batched >> 8;
      if (!of_head && !whole(read[k].at)) return "reads a value that is not whole";
      for (Access const& w : written) {
        if (!overlap(read[k].at, w.at)) continue;
        bool const same = read[k].at.offset == w.at.offset && size(read[k].at) == size(w.at);
        if (!same || !read[k].each || !w.each) return "writes over a value that it still reads";
        reused += !of_head;
      }
    }
    for (std::size_t a = 0; a < written.size(); ++a)
      for (std::size_t b = a + 1; b < written.size(); ++b)
        if (overlap(written[a].at, written[b].at) && !(a == 0 && c.head != Op::input))
          return "writes two values to one place";
    for (Access const& w : written)
      if (in_arena(w.at)) write(w.at);
    return {};
  }
};

}  // namespace agon::test
