// Gradients layer by layer: histograms now, sizes over time, and a plain word where they vanish or
// explode.
#include <array>
#include <cmath>

#include "gradient_log.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr int kBins = 31;
constexpr int kUpdateBins = 4 * (kHighestDecade - kLowestDecade);

/// What the chart over time can show.
struct Measure {
  const char* title;
  const char* hint;
  double LayerGradients::* value;
};

constexpr std::array kMeasures{
    Measure{"δ", key("Size of the error signal in each layer"), &LayerGradients::delta},
    Measure{"dE/dW", key("Size of the weights' gradient in each layer"), &LayerGradients::dW},
    Measure{key("update / weight"),
            key("How far a step moves the weights, as a share of their size"),
            &LayerGradients::update_ratio},
};

ImU32 layer_color(const UiContext& ui, std::size_t l, std::size_t count) {
  const float share = count > 1 ? static_cast<float>(l) / static_cast<float>(count - 1) : 1;
  return mix(ui.palette().input, ui.palette().output, share);
}

/// Bars over a line with its ends' values below.
struct Bars {
  std::vector<int> counts;
  std::string low, high;
  bool is_signed = true;  // 0 in the middle: colours tell the sign
};

Bars value_bars(const Matrix<float>& matrix) {
  Histogram values = histogram(matrix, kBins);
  const std::string limit = number_text(values.limit, 2);
  return {.counts = std::move(values.counts),
          .low = values.limit > 0 ? "−" + limit : "",
          .high = values.limit > 0 ? limit : ""};
}

Bars update_bars(const Matrix<float>& W, const Matrix<float>& next) {
  return {.counts = update_histogram(W, next, kUpdateBins),
          .low = number_text(std::pow(10, kLowestDecade), 1),
          .high = number_text(std::pow(10, kHighestDecade), 1),
          .is_signed = false};
}

void draw_bars(const UiContext& ui, const Rect& rect, const Bars& bars) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const int count = static_cast<int>(bars.counts.size());
  const int most = std::max(1, *std::max_element(bars.counts.begin(), bars.counts.end()));
  const float width = rect.width() / static_cast<float>(count), base = rect.y1 - ui.u(16);
  for (int i = 0; i < count; ++i) {
    const float share =
        static_cast<float>(bars.counts[static_cast<std::size_t>(i)]) / static_cast<float>(most);
    const float x = rect.x0 + width * static_cast<float>(i);
    const ImU32 color = !bars.is_signed     ? p.accent
                        : 2 * i + 1 < count ? p.negative
                        : 2 * i + 1 > count ? p.positive
                                            : p.muted;
    const float height = share > 0 ? std::max(ui.u(1.5f), share * (base - rect.y0)) : 0;
    list->AddRectFilled({x + 0.5f, base - height}, {x + width - 0.5f, base}, color);
  }
  list->AddRectFilled({rect.x0, base}, {rect.x1, base + ui.theme.hairline()}, p.line);
  draw_text(ui, {rect.x0, base + ui.u(2)}, bars.low, p.muted, TextSize::kCaption);
  const float w = text_size(ui, bars.high, TextSize::kCaption).x;
  draw_text(ui, {rect.x1 - w, base + ui.u(2)}, bars.high, p.muted, TextSize::kCaption);
}

/// A histogram's heading and what it counts.
struct Chart {
  std::string tex, caption, label;
  const char* tip;
  Bars bars;
};

void draw_histogram(const UiContext& ui, const Rect& rect, const Chart& chart) {
  const ImVec2 symbol = symbol_size(ui, chart.tex, 15);
  draw_symbol(ui, {rect.x0, rect.y0, rect.x0 + symbol.x, rect.y0 + ui.u(30)}, chart.tex, 15,
              ui.palette().text);
  const float x = rect.x0 + symbol.x + ui.u(8);
  draw_text(ui, {x, rect.y0 + ui.u(8)}, fitted(ui, chart.caption, rect.x1 - x, TextSize::kCaption),
            ui.palette().muted, TextSize::kCaption);
  const Rect bars{rect.x0, rect.y0 + ui.u(34), rect.x1, rect.y1};
  draw_bars(ui, bars, chart.bars);
  hit_area(ui, bars, chart.label, "chart", tr(chart.tip));
}

