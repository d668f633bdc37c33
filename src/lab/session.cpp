#include "session.h"

#include <algorithm>
#include <utility>

#include "state_json.h"

namespace backflow {
namespace {

Matrix<float> columns_of(const Matrix<double>& matrix, const std::vector<int>& columns) {
  return select_columns(matrix, columns).cast<float>();
}

NetworkSettings with_data_sizes(NetworkSettings network, const Data& data) {
  network.sizes.front() = static_cast<int>(data.X.rows());
  network.sizes.back() = static_cast<int>(data.samples.Y.rows());
  return network;
}

StateError size_error(const Config& config, const Data& data) {
  const std::vector<int>& sizes = config.network.sizes;
  const auto mismatch = [&](const char* what, Index has, int wants, const char* field) {
    return StateError{field, std::string(field) + ": found " + std::to_string(wants) + " " + what +
                                 "; allowed: " + std::to_string(has) + ", as the data \"" +
                                 info(config.data.id).name + "\" has"};
  };
  if (data.X.rows() != sizes.front())
    return mismatch("inputs", data.X.rows(), sizes.front(), "network.sizes");
  if (data.samples.Y.rows() != sizes.back())
    return mismatch("outputs", data.samples.Y.rows(), sizes.back(), "network.sizes");
  return {};
}

}  // namespace

Session::Session() {
  const StateError error = open(State{});
  assert(error.field.empty());
  (void)error;
}

StateError Session::prepare(const Config& config, const Samples* given,
                            std::shared_ptr<const Setup>& setup) const {
  const StateError problem = check_config(config);
  if (!problem.field.empty()) return problem;
  if (info(config.data.id).given && !given)
    return {"data.name", std::string("data.name: found ") + info(config.data.id).name +
                             " without its samples; allowed: inputs and targets given, or a set "
                             "of our own"};
  Result<Data> data = prepare_data(config.data, given);
  if (!data) return {"data", "data: " + data.error()};
  auto made = std::make_shared<Setup>();
  made->config = config;
  made->X = columns_of(data->X, data->split.train);
  made->Y = columns_of(data->samples.Y, data->split.train);
  made->test_X = columns_of(data->X, data->split.test);
  made->test_Y = columns_of(data->samples.Y, data->split.test);
  made->data = std::move(*data);
  setup = std::move(made);
  return {};
}

StateError Session::open(const State& state) {
  std::shared_ptr<const Setup> setup;
  StateError error = prepare(state.config, state.samples ? &*state.samples : nullptr, setup);
  if (error.field.empty()) error = size_error(state.config, setup->data);
  if (!error.field.empty()) return error;

  TrainingState<float> start_state;
  start_state.network = make_network<float>(state.config.network, state.config.training.seed);
  for (std::size_t i = 0; i < state.parameters.size(); ++i)
    parameter(start_state.network, i) = state.parameters[i];
  start_state.moments = state.moments;
  start_state.step = state.step;
  undo_.clear();
  redo_.clear();
  undo_bytes_ = 0;
  start(std::move(setup), std::move(start_state));
  start_ = moment();
  return {};
}

void Session::start(std::shared_ptr<const Setup> setup, TrainingState<float> state) {
  moment_setup_ = std::move(setup);
  trainer_.emplace(state.network, moment_setup_->X, moment_setup_->Y,
                   moment_setup_->config.training);
  if (state.moments.empty()) state.moments = trainer_->state().moments;
  trainer_->set_state(std::move(state));
  history_.clear();
  losses_.clear();
  loss_stride_ = 1;
  furthest_step_ = trainer_->state().step;
  seek_target_ = -1;
  history_.keep(moment());
  changed();
  log_loss();
}

State Session::state() const {
  State state;
  state.config = moment_setup_->config;
  if (info(state.config.data.id).given) state.samples = moment_setup_->data.samples;
  const TrainingState<float>& now = trainer_->state();
  for (std::size_t i = 0; i < 2 * now.network.layers.size(); ++i)
    state.parameters.push_back(parameter(now.network, i));
  state.moments = now.moments;
  state.step = now.step;
  return state;
}

void Session::reset() {
  push_undo("reset");
  // Settings that were changed since stay; what goes back is the parameters, and the data with them
  // only if the network would no longer fit.
  const Moment target = *start_;
  if (target.setup->config.network.sizes == config().network.sizes &&
      target.setup->config.network.activations == config().network.activations) {
    TrainingState<float> state = target.state;
    if (target.setup->config.training.optimizer.name != config().training.optimizer.name)
      state.moments.clear();
    start(moment_setup_, std::move(state));
  } else {
    restart();
  }
}

void Session::restart() {
  TrainingState<float> fresh;
  fresh.network = make_network<float>(config().network, config().training.seed);
  start(moment_setup_, std::move(fresh));
}

StateError Session::apply(const Config& config) {
  const Samples* given =
      info(config.data.id).given && config.data.id == this->config().data.id
          ? &moment_setup_->data.samples : nullptr;
  if (!given) return apply(config, Samples{});
  const Samples copy = *given;
  return apply(config, copy);
}

StateError Session::apply(const Config& wanted, const Samples& samples) {
  std::shared_ptr<const Setup> setup;
  StateError error = prepare(wanted, samples.X.size() ? &samples : nullptr, setup);
  if (!error.field.empty()) return error;
  Config config = wanted;
  config.network = with_data_sizes(config.network, setup->data);
  auto fitted = std::make_shared<Setup>(*setup);
  fitted->config = config;
  setup = fitted;

  push_undo("settings");
  const Config before = this->config();
  const bool reseeded = before.training.seed != config.training.seed ||
                        before.network.initializer != config.network.initializer ||
                        before.network.init_scale != config.network.init_scale;
  TrainingState<float> state = trainer_->state();
  if (reseeded || before.data.id != config.data.id) {
    state = {};
    state.network = make_network<float>(config.network, config.training.seed);
  } else if (before.network != config.network) {
    state.network = resize_network(state.network, config.network, config.training.seed);
    state.moments.clear();
    state.step = 0;
  }
  if (before.training.optimizer.name != config.training.optimizer.name) state.moments.clear();
  const bool fresh = state.step == 0 && (reseeded || before.network != config.network ||
                                         before.data.id != config.data.id);
  if (fresh) {
    start(std::move(setup), std::move(state));
    start_ = moment();
    return {};
  }
  moment_setup_ = std::move(setup);
  trainer_->set_settings(config.training);
  trainer_->set_data(moment_setup_->X, moment_setup_->Y);
  if (state.moments.empty()) state.moments = trainer_->state().moments;
  trainer_->set_state(std::move(state));
  // Only what changes the course of training starts a new one; a notation does not.
  if (before.training == config.training && before.data == config.data) changed();
  else edited();
  return {};
}

void Session::begin_edit(std::string label) { push_undo(std::move(label)); }

void Session::set_parameter(std::size_t tensor, Index row, Index col, float value) {
  trainer_->set_parameter(tensor, row, col, value);
  edited();
}

bool Session::set_sample(bool target, Index row, Index col, float value) {
  const int train_column = trainer_->record().columns[static_cast<std::size_t>(col)];
  const int column = moment_setup_->data.split.train[static_cast<std::size_t>(train_column)];
  auto setup = std::make_shared<Setup>(*moment_setup_);
  Samples& samples = setup->data.samples;
  double raw = static_cast<double>(value);
  if (!target) {
    if (row >= samples.X.rows()) return false;
    if (setup->data.standardization) {
      const Standardization& s = *setup->data.standardization;
      raw = as_float(raw * s.deviation(row, 0) + s.mean(row, 0));
    }
  }
  (target ? samples.Y : samples.X)(row, column) = raw;
  Config config = setup->config;
  config.data.id = DatasetId::kCustom;
  config.data.samples = 0;
  std::shared_ptr<const Setup> made;
  const Samples copy = samples;
  if (!prepare(config, &copy, made).field.empty()) return false;
  moment_setup_ = std::move(made);
  trainer_->set_data(moment_setup_->X, moment_setup_->Y);
  edited();
  return true;
}

void Session::push_undo(std::string label) {
  undo_.push_back({std::move(label), moment(), furthest_step_});
  undo_bytes_ += byte_size(undo_.back().moment.state);
  while (undo_.size() > kMostUndo || (undo_.size() > 1 && undo_bytes_ > kMostUndoBytes)) {
    undo_bytes_ -= byte_size(undo_.front().moment.state);
    undo_.pop_front();
  }
  redo_.clear();
}

void Session::restore(const Moment& moment) {
  const bool same_course = moment.setup == moment_setup_;
  moment_setup_ = moment.setup;
  if (same_course) {
    trainer_->set_state(moment.state);
  } else {
    trainer_.emplace(moment.state.network, moment_setup_->X, moment_setup_->Y,
                     moment_setup_->config.training);
    trainer_->set_state(moment.state);
  }
  changed();
}

bool Session::undo() {
  if (undo_.empty()) return false;
  Undo back = std::move(undo_.back());
  undo_.pop_back();
  undo_bytes_ -= byte_size(back.moment.state);
  redo_.push_back({back.label, moment(), furthest_step_});
  restore(back.moment);
  edited();
  return true;
}

bool Session::redo() {
  if (redo_.empty()) return false;
  Undo forth = std::move(redo_.back());
  redo_.pop_back();
  undo_.push_back({forth.label, moment(), furthest_step_});
  undo_bytes_ += byte_size(undo_.back().moment.state);
  restore(forth.moment);
  edited();
  return true;
}

const std::string& Session::undo_label() const {
  static const std::string none;
  return undo_.empty() ? none : undo_.back().label;
}

const std::string& Session::redo_label() const {
  static const std::string none;
  return redo_.empty() ? none : redo_.back().label;
}

// A new course starts here: what came later in the old one is gone.
void Session::edited() {
  furthest_step_ = step_count();
  seek_target_ = -1;
  history_.branch(moment());
  std::erase_if(losses_, [&](const LossPoint& p) { return p.step >= step_count(); });
  changed();
  log_loss();
}

void Session::changed() {
  check_.reset();
  ++version_;
}

bool Session::step_once() {
  if (!trainer_->step()) return false;
  if (step_count() > furthest_step_) {
    furthest_step_ = step_count();
    if (history_.wants(furthest_step_)) history_.keep(moment());
    if (step_count() % (loss_stride_ * trainer_->steps_per_epoch()) == 0) log_loss();
  }
  return true;
}

bool Session::step(int count) {
  bool fine = true;
  for (int i = 0; i < count && fine; ++i) fine = step_once();
  changed();
  return fine;
}

bool Session::step_epoch() {
  const int batches = trainer_->steps_per_epoch();
  return step(batches - static_cast<int>(step_count() % batches));
}

void Session::seek(std::int64_t step) {
  step = std::clamp(step, earliest_step(), furthest_step_);
  const Moment* from = history_.at_or_before(step);
  if (!from) return;
  // Walking on from here is shorter than from the moment, unless settings changed in between.
  const bool near = step_count() <= step && step_count() >= from->state.step &&
                    from->setup == moment_setup_;
  if (!near) restore(*from);
  seek_target_ = step == step_count() ? -1 : step;
}

bool Session::advance_seek(int steps) {
  for (int i = 0; i < steps && seek_target_ > step_count(); ++i)
    if (!step_once()) seek_target_ = -1;
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

Score Session::train_score() {
  const bool full = trainer_->steps_per_epoch() == 1 && config().training.objective.dropout == 0;
  if (!full)
    return score(trainer_->network(), config().training.objective, trainer_->X(), trainer_->Y());
  const Pass<float>& pass = trainer_->record().pass;
  return {static_cast<double>(pass.E(0, 0)), accuracy(pass.O(), pass.Y)};
}

Metrics Session::metrics() {
  const Score train = train_score();
  Metrics metrics{.loss = train.loss, .accuracy = train.accuracy, .test_loss = {},
                  .test_accuracy = {}, .step = step_count(), .epoch = trainer_->epoch(),
                  .learning_rate = trainer_->record().rate};
  if (setup().test_X.cols() > 0) {
    const Score test =
        score(trainer_->network(), config().training.objective, setup().test_X, setup().test_Y);
    metrics.test_loss = test.loss;
    metrics.test_accuracy = test.accuracy;
  }
  return metrics;
}

std::string Session::trouble() {
  if (trainer_->is_finite()) return {};
  const TraceView<float> view = trace();
  const int found = view.first_non_finite();
  return found < 0 ? "" : view.step(found).id;
}

void Session::log_loss() {
  LossPoint point{step_count(), static_cast<float>(train_score().loss), 0};
  if (setup().test_X.cols() > 0)
    point.test = static_cast<float>(score(trainer_->network(), config().training.objective,
                                          setup().test_X, setup().test_Y).loss);
  losses_.push_back(point);
  if (losses_.size() <= kMostLossPoints) return;
  loss_stride_ *= 2;
  std::size_t index = 0;
  std::erase_if(losses_, [&](const LossPoint&) { return index++ % 2 == 1; });
}

bool Session::advance_check(int entries) {
  if (!check_) {
    const Pass<float>& pass = trainer_->record().pass;
    Pass<double> copy;
    copy.X = pass.X.cast<double>();
    copy.Y = pass.Y.cast<double>();
    for (const LayerPass<float>& layer : pass.layers) {
      copy.layers.emplace_back();
      copy.layers.back().mask = layer.mask.cast<double>();
    }
    check_.emplace(cast_network<double>(trainer_->network()), config().training.objective, copy);
  }
  return check_->advance(entries);
}

}  // namespace backflow
