#include "loss_pieces.h"

namespace backflow {
namespace {

constexpr double kPieceOfWork = 2e6;  // multiplications

Matrix<double> columns(const Matrix<double>& matrix, Index from, Index count) {
  if (matrix.size() == 0) return {};
  return matrix.middleCols(from, count);
}

}  // namespace

LossPieces::LossPieces(const Network<double>& network, const Objective& objective,
                       const Pass<double>& batch)
    : objective_(objective) {
  batch_.X = batch.X;
  batch_.Y = batch.Y;
  double weights = 1;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    batch_.layers.emplace_back().mask = batch.layers[l].mask;
    weights += static_cast<double>(network.layers[l].W.size());
  }
  chunk_ = std::max<Index>(1, static_cast<Index>(kPieceOfWork / weights));
}

// A penalty has no samples and counts once.
std::optional<double> LossPieces::advance(const Network<double>& network) {
  const Index m = batch_.X.cols(), count = std::min(chunk_, m - done_);
  first_ = done_ == 0;
  // One piece that holds all samples is cut once.
  if (count < m || piece_.X.cols() != m) {
    piece_.X = columns(batch_.X, done_, count);
    piece_.Y = columns(batch_.Y, done_, count);
    piece_.layers.resize(batch_.layers.size());
    for (std::size_t l = 0; l < batch_.layers.size(); ++l)
      piece_.layers[l].mask = columns(batch_.layers[l].mask, done_, count);
  }
  forward(network, objective_, piece_);
  const bool mean = objective_.reduction == Reduction::kMean;
  share_ = mean ? static_cast<double>(count) / static_cast<double>(m) : 1;
  sum_ += piece_.E(0, 0) * share_;
  done_ += count;
  if (done_ < m) return {};
  const double loss = sum_ + (piece_.R.size() ? piece_.R(0, 0) : 0);
  restart();
  return loss;
}

}  // namespace backflow