std::array<Chart, 3> charts_of(const UiContext& ui, const LayerGradients& now, std::size_t l) {
  constexpr const char* kValues = key("How many entries have which value; 0 in the middle");
  const StepRecord<float>& record = ui.trace.record();
  const LayerPass<float>& pass = record.pass.layers[l];
  const std::string n = std::to_string(l + 1);
  std::string symbol, id;
  for (const TraceStep& step : ui.trace.steps())
    if (step.quantity == Quantity::kDW && step.layer == static_cast<int>(l + 1))
      symbol = step.symbol, id = step.id;
  return {
      Chart{"\\delta_" + n, tr("RMS {0}", {number_text(now.delta, 2)}), "histogram delta" + n,
            kValues, value_bars(pass.delta)},
      Chart{symbol, tr("RMS {0}", {number_text(now.dW, 2)}), "histogram " + id, kValues,
            value_bars(pass.weight_gradient())},
      Chart{"\\lvert\\Delta w\\rvert / \\lvert w\\rvert",
            std::isinf(now.update_ratio) ? tr("from 0")
                                         : number_text(100 * now.update_ratio, 2) + " %",
            "histogram update" + n,
            key("How many weights move by which share of their size in this step, from 1e−8 to all "
                "of it; above: the whole matrix's"),
            update_bars(ui.trace.trainer().network().layers[l].W, record.updates[2 * l].next)}};
}

/// A layer's name and its three histograms; on a narrow card the name above and two in a row.
float draw_layer(const UiContext& ui, ImVec2 at, float width, const GradientPoint& now,
                 std::size_t l) {
  const std::size_t count = now.layers.size();
  const float height = ui.u(112), gap = ui.u(18);
  const std::string name = l + 1 == count ? tr("Output") : tr("Layer {0}", {std::to_string(l + 1)});
  const float label = std::max(ui.u(76), ui.u(17) + text_size(ui, name, TextSize::kBody, true).x);
  const bool stacked = width < ui.u(460);
  ImGui::GetWindowDrawList()->AddCircleFilled({at.x + ui.u(5), at.y + ui.u(14)}, ui.u(5),
                                              layer_color(ui, l, count));
  draw_text(ui, {at.x + ui.u(17), at.y + ui.u(5)}, name, ui.palette().text, TextSize::kBody, true);
  const float left = stacked ? at.x : at.x + label + gap;
  const float columns = stacked ? 2 : 3;
  const float each = (at.x + width - left - (columns - 1) * gap) / columns;
  float x = left, y = stacked ? at.y + ui.u(28) : at.y;
  for (const Chart& chart : charts_of(ui, now.layers[l], l)) {
    if (x + each > at.x + width + 1) x = left, y += height + ui.u(8);
    draw_histogram(ui, {x, y, x + each, y + height}, chart);
    x += each + gap;
  }
  return y + height + ui.u(16) - at.y;
}

