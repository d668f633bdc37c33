#include "link_pack.h"

#include <bit>
#include <charconv>

#include "base64.h"

namespace backflow {
namespace {

template <class S>
void append(const Matrix<S>& matrix, std::vector<std::uint8_t>& bytes) {
  for (Index r = 0; r < matrix.rows(); ++r)
    for (Index c = 0; c < matrix.cols(); ++c) {
      const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(matrix(r, c)));
      for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(bits >> shift & 255));
    }
}

template <class S>
void take(const std::uint8_t*& bytes, Matrix<S>& matrix) {
  for (Index r = 0; r < matrix.rows(); ++r)
    for (Index c = 0; c < matrix.cols(); ++c) {
      std::uint32_t bits = 0;
      for (int shift = 0; shift < 32; shift += 8)
        bits |= static_cast<std::uint32_t>(*bytes++) << shift;
      matrix(r, c) = static_cast<S>(std::bit_cast<float>(bits));
    }
}

/// A whole number from the beginning of `text`, which must end with `mark`; −1 if there is none.
Index take_count(std::string_view& text, char mark) {
  int count = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto read = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || count < 1 || read >= text.size() || text[read] != mark) return -1;
  text.remove_prefix(read + 1);
  return count;
}

}  // namespace

std::string pack_tensors(const std::vector<Matrix<float>>& tensors) {
  std::vector<std::uint8_t> bytes;
  for (const Matrix<float>& tensor : tensors) append(tensor, bytes);
  return to_base64url(bytes);
}

bool unpack_tensors(std::string_view text, std::vector<Matrix<float>>& tensors) {
  std::size_t wanted = 0;
  for (const Matrix<float>& tensor : tensors) wanted += 4 * static_cast<std::size_t>(tensor.size());
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() != wanted) return false;
  const std::uint8_t* next = bytes->data();
  for (Matrix<float>& tensor : tensors) take(next, tensor);
  return true;
}

std::string pack_matrix(const Matrix<double>& matrix) {
  std::vector<std::uint8_t> bytes;
  append(matrix, bytes);
  return std::to_string(matrix.rows()) + "x" + std::to_string(matrix.cols()) + ":" +
         to_base64url(bytes);
}

std::optional<Matrix<double>> unpack_matrix(std::string_view text, Index most_rows,
                                            Index most_cols) {
  const Index rows = take_count(text, 'x');
  if (rows < 1 || rows > most_rows) return std::nullopt;
  const Index cols = take_count(text, ':');
  if (cols < 1 || cols > most_cols) return std::nullopt;
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() != 4 * static_cast<std::size_t>(rows * cols)) return std::nullopt;
  Matrix<double> matrix(rows, cols);
  const std::uint8_t* next = bytes->data();
  take(next, matrix);
  return matrix;
}

}  // namespace backflow
