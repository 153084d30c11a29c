#pragma once

/// A matrix in memory, row by row, and how it is turned: where cuDNN wants weights the other way round.
namespace agon::cuda {

/// A matrix of so many rows and columns, of which squares of `side` are turned at a time.
struct Turn {
  static constexpr int side = 32;
  long rows = 0, columns = 0;

  /// It is the same, turned.
  constexpr bool needless() const { return rows == 1 || columns == 1; }
  constexpr long numbers() const { return rows * columns; }
  constexpr long across() const { return (columns + side - 1) / side; }
  constexpr long squares() const { return (rows + side - 1) / side * across(); }
  /// The element of a square in its row and column i, before; -1 beyond the matrix.
  constexpr long before(long square, int row, int column) const {
    long const r = square / across() * side + row, c = square % across() * side + column;
    return r < rows && c < columns ? r * columns + c : -1;
  }
  /// And after, when it stands in row `column` and column `row`.
  constexpr long after(long square, int row, int column) const {
    long const r = square / across() * side + row, c = square % across() * side + column;
    return r < rows && c < columns ? c * rows + r : -1;
  }
};

}  // namespace agon::cuda
