// How the samples are drawn, split and prepared: noise, number, share, seed, standardisation,
// features.
#include <array>

#include "fields.h"
#include "number.h"
#include "number_commit.h"
#include "panel_data.h"

namespace backflow {
namespace {

constexpr int kMostMeasured =
    6;  // inputs whose mean and deviation are listed; the table has them all

/// Steps of the number of samples: fine where they are few, coarse where they are many.
constexpr std::array kCounts{2,   4,   6,   8,    10,   15,   20,   30,
                             40,  50,  60,  80,   100,  150,  200,  300,
                             400, 500, 750, 1000, 1500, 2000, 3000, SizeLimits::kSamples};

int next_count(int count, int direction, int most) {
  if (direction > 0) {
    for (const int candidate : kCounts)
      if (candidate > count) return std::min(candidate, most);
    return most;
  }
  int next = kCounts.front();
  for (const int candidate : kCounts)
    if (candidate < count) next = candidate;
  return next;
}

/// A setting's row: title and control beside each other, the hint below.
float draw_row(const UiContext& ui, ImVec2 at, float width, const Field& field,
               const std::function<void(const Rect&)>& control) {
  const float height = control_height(ui), control_width = ui.u(ui.touch ? 160 : 124);
  const float middle = at.y + height / 2;
  draw_text(ui, {at.x, middle - text_size(ui, "A").y / 2},
            fitted(ui, tr(field.title), width - control_width - ui.u(8)), ui.palette().text);
  control({at.x + width - control_width, at.y, at.x + width, at.y + height});
  const float hint = caption(ui, {at.x, at.y + height + ui.u(2)}, width, tr(field.hint));
  return height + hint + ui.u(12);
}

void set_later(const UiContext& ui, const Field& field, double value) {
  const Field* row = &field;
  change_later(ui, [row, value](Session& session) {
    Config config = session.config();
    row->set(config, value);
    return session.apply(config);
  });
}

/// A number between − and +; `next` gives the value one press further.
float draw_number(const UiContext& ui, ImVec2 at, float width, const char* path,
                  const std::string& text, const std::function<double(int)>& next) {
  const Field& field = *find_field(path);
  return draw_row(ui, at, width, field, [&](const Rect& rect) {
    const int pressed = stepper(ui, rect, field.title, text, field_commit(ui.session, field));
    if (pressed != 0) set_later(ui, field, std::clamp(next(pressed), field.low, field.high));
  });
}

std::string counted(Index count, const char* one, const char* many) {
  return tr(count == 1 ? one : many, {std::to_string(count)});
}

/// "200 samples of 2 inputs and 1 output. 160 train, 40 test."
std::string summary(const Data& data) {
  const Samples& samples = data.samples;
  std::string text =
      tr("{0} of {1} and {2}.", {counted(samples.X.cols(), key("{0} sample"), key("{0} samples")),
                                 counted(samples.X.rows(), key("{0} input"), key("{0} inputs")),
                                 counted(samples.Y.rows(), key("{0} output"), key("{0} outputs"))});
  if (!data.split.test.empty())
    text += " " + tr("{0} train, {1} only test.", {std::to_string(data.split.train.size()),
                                                   std::to_string(data.split.test.size())});
  return text;
}

float draw_measured(const UiContext& ui, ImVec2 at, float width) {
  const Data& data = ui.session.setup().data;
  if (!data.standardization) return 0;
  const Standardization& s = *data.standardization;
  const Palette& p = ui.palette();
  const float line = ui.u(17), mean = at.x + width * 0.42f, deviation = at.x + width * 0.72f;
  const auto row = [&](float y, std::string_view name, std::string_view a, std::string_view b,
                       ImU32 ink) {
    draw_text(ui, {at.x, y}, fitted(ui, name, width * 0.4f, TextSize::kCaption), p.muted,
              TextSize::kCaption);
    draw_text(ui, {mean, y}, a, ink, TextSize::kCaption);
    draw_text(ui, {deviation, y}, b, ink, TextSize::kCaption);
  };
  row(at.y, tr("measured"), tr("mean"), tr("deviation"), p.muted);
  const Index shown = std::min<Index>(s.mean.rows(), kMostMeasured);
  float y = at.y + line;
  for (Index i = 0; i < shown; ++i, y += line)
    row(y, data.input_names[static_cast<std::size_t>(i)], number_text(s.mean(i, 0), 4),
        number_text(s.deviation(i, 0), 4), p.text);
  if (shown < s.mean.rows()) {
    row(y, tr("… {0} more, in the table", {std::to_string(s.mean.rows() - shown)}), "", "",
        p.muted);
    y += line;
  }
  return y - at.y + ui.u(12);
}

float draw_standardize(const UiContext& ui, ImVec2 at, float width) {
  const Field& field = *find_field("data.standardize");
  const bool on = ui.session.config().data.standardize;
  const float row = draw_row(ui, at, width, field, [&](const Rect& rect) {
    if (toggle(ui, rect, field.title, on)) set_later(ui, field, on ? 0 : 1);
  });
  return row + draw_measured(ui, {at.x, at.y + row}, width);
}

/// Why this feature cannot be switched on; empty if it can.
std::string feature_refusal(const UiContext& ui, const FeatureInfo& feature) {
  FeatureSet set = ui.session.config().data.features;
  set.set(feature.id, true);
  return feature_problem(static_cast<int>(ui.session.setup().data.samples.X.rows()), set);
}

float draw_features(const UiContext& ui, ImVec2 at, float width) {
  const Palette& p = ui.palette();
  draw_text(ui, at, tr("Derived inputs"), p.text);
  float y = at.y + ui.u(20);
  y += caption(ui, {at.x, y}, width,
               tr("Computed from the first two inputs: more for the network to see.")) +
       ui.u(6);
  const float height = control_height(ui), gap = ui.u(6);
  const FeatureSet set = ui.session.config().data.features;
  std::string refused;
  float x = at.x;
  for (const FeatureInfo& feature : features()) {
    const float wide =
        std::max(text_size(ui, feature.title).x + ui.u(22), ui.u(ui.touch ? 48 : 40));
    if (x > at.x && x + wide > at.x + width) {
      x = at.x;
      y += height + gap;
    }
    const std::string problem = feature_refusal(ui, feature);
    const bool on = set.has(feature.id);
    if (refused.empty()) refused = problem;
    if (button(ui, {x, y, x + wide, y + height}, std::string("feature ") + feature.name,
               feature.title, on ? ButtonLook::kSelected : ButtonLook::kOutlined,
               problem.empty() ? tr(feature.hint) : problem, on || problem.empty()))
      change_later(ui, [id = feature.id, on](Session& session) {
        Config config = session.config();
        config.data.features.set(id, !on);
        return session.apply(config);
      });
    x += wide + gap;
  }
  y += height + ui.u(6);
  if (!refused.empty()) y += caption(ui, {at.x, y}, width, refused + ".");
  return y + ui.u(12) - at.y;
}

}  // namespace

float data_settings(const UiContext& ui, ImVec2 at, float width) {
  const DataSettings& data = ui.session.config().data;
  const DatasetInfo& set = info(data.id);
  const auto count = static_cast<int>(ui.session.setup().data.samples.X.cols());
  float y = at.y;
  y += caption(ui, {at.x, y}, width, summary(ui.session.setup().data)) + ui.u(14);
  if (set.noisy)
    y += draw_number(ui, {at.x, y}, width, "data.noise", number_text(data.noise, 3),
                     [&](int d) { return std::round((data.noise + 0.05 * d) * 20) / 20; });
  if (set.default_samples > 0)
    y += draw_number(ui, {at.x, y}, width, "data.samples", std::to_string(count),
                     [&](int d) { return next_count(count, d, set.max_samples); });
  y += draw_number(ui, {at.x, y}, width, "data.train_share", number_text(data.train_share, 3),
                   [&](int d) { return std::round((data.train_share + 0.1 * d) * 10) / 10; });
  const bool draws =
      set.default_samples > 0 || data.train_share < 1 || (set.noisy && data.noise > 0);
  if (draws)
    y += draw_number(ui, {at.x, y}, width, "data.seed", std::to_string(data.seed),
                     [&](int d) { return static_cast<double>(data.seed) + d; });
  y += draw_standardize(ui, {at.x, y}, width);
  y += draw_features(ui, {at.x, y}, width);
  return y - at.y;
}

}  // namespace backflow
