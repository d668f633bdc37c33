// Opening, settings, cells, undo: what the reader changes. Time is in session_time.cpp.
#include "session.h"

#include <cassert>
#include <utility>

#include "config_check.h"
#include "language.h"

namespace backflow {
namespace {

StateError size_error(const Config& config, const Setup& setup) {
  const auto mismatch = [&](std::size_t index, const char* what, Index has) {
    return refuse("network.sizes[" + std::to_string(index) + "]",
                  std::to_string(config.network.sizes[index]) + " " + what,
                  std::to_string(has) + ", as the data \"" + info(config.data.id).name + "\" has");
  };
  const std::vector<int>& sizes = config.network.sizes;
  if (setup.X.rows() != sizes.front()) return mismatch(0, "inputs", setup.X.rows());
  if (setup.Y.rows() != sizes.back()) return mismatch(sizes.size() - 1, "outputs", setup.Y.rows());
  return {};
}

bool is_reseeded(const Config& before, const Config& after) {
  return before.training.seed != after.training.seed ||
         before.network.initializer != after.network.initializer ||
         before.network.init_scale != after.network.init_scale;
}

bool keeps_moments(const Config& config) {
  const OptimizerInfo& optimizer = info(config.training.optimizer.name);
  return optimizer.first_moment || optimizer.second_moment;
}

TrainingState<float> training_state(const State& state) {
  const Config& config = state.config;
  TrainingState<float> made;
  made.network = make_network<float>(config.network, config.training.seed);
  for (std::size_t i = 0; i < state.parameters.size(); ++i)
    parameter(made.network, i) = state.parameters[i];
  made.moments = state.moments;
  made.step = state.step;
  const bool starts_moments = state.moments.empty() && keeps_moments(config);
  made.moments_start = starts_moments ? state.step : state.moments_start;
  made.epochs = state.epochs;
  made.epoch_start = state.epoch_start;
  return made;
}

}  // namespace

Session::Session() {
  const StateError error = open(State{});
  assert(error.field.empty());
  (void)error;
}

StateError Session::open(const State& state, Keep keep) {
  StateError error = check_state(state);
  if (!error.field.empty()) return error;
  const Samples* given = state.samples ? &*state.samples : given_samples(state.config.data.id);
  std::shared_ptr<const Setup> setup;
  error = make_setup(state.config.data, given, setup);
  if (error.field.empty()) error = size_error(state.config, *setup);
  if (!error.field.empty()) return error;

  const bool is_touched = trainer_ && (!undo_.empty() || step_count() != run_.start.state->step);
  if (is_touched || (trainer_ && keep == Keep::kAlways)) keep_run(tr("open"), false);
  redo_.clear();
  auto config = std::make_shared<const Config>(state.config);
  TrainingState<float> opened = training_state(state);
  Moment start{config, setup, std::make_shared<const TrainingState<float>>(opened)};
  begin_run(config, setup, {std::move(opened), std::move(start), state.parameters.empty()});
  return {};
}

bool Session::is_untouched() const {
  const Moment& start = run_.start;
  const TrainingState<float>& now = trainer_->state();
  bool is_same = run_.from_seed && run_.furthest == start.state->step && setup_ == start.setup;
  for (std::size_t i = 0; is_same && i < 2 * now.network.layers.size(); ++i)
    is_same = parameter(now.network, i) == parameter(start.state->network, i);
  return is_same;
}

State Session::state() const {
  State state;
  state.config = config();
  if (config().data.id == DatasetId::kCustom) state.samples = setup().data.samples;
  const TrainingState<float>& now = trainer_->state();
  for (std::size_t i = 0; i < 2 * now.network.layers.size(); ++i)
    state.parameters.push_back(parameter(now.network, i));
  if (keeps_moments(config())) state.moments = now.moments;
  state.step = now.step;
  state.moments_start = now.moments_start;
  state.epochs = now.epochs;
  state.epoch_start = now.epoch_start;
  return state;
}

StateError Session::set_reset_state(const State& state, std::int64_t steps) {
  Session trial;
  if (digits_) trial.provide_digits(*digits_);
  StateError error = trial.open(state, steps);
  if (error.field.empty()) reset_state_ = std::make_shared<const State>(trial.state());
  return error;
}

void Session::reset() {
  // Refused only where the digits, which it needs, are not here.
  if (reset_state_ && open(*reset_state_, Keep::kAlways).field.empty()) return;
  if (reset_by_replay()) return;
  Moment start = run_.start;
  TrainingState<float> state = *start.state;
  if (start.config->training.optimizer.name != config().training.optimizer.name) {
    state.moments.clear();
    state.moments_start = state.step;
  }
  const int batches = steps_per_epoch(start.setup->X.cols(), start.config->training.batch_size);
  if (batches != trainer_->steps_per_epoch()) {
    state.epochs = state.epoch(batches);
    state.epoch_start = state.step;
  }
  const bool from_seed = run_.from_seed, replayed = run_.replayed;
  keep_run(tr("reset"), false);
  begin_run(config_, setup_, {std::move(state), std::move(start), from_seed});
  run_.replayed = replayed;
}

void Session::restart() {
  keep_run(tr("fresh weights"), false);
  begin_run(config_, setup_, fresh_network(config_, setup_));
}

StateError Session::apply(const Config& config, Gesture gesture) {
  return change(config, nullptr, gesture);
}

StateError Session::apply(const Config& config, const Samples& samples, Gesture gesture) {
  assert(config.data.id == DatasetId::kCustom);
  return change(config, &samples, gesture);
}

/// Of a set that is not our own: the digits, or what is there now.
const Samples* Session::given_samples(DatasetId id) const {
  if (id == DatasetId::kDigits) return digits_ ? &*digits_ : nullptr;
  return id == DatasetId::kCustom && setup_ ? &setup_->data.samples : nullptr;
}

StateError Session::change(const Config& wanted, const Samples* samples, Gesture gesture) {
  StateError error = check_config(wanted);
  if (error.field.empty() && samples) error = check_samples(*samples);
  if (!error.field.empty()) return error;
  std::shared_ptr<const Setup> setup = setup_;
  if (samples || wanted.data != config().data)
    error = make_setup(wanted.data, samples ? samples : given_samples(wanted.data.id), setup);
  if (!error.field.empty()) return error;

  auto config = std::make_shared<Config>(wanted);
  config->network.sizes.front() = static_cast<int>(setup->X.rows());
  config->network.sizes.back() = static_cast<int>(setup->Y.rows());
  if (*config == this->config() && setup == setup_) return {};
  const bool continued = gesture == Gesture::kContinued && editing_ == Editing::kSettings;
  const bool same_set = config->data.id == this->config().data.id ||
                        (config->data.id == DatasetId::kCustom && !samples);
  const bool is_fresh = !same_set || is_reseeded(this->config(), *config);
  const bool is_course = config->training != this->config().training ||
                         config->data != this->config().data || setup != setup_;
  if (is_fresh || config->network != this->config().network) {
    Beginning beginning =
        is_fresh ? fresh_network(config, setup) : resized_network(config, setup, continued);
    keep_run(tr("settings"), continued);
    begin_run(config, setup, std::move(beginning));
  } else if (is_course) {
    change_course(config, setup, continued);
  } else {
    change_habits(config, continued);
  }
  editing_ = Editing::kSettings;
  return {};
}

// Another way to write the same numbers, or to stop at them: no matter for the run.
void Session::change_habits(std::shared_ptr<const Config> config, bool continued) {
  const bool goes_on = continued && !undo_.empty() && !undo_.top().run && !undo_.top().tail;
  if (!goes_on) {
    const bool is_notation = config->notation != config_->notation;
    undo_.push({.label = is_notation ? "notation" : "settings",
                .moment = moment(),
                .run = {},
                .tail = {}});
    redo_.clear();
  }
  config_ = std::move(config);
  changed();
}

// Other settings or data for the same network, from this step on.
void Session::change_course(std::shared_ptr<const Config> config,
                            std::shared_ptr<const Setup> setup, bool continued) {
  HistoryEntry entry = cut_tail("settings", continued);
  if (config->training.optimizer.name != this->config().training.optimizer.name) {
    entry.zeroes_moments = true;
    shared_state_.reset();
  }
  const std::int64_t epoch_start = trainer_->state().epoch_start;
  trainer_->set_settings(config->training);
  if (setup != setup_) trainer_->set_data(setup->X, setup->Y);
  if (trainer_->state().epoch_start != epoch_start) {
    entry.begins_epoch = true;
    shared_state_.reset();
  }
  config_ = std::move(config);
  setup_ = std::move(setup);
  end_edit(std::move(entry));
}

Session::Beginning Session::fresh_network(const std::shared_ptr<const Config>& config,
                                          const std::shared_ptr<const Setup>& setup) {
  TrainingState<float> state;
  state.network = make_network<float>(config->network, config->training.seed);
  auto start = std::make_shared<const TrainingState<float>>(state);
  return {std::move(state), {config, setup, std::move(start)}, true};
}

// The weights that stay are those of now; reset() leads to the seed's, or to what stays of the
// start's.
Session::Beginning Session::resized_network(const std::shared_ptr<const Config>& config,
                                            const std::shared_ptr<const Setup>& setup,
                                            bool continued) const {
  const bool goes_on = replaces_run(continued);
  const Run& run = goes_on ? *undo_.top().run : run_;
  const Network<float>& now =
      goes_on ? undo_.top().moment.state->network : trainer_->state().network;
  const std::uint64_t seed = config->training.seed;
  Beginning beginning = fresh_network(config, setup);
  beginning.from_seed = run.from_seed;
  if (!run.from_seed) {
    TrainingState<float> start;
    start.network = resize_network(run.start.state->network, config->network, seed);
    beginning.start.state = std::make_shared<const TrainingState<float>>(std::move(start));
  }
  beginning.state.network = resize_network(now, config->network, seed);
  return beginning;
}

bool Session::replaces_run(bool continued) const {
  return continued && !undo_.empty() && undo_.top().run;
}

// The whole run goes to the undo list, unless this is one more of the same drag.
void Session::keep_run(std::string label, bool continued) {
  if (!replaces_run(continued))
    undo_.push({.label = std::move(label), .moment = moment(), .run = std::move(run_), .tail = {}});
  redo_.clear();
}

void Session::begin_run(std::shared_ptr<const Config> config, std::shared_ptr<const Setup> setup,
                        Beginning beginning) {
  config_ = std::move(config);
  setup_ = std::move(setup);
  TrainingState<float>& state = beginning.state;
  trainer_.emplace(state.network, setup_->X, setup_->Y, config_->training);
  if (state.moments.empty()) state.moments = trainer_->state().moments;
  trainer_->set_state(std::move(state));
  shared_state_.reset();
  run_ = Run{.start = std::move(beginning.start),
             .from_seed = beginning.from_seed,
             .history = {},
             .losses = {},
             .furthest = step_count()};
  run_.history.add({.step = step_count(), .moment = moment(), .parameters = {}});
  seek_target_ = -1;
  editing_ = Editing::kNothing;
  changed();
  log_loss();
}

void Session::begin_edit(std::string label) {
  edit_label_ = std::move(label);
  editing_ = Editing::kAnnounced;
}

std::string Session::cell_edit_label() const {
  return editing_ == Editing::kAnnounced ? edit_label_ : "edit";
}

void Session::set_parameter(std::size_t tensor, Index row, Index col, float value) {
  assert(std::isfinite(value));
  HistoryEntry entry = cut_tail(cell_edit_label(), editing_ == Editing::kCells);
  trainer_->set_parameter(tensor, row, col, value);
  shared_state_.reset();
  std::erase_if(entry.parameters, [&](const ParameterEdit& edit) {
    return edit.tensor == tensor && edit.row == row && edit.col == col;
  });
  entry.parameters.push_back({tensor, row, col, value});
  end_edit(std::move(entry));
  editing_ = Editing::kCells;
}

std::string Session::sample_refusal(bool target, Index row, int sample, float value) const {
  const bool is_probability = is_fused(config().training.objective.loss);
  if (target && is_probability && !(value >= 0 && value <= 1))
    return tr("a target of cross-entropy is a probability, from 0 to 1");
  return backflow::sample_refusal(
      *setup_, {.target = target, .row = row, .train_column = sample, .value = value});
}

bool Session::set_sample(bool target, Index row, int sample, float value) {
  const SampleEdit edit{.target = target, .row = row, .train_column = sample, .value = value};
  if (!sample_refusal(target, row, sample, value).empty()) return false;
  HistoryEntry entry = cut_tail(cell_edit_label(), editing_ == Editing::kCells);
  // A drag that goes on has just cut off its own last entry: large data need not be copied again.
  const std::shared_ptr<Setup> edited = setup_.use_count() == 1
                                            ? std::const_pointer_cast<Setup>(setup_)
                                            : std::make_shared<Setup>(*setup_);
  backflow::set_sample(*edited, edit);
  setup_ = edited;
  if (setup_->data.standardization) {
    trainer_->set_data(setup_->X, setup_->Y);
  } else {
    const Matrix<float>& edited_rows = target ? setup_->Y : setup_->X;
    for (Index r = 0; r < edited_rows.rows(); ++r)
      trainer_->set_sample(target, r, edit.train_column, edited_rows(r, edit.train_column));
  }
  Config own = config();
  own.data.id = DatasetId::kCustom;
  own.data.samples = 0;
  if (own != config()) config_ = std::make_shared<const Config>(std::move(own));
  end_edit(std::move(entry));
  editing_ = Editing::kCells;
  return true;
}

// Before an edit: what lies ahead goes to the undo list, with the moment of now, unless this is one
// more of the same drag. Gives the entry that will tell what the edit did, begun with what was done
// at this step before.
HistoryEntry Session::cut_tail(std::string label, bool continued) {
  const bool goes_on = continued && !undo_.empty() && undo_.top().tail &&
                       step_count() == run_.furthest && step_count() >= undo_.top().tail->step;
  Moment now = goes_on ? Moment{} : moment();
  Tail tail = cut(run_, step_count());
  HistoryEntry entry{.step = step_count(), .moment = {}, .is_edit = true, .parameters = {}};
  if (!tail.entries.empty() && tail.entries.front().step == entry.step) {
    entry.zeroes_moments = tail.entries.front().zeroes_moments;
    entry.begins_epoch = tail.entries.front().begins_epoch;
    entry.parameters = tail.entries.front().parameters;
  }
  if (!goes_on) {
    undo_.push({std::move(label), std::move(now), {}, std::move(tail)});
    redo_.clear();
  }
  seek_target_ = -1;
  return entry;
}

// A new course starts here.
void Session::end_edit(HistoryEntry entry) {
  entry.moment = moment();
  run_.history.add(std::move(entry));
  changed();
  log_loss();
}

bool Session::undo() {
  if (undo_.empty()) return false;
  swap_undo(undo_, redo_);
  return true;
}

bool Session::redo() {
  if (redo_.empty()) return false;
  swap_undo(redo_, undo_);
  return true;
}

void Session::swap_undo(UndoList& from, UndoList& to) {
  Undo back = from.pop();
  Undo forth{.label = back.label, .moment = moment(), .run = {}, .tail = {}};
  if (back.run) {
    forth.run = std::exchange(run_, std::move(*back.run));
  } else if (back.tail) {
    forth.tail = cut(run_, back.tail->step);
    append(run_, std::move(*back.tail), back.moment);
  }
  if (back.run || back.tail) {
    enter(back.moment);
  } else {
    config_ = std::make_shared<const Config>(with_habits(config(), *back.moment.config));
  }
  to.push(std::move(forth));
  editing_ = Editing::kNothing;
  seek_target_ = -1;
  changed();
}

const std::string& Session::undo_label() const {
  static const std::string none;
  return undo_.empty() ? none : undo_.top().label;
}

const std::string& Session::redo_label() const {
  static const std::string none;
  return redo_.empty() ? none : redo_.top().label;
}

}  // namespace backflow