/// Sizes over time on a logarithmic scale, one line a layer.
void draw_chart(const UiContext& ui, const Rect& rect, const std::vector<GradientPoint>& points,
                const Measure& measure) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  double low = 1e300, high = 0;
  for (const GradientPoint& point : points)
    for (const LayerGradients& layer : point.layers) {
      const double value = layer.*measure.value;
      if (value > 0 && std::isfinite(value))
        low = std::min(low, value), high = std::max(high, value);
    }
  const Rect area{rect.x0 + ui.u(48), rect.y0 + ui.u(8), rect.x1 - ui.u(8), rect.y1 - ui.u(24)};
  list->AddRectFilled({area.x0, area.y1}, {area.x1, area.y1 + ui.theme.hairline()}, p.line);
  if (high == 0 || points.empty()) {
    draw_text_centered(ui, area, tr("Press play: the sizes over time are drawn here."), p.muted);
    return;
  }
  const double bottom = std::floor(std::log10(low)),
               top = std::max(bottom + 1, std::ceil(std::log10(high)));
  const double stride = std::max(1.0, std::ceil((top - bottom) / 5));
  const auto y_of = [&](double value) {
    const double share = (std::log10(value) - bottom) / (top - bottom);
    return area.y1 - area.height() * static_cast<float>(std::clamp(share, 0.0, 1.0));
  };
  for (double e = bottom; e <= top; e += stride) {
    const float y = std::round(y_of(std::pow(10, e)));
    list->AddRectFilled({area.x0, y}, {area.x1, y + ui.theme.hairline()}, with_alpha(p.line, 0.7f));
    const std::string text = number_text(std::pow(10, e), 1);
    const ImVec2 size = text_size(ui, text, TextSize::kCaption);
    draw_text(ui, {area.x0 - size.x - ui.u(8), y - size.y / 2}, text, p.muted, TextSize::kCaption);
  }
  const double first = static_cast<double>(points.front().step);
  const double span = std::max(1.0, static_cast<double>(points.back().step) - first);
  const std::size_t count = points.front().layers.size();
  std::vector<ImVec2> line;
  for (std::size_t l = 0; l < count; ++l) {
    line.clear();
    for (const GradientPoint& point : points) {
      const double value = point.layers[l].*measure.value;
      const float x =
          area.x0 +
          area.width() * static_cast<float>((static_cast<double>(point.step) - first) / span);
      if (value > 0 && std::isfinite(value)) line.push_back({x, y_of(value)});
    }
    list->AddPolyline(line.data(), static_cast<int>(line.size()), layer_color(ui, l, count), 0,
                      ui.u(2));
    if (line.size() == 1) list->AddCircleFilled(line[0], ui.u(3), layer_color(ui, l, count));
  }
  const std::int64_t now = ui.session.step_count();
  if (now > points.front().step && now < points.back().step) {
    const float x =
        area.x0 + area.width() * static_cast<float>((static_cast<double>(now) - first) / span);
    list->AddRectFilled({x, area.y0}, {x + ui.theme.hairline(), area.y1}, p.muted);
  }
  const std::string last = tr("step {0}", {std::to_string(points.back().step)});
  draw_text(ui, {area.x1 - text_size(ui, last, TextSize::kCaption).x, area.y1 + ui.u(6)}, last,
            p.muted, TextSize::kCaption);
}

float draw_note(const UiContext& ui, ImVec2 at, float width, const GradientPoint& now) {
  const std::string note = gradient_note(now);
  const Palette& p = ui.palette();
  const std::string text =
      note.empty() ? tr("The error signal reaches every layer at a usable size.") : note;
  return draw_wrapped(ui, at, width, text, note.empty() ? p.muted : p.bad) + ui.u(14);
}

}  // namespace

void gradients_panel(const UiContext& ui, const Rect& rect) {
  if (!begin_scroll(ui, rect, "gradients")) return end_scroll();
  const float pad = ui.u(18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = inner_width(ui, rect) - 2 * pad, x = origin.x + pad;
  float y = origin.y + ui.u(16);
  const GradientPoint now =
      measure_gradients(ui.trace.record(), ui.trace.trainer().network(), ui.session.step_count());
  y += draw_note(ui, {x, y}, width, now);
  y += gradient_profile(ui, {x, y}, width, now);

  int& chosen = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("measure"), 0);
  std::vector<Option> options;
  for (const Measure& measure : kMeasures) options.push_back({measure.title, measure.hint});
  const float h = ui.u(ui.touch ? 44 : 30);
  if (const auto picked = select(ui, {x, y, x + std::min(width, ui.u(180)), y + h},
                                 "gradient measure", options, chosen))
    chosen = *picked;
  y += h + ui.u(6);
  draw_chart(ui, {x, y, x + width, y + ui.u(190)}, ui.gradient_log.points(),
             kMeasures[static_cast<std::size_t>(chosen)]);
  y += ui.u(204);
  for (std::size_t l = now.layers.size(); l-- > 0;) y += draw_layer(ui, {x, y}, width, now, l);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, y - origin.y});
  end_scroll();
}

}  // namespace backflow
