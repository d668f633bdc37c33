// Steps, going back and forth in time, and what is measured on the way.
#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "session.h"

namespace backflow {

Moment Session::moment() {
  if (!shared_state_)
    shared_state_ = std::make_shared<const TrainingState<float>>(trainer_->state());
  return {config_, setup_, shared_state_};
}

void Session::enter(const Moment& moment) {
  const bool same_data = moment.setup == setup_ && moment.config->network == config().network;
  config_ = moment.config;
  setup_ = moment.setup;
  if (same_data)
    trainer_->set_settings(config_->training);
  else
    trainer_.emplace(moment.state->network, setup_->X, setup_->Y, config_->training);
  trainer_->set_state(*moment.state);
  shared_state_ = moment.state;
}

// Time goes on past an edit that was made the first time: the same is done again.
void Session::adopt(const HistoryEntry& edit) {
  config_ = with_present_habits(edit.moment.config);
  trainer_->set_settings(config_->training);
  if (setup_ != edit.moment.setup) {
    setup_ = edit.moment.setup;
    trainer_->set_data(setup_->X, setup_->Y);
  }
  if (edit.begins_epoch) trainer_->begin_epoch();
  if (edit.zeroes_moments) {
    TrainingState<float> state = trainer_->state();
    for (Moments<float>& moments : state.moments) moments.m.setZero(), moments.v.setZero();
    state.moments_start = state.step;
    trainer_->set_state(std::move(state));
  }
  for (const ParameterEdit& set : edit.parameters)
    trainer_->set_parameter(set.tensor, set.row, set.col, set.value);
  shared_state_.reset();
}

std::shared_ptr<const Config> Session::with_present_habits(
    const std::shared_ptr<const Config>& config) const {
  Config wanted = with_habits(*config, *config_);
  return wanted == *config ? config : std::make_shared<const Config>(std::move(wanted));
}

bool Session::step_once() {
  if (!trainer_->step()) return false;
  shared_state_.reset();
  const std::int64_t step = step_count();
  if (step <= run_.furthest) {
    if (const HistoryEntry* edit = run_.history.edit_at(step)) adopt(*edit);
    return true;
  }
  run_.furthest = step;
  if (run_.history.wants(step))
    run_.history.add({.step = step, .moment = moment(), .parameters = {}});
  if (run_.losses.wants(step, trainer_->steps_per_epoch(), loss_spacing()))
    run_.losses.add(loss_point(), trainer_->steps_per_epoch());
  return true;
}

bool Session::step(int count) {
  seek_target_ = -1;
  bool fine = true;
  for (int i = 0; i < count && fine; ++i) fine = step_once();
  changed();
  return fine;
}

bool Session::step_epoch() { return step(trainer_->steps_per_epoch() - trainer_->step_in_epoch()); }

bool Session::holds(const StopRule& stop) {
  if (stop.epoch > 0 && trainer_->epoch() >= stop.epoch) return true;
  return stop.loss > 0 && is_epoch_end() && train_score(ClassCoding::kNone).loss <= stop.loss;
}

RunEnd Session::run(const StopRule& stop, int steps) {
  seek_target_ = -1;
  RunEnd end = RunEnd::kGoesOn;
  for (int i = 0; end == RunEnd::kGoesOn; ++i) {
    if (holds(stop))
      end = RunEnd::kReached;
    else if (i == steps)
      break;
    else if (!step_once())
      end = RunEnd::kNotFinite;
  }
  changed();
  return end;
}

void Session::seek(std::int64_t step) {
  step = std::clamp(step, earliest_step(), furthest_step());
  const Moment& from = *run_.history.before(step);
  const bool is_nearer = step_count() <= step && step_count() >= from.state->step;
  if (!is_nearer) enter({with_present_habits(from.config), from.setup, from.state});
  seek_target_ = step == step_count() ? -1 : step;
  changed();
}

bool Session::advance_seek(int steps) {
  for (int i = 0; i < steps && seek_target_ > step_count(); ++i) {
    if (!step_once()) break;
    if (run_.history.wants_near(step_count(), seek_target_)) run_.history.keep_near(moment());
  }
  if (seek_target_ <= step_count()) seek_target_ = -1;
  changed();
  return seek_target_ < 0;
}

TraceView<float> Session::trace() {
  TracePlan plan = trace_plan(*trainer_, config().notation);
  if (!plan_ || *plan_ != plan) {
    labels_ = label_steps(plan);
    plan_ = std::move(plan);
  }
  return TraceView<float>(labels_, *trainer_);
}

int Session::loss_spacing() const {
  constexpr double kShare = 0.1;     // of the training's time
  constexpr double kStepCost = 3.0;  // of a sample's way forward and back, in ways forward
  const auto train = static_cast<double>(setup_->X.cols());
  const auto test = static_cast<double>(setup_->test_X.cols());
  const double measured = (is_train_score_recorded() ? 0 : train) + test;
  const double epochs = std::ceil(measured / (train * kStepCost * kShare));
  return static_cast<int>(std::bit_ceil(static_cast<unsigned>(epochs)));
}

// The step that comes next has computed it anyway.
bool Session::is_train_score_recorded() const {
  return trainer_->steps_per_epoch() == 1 && config().training.objective.dropout == 0;
}

Score Session::train_score(ClassCoding coding) {
  if (!is_train_score_recorded())
    return score(trainer_->network(), config().training.objective, trainer_->X(), trainer_->Y(),
                 coding);
  const Pass<float>& pass = trainer_->record().pass;
  return {static_cast<double>(pass.E(0, 0)), accuracy(pass.O(), pass.Y, coding)};
}

std::optional<Score> Session::test_score(ClassCoding coding) const {
  if (setup_->test_X.cols() == 0) return std::nullopt;
  return score(trainer_->network(), config().training.objective, setup_->test_X, setup_->test_Y,
               coding);
}

const Metrics& Session::metrics() {
  if (metrics_) return *metrics_;
  const ClassCoding coding = class_coding(*setup_);
  const Score train = train_score(coding);
  metrics_ = Metrics{.loss = train.loss,
                     .accuracy = train.accuracy,
                     .test_loss = {},
                     .test_accuracy = {},
                     .step = step_count(),
                     .epoch = trainer_->epoch(),
                     .learning_rate = trainer_->record().rate};
  if (const std::optional<Score> test = test_score(coding)) {
    metrics_->test_loss = test->loss;
    metrics_->test_accuracy = test->accuracy;
  }
  return *metrics_;
}

std::string Session::trouble() {
  if (trainer_->is_finite()) return {};
  const TraceView<float> view = trace();
  const int found = view.first_non_finite();
  return found < 0 ? "" : view.step(found).id;
}

// What log_loss() would note; nobody looks at the accuracy of every step.
LossPoint Session::loss_point() {
  const std::optional<Score> test = test_score(ClassCoding::kNone);
  return {step_count(), static_cast<float>(train_score(ClassCoding::kNone).loss),
          static_cast<float>(test ? test->loss : 0)};
}

// Metrics are kept until the next change, and whoever looks at an edit wants them at once.
void Session::log_loss() {
  metrics_.reset();
  const Metrics& now = metrics();
  const LossPoint point{now.step, static_cast<float>(now.loss),
                        static_cast<float>(now.test_loss.value_or(0))};
  run_.losses.add(point, trainer_->steps_per_epoch());
}

bool Session::advance_check(int entries) {
  begin_check();
  return check_->advance(entries);
}

bool Session::work_at_check() {
  begin_check();
  return check_->work();
}

void Session::begin_check() {
  // Multiplications of a whole check that somebody would wait for: seconds.
  constexpr double kMostWork = 4e10;
  if (!check_) {
    const Pass<float>& pass = trainer_->record().pass;
    Pass<double> copy;
    copy.X = pass.X.cast<double>();
    copy.Y = pass.Y.cast<double>();
    for (const LayerPass<float>& layer : pass.layers) {
      copy.layers.emplace_back();
      copy.layers.back().mask = layer.mask.cast<double>();
    }
    check_.emplace(cast_network<double>(trainer_->network()), config().training.objective, copy,
                   kMostWork);
  }
}

void Session::changed() {
  metrics_.reset();
  check_.reset();
  ++version_;
}

}  // namespace backflow
