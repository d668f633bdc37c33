// Products against the plain loop, whose bits they must have whatever their shapes.
#include "product.h"

#include "doctest.h"
#include "support/compare.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

constexpr int kRows[] = {1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 17, 64};
constexpr int kDepths[] = {1, 2, 3, 4, 5, 9, 64, 255, 256, 257, 600};
constexpr int kColumns[] = {1, 2, 3, 4, 5, 6, 7, 8, 10, 33};

/// What multiply() is to give: each entry summed up in the order of A's columns.
template <class S>
Matrix<S> plain(const Strided<S>& A, const Strided<S>& B, const S* start) {
  Matrix<S> C(A.rows, B.cols);
  for (Index j = 0; j < B.cols; ++j) {
    for (Index i = 0; i < A.rows; ++i) {
      S sum = start ? start[i] : S(0);
      for (Index k = 0; k < A.cols; ++k) sum += A.at(i, k) * B.at(k, j);
      C(i, j) = sum;
    }
  }
  return C;
}

template <class S>
bool is_plain(const Strided<S>& A, const Strided<S>& B, const S* start) {
  Matrix<S> C;
  multiply(A, B, start, C);
  return same_bits(C, plain(A, B, start));
}

/// Every way in which factors may lie in memory, with and without a start.
template <class S>
void check_shape(Index rows, Index depth, Index columns) {
  Rng rng(static_cast<std::uint64_t>(rows * 1'000'000 + depth * 1000 + columns));
  const Matrix<S> A = random_matrix<S>(rows, depth, rng), A_T = A.transpose();
  const Matrix<S> B = random_matrix<S>(depth, columns, rng), B_T = B.transpose();
  const Matrix<S> start = random_matrix<S>(rows, 1, rng);
  for (const Strided<S>& a : {Strided(A), Strided(A_T).transpose()})
    for (const Strided<S>& b : {Strided(B), Strided(B_T).transpose()})
      for (const S* s : {kNoStart<S>, start.data()}) CHECK(is_plain(a, b, s));
}

TEST_CASE_TEMPLATE("a product of any shape has the plain loop's bits", S, float, double) {
  for (const int rows : kRows)
    for (const int depth : kDepths)
      for (const int columns : kColumns) {
        CAPTURE(rows);
        CAPTURE(depth);
        CAPTURE(columns);
        check_shape<S>(rows, depth, columns);
      }
}

TEST_CASE_TEMPLATE("columns add up as a product with ones does", S, float, double) {
  for (const int rows : kRows)
    for (const int columns : kDepths) {
      CAPTURE(rows);
      CAPTURE(columns);
      Matrix<S> A = random_matrix<S>(rows, columns, Rng(static_cast<std::uint64_t>(rows)));
      A(rows - 1, columns / 2) = -S(0);
      const Matrix<S> ones = Matrix<S>::Ones(1, columns);
      Matrix<S> sums = Matrix<S>::Zero(2, 2);
      sum_columns(A, sums);
      CHECK(same_bits(sums, plain(Strided(ones), Strided(A).transpose(), kNoStart<S>)));
    }
}

TEST_CASE("a product of the largest sizes has the plain loop's bits") {
  check_shape<float>(128, SizeLimits::kInputs, 70);
  check_shape<float>(SizeLimits::kInputs, 70, 128);
  check_shape<float>(5, SizeLimits::kSamples, 3);
}

TEST_CASE("a product takes the shape of its factors, also where there was another matrix") {
  const Matrix<float> A = Matrix<float>::Ones(3, 2), B = Matrix<float>::Ones(2, 7);
  Matrix<float> C = Matrix<float>::Zero(9, 9);
  multiply(Strided(A), Strided(B), kNoStart<float>, C);
  CHECK(same_bits(C, Matrix<float>::Constant(3, 7, 2.0f).eval()));
}

TEST_CASE("what is not finite in one column stays there") {
  Matrix<float> A = random_matrix<float>(9, 6, Rng(1)), B = random_matrix<float>(6, 7, Rng(2));
  const Matrix<float> clean = plain(Strided(A), Strided(B), kNoStart<float>);
  B(3, 4) = std::numeric_limits<float>::quiet_NaN();
  Matrix<float> C;
  multiply(Strided(A), Strided(B), kNoStart<float>, C);
  for (Index j = 0; j < C.cols(); ++j) {
    CAPTURE(j);
    if (j == 4)
      CHECK(C.col(j).array().isNaN().all());
    else
      CHECK(C.col(j) == clean.col(j));
  }
}

}  // namespace
}  // namespace backflow::test
