// Gradients layer by layer: histograms now, sizes over time, and a plain word where they vanish or
// explode.
#include <array>

#include "gradient_log.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr int kBins = 31;

/// What the chart over time can show.
struct Measure {
  const char* title;
  const char* hint;
  double LayerGradients::* value;
};

constexpr std::array kMeasures{
    Measure{"δ", "Size of the error signal in each layer", &LayerGradients::delta},
    Measure{"dE/dW", "Size of the weights' gradient in each layer", &LayerGradients::dW},
    Measure{"update / weight", "How far a step moves the weights, as a share of their size",
            &LayerGradients::update_ratio},
};

ImU32 layer_color(const UiContext& ui, std::size_t l, std::size_t count) {
  const float share = count > 1 ? static_cast<float>(l) / static_cast<float>(count - 1) : 1;
  return mix(ui.palette().input, ui.palette().output, share);
}

void draw_histogram(const UiContext& ui, const Rect& rect, const Matrix<float>& matrix) {
  const Histogram bars = histogram(matrix, kBins);
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const int most = std::max(1, *std::max_element(bars.counts.begin(), bars.counts.end()));
  const float width = rect.width() / kBins, base = rect.y1 - ui.u(16);
  for (int i = 0; i < kBins; ++i) {
    const float share =
        static_cast<float>(bars.counts[static_cast<std::size_t>(i)]) / static_cast<float>(most);
    const float x = rect.x0 + width * static_cast<float>(i);
    const ImU32 color = i < kBins / 2 ? p.negative : i > kBins / 2 ? p.positive : p.muted;
    const float height = share > 0 ? std::max(ui.u(1.5f), share * (base - rect.y0)) : 0;
    list->AddRectFilled({x + 0.5f, base - height}, {x + width - 0.5f, base}, color);
  }
  list->AddRectFilled({rect.x0, base}, {rect.x1, base + ui.theme.hairline()}, p.line);
  const std::string limit = number_text(bars.limit, 2);
  draw_text(ui, {rect.x0, base + ui.u(2)}, "−" + limit, p.muted, TextSize::kCaption);
  const float w = text_size(ui, limit, TextSize::kCaption).x;
  draw_text(ui, {rect.x1 - w, base + ui.u(2)}, limit, p.muted, TextSize::kCaption);
}

void draw_histogram_cell(const UiContext& ui, const Rect& rect, const std::string& tex, double size,
                         const Matrix<float>& matrix, const std::string& label) {
  const ImVec2 symbol = symbol_size(ui, tex, 15);
  draw_symbol(ui, {rect.x0, rect.y0, rect.x0 + symbol.x, rect.y0 + ui.u(30)}, tex, 15,
              ui.palette().text);
  const std::string text = "RMS " + number_text(size, 2);
  draw_text(ui, {rect.x0 + symbol.x + ui.u(10), rect.y0 + ui.u(8)}, text, ui.palette().muted,
            TextSize::kCaption);
  const Rect bars{rect.x0, rect.y0 + ui.u(34), rect.x1, rect.y1};
  draw_histogram(ui, bars, matrix);
  hit_area(ui, bars, label, "chart", "How many entries have which value; 0 in the middle");
}

float draw_layer(const UiContext& ui, ImVec2 at, float width, const GradientPoint& now,
                 std::size_t l) {
  const LayerPass<float>& pass = ui.trace.record().pass.layers[l];
  const std::size_t count = now.layers.size();
  const Palette& p = ui.palette();
  const float height = ui.u(112), gap = ui.u(20), label = ui.u(96);
  const bool stacked = width < ui.u(460);
  ImGui::GetWindowDrawList()->AddCircleFilled({at.x + ui.u(5), at.y + ui.u(14)}, ui.u(5),
                                              layer_color(ui, l, count));
  draw_text(ui, {at.x + ui.u(17), at.y + ui.u(5)},
            l + 1 == count ? "Output" : "Layer " + std::to_string(l + 1), p.text, TextSize::kBody,
            true);
  const std::string ratio = "step " + number_text(100 * now.layers[l].update_ratio, 2) + " % of W";
  const float x = stacked ? at.x : at.x + label + gap;
  const float y = stacked ? at.y + ui.u(28) : at.y;
  if (stacked)
    draw_text(ui, {at.x + ui.u(100), at.y + ui.u(6)}, ratio, p.muted, TextSize::kCaption);
  else
    draw_wrapped(ui, {at.x + ui.u(17), at.y + ui.u(26)}, label, ratio, p.muted, TextSize::kCaption);
  const float each = (at.x + width - x - gap) / 2;
  const std::string n = std::to_string(l + 1);
  const int dW_step =
      find_step(ui.trace.steps(), count == 2 ? (l == 0 ? "dW_ih" : "dW_ho") : "dW" + n);
  draw_histogram_cell(ui, {x, y, x + each, y + height}, "\\delta_" + n, now.layers[l].delta,
                      pass.delta, "histogram delta" + n);
  draw_histogram_cell(ui, {x + each + gap, y, at.x + width, y + height},
                      ui.trace.step(dW_step).symbol, now.layers[l].dW, pass.weight_gradient(),
                      "histogram " + ui.trace.step(dW_step).id);
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
    draw_text_centered(ui, area, "Press play: the sizes over time are drawn here.", p.muted);
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
  const std::string last = "step " + std::to_string(points.back().step);
  draw_text(ui, {area.x1 - text_size(ui, last, TextSize::kCaption).x, area.y1 + ui.u(6)}, last,
            p.muted, TextSize::kCaption);
}

float draw_note(const UiContext& ui, ImVec2 at, float width, const GradientPoint& now) {
  const std::string note = gradient_note(now);
  const Palette& p = ui.palette();
  const std::string text =
      note.empty() ? "The error signal reaches every layer at a usable size." : note;
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
