#include "export_rounding.h"

#include <limits>

namespace backflow {
namespace {

TrainingState<double> in_double(const TrainingState<float>& state) {
  TrainingState<double> result{.network = cast_network<double>(state.network),
                               .moments = {},
                               .step = state.step,
                               .moments_start = state.moments_start};
  for (const Moments<float>& moments : state.moments)
    result.moments.push_back({moments.m.cast<double>(), moments.v.cast<double>()});
  return result;
}

double difference(const Matrix<float>& page, const Matrix<double>& exact) {
  const double least = static_cast<double>(std::numeric_limits<float>::min());
  const double size = static_cast<double>(page.cwiseAbs().maxCoeff());
  return (page.cast<double>() - exact).cwiseAbs().maxCoeff<Eigen::PropagateNaN>() /
         std::max(size, least);
}

}  // namespace

std::vector<double> rounding_errors(const TraceView<float>& view) {
  const Trainer<float>& trainer = view.trainer();
  Trainer<double> exact(cast_network<double>(trainer.network()), trainer.X().cast<double>(),
                        trainer.Y().cast<double>(), trainer.settings());
  exact.set_state(in_double(trainer.state()));
  const TraceView<double> exact_view(view.steps(), exact);
  std::vector<double> errors;
  for (int i = 0; i < static_cast<int>(view.steps().size()); ++i)
    errors.push_back(difference(view.stored(i), exact_view.stored(i)));
  return errors;
}

}  // namespace backflow
