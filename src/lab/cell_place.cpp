#include "cell_place.h"

#include "language.h"

#include <cassert>
#include <utility>

namespace backflow {
namespace {

using enum CellPlace::Kind;

bool is_sample(const TraceStep& step) {
  return step.quantity == Quantity::kX || step.quantity == Quantity::kY;
}

}  // namespace

bool is_editable(const TraceStep& step) {
  return is_sample(step) || step.quantity == Quantity::kW || step.quantity == Quantity::kB;
}

CellPlace place_of_cell(Session& session, const TraceStep& step, Index row, Index col) {
  assert(is_editable(step));
  if (step.flipped) std::swap(row, col);
  if (!is_sample(step))
    return {.kind = kParameter,
            .tensor = 2 * static_cast<std::size_t>(step.layer - 1) + (step.is_bias ? 1 : 0),
            .row = row,
            .col = col};
  return {.kind = step.quantity == Quantity::kY ? kTarget : kInput,
          .tensor = 0,
          .row = row,
          .col = session.sample_at(col)};
}

bool has_cell(const Session& session, const CellPlace& place) {
  const Trainer<float>& trainer = session.trainer();
  if (place.kind == kParameter && place.tensor >= 2 * trainer.network().layers.size()) return false;
  const Matrix<float>& matrix = place.kind == kInput ? trainer.X()
                                : place.kind == kTarget
                                    ? trainer.Y()
                                    : parameter(trainer.network(), place.tensor);
  return place.row < matrix.rows() && place.col < matrix.cols();
}

std::string set_cell(Session& session, const CellPlace& place, float value) {
  if (!has_cell(session, place)) return tr("this cell is no longer there");
  if (!std::isfinite(value)) return tr("a finite number is expected");
  if (place.kind == kParameter) {
    session.set_parameter(place.tensor, place.row, place.col, value);
    return {};
  }
  const bool target = place.kind == kTarget;
  const int sample = static_cast<int>(place.col);
  std::string reason = session.sample_refusal(target, place.row, sample, value);
  if (reason.empty()) session.set_sample(target, place.row, sample, value);
  return reason;
}

}  // namespace backflow
