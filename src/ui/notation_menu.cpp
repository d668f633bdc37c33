// The notation's own small sheet: how the same numbers are written.
#include "fields.h"
#include "panels.h"

namespace backflow {
namespace {

struct Choices {
  const char* path;  // of the field
  const char* title;
  std::vector<std::pair<const char*, double>> options;
};

const std::vector<Choices>& rows() {
  static const std::vector<Choices> table{
      {"notation.samples_as_rows", key("Samples as"), {{key("columns"), 0}, {key("rows"), 1}}},
      {"notation.weights_out_in", key("Weights as"), {{key("in × out"), 0}, {key("out × in"), 1}}},
      {"notation.partial", key("Derivatives"), {{"d", 0}, {"∂", 1}}},
      {"notation.factor_below", key("The half"), {{"½ Σ", 0}, {"Σ / 2", 1}}},
      {"notation.decimals",
       key("Decimals"),
       {{key("auto"), 0}, {"1", 1}, {"2", 2}, {"3", 3}, {"4", 4}, {"6", 6}}},
  };
  return table;
}

constexpr const char* kNote =
    key("The same numbers, written another way. A loss without any ½ has gradients twice as large: "
        "that "
        "is another loss, mean squared error, in Settings.");

float row_height(const UiContext& ui) { return ui.u(ui.touch ? 50 : 36); }

void draw_choices(const UiContext& ui, const Rect& rect, const Choices& row) {
  const Field* field = find_field(row.path);
  const double now = field->get(ui.session.config());
  const float label = ui.u(96), gap = ui.u(4), h = ui.u(ui.touch ? 44 : 28);
  const float y = rect.center().y - h / 2;
  draw_text(ui, {rect.x0, rect.center().y - text_size(ui, "A").y / 2}, tr(row.title),
            ui.palette().text);
  const auto count = static_cast<float>(row.options.size());
  const float w = (rect.width() - label - gap * (count - 1)) / count;
  float x = rect.x0 + label;
  for (const auto& [text, value] : row.options) {
    const ButtonLook look = value == now ? ButtonLook::kSelected : ButtonLook::kOutlined;
    if (button(ui, {x, y, x + w, y + h}, std::string(row.title) + " " + text, tr(text), look)) {
      Config config = ui.session.config();
      field->set(config, value);
      ui.later([session = &ui.session, config] { session->apply(config); });
    }
    x += w + gap;
  }
}

}  // namespace

void notation_button(const UiContext& ui, const Rect& rect) {
  if (button(ui, rect, "notation", tr("Notation"), ButtonLook::kOutlined,
             tr("Rows or columns, d or ∂, the half, decimals: how the same numbers are written")))
    ImGui::OpenPopup("notation sheet");
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float pad = ui.u(14), width = std::min(ui.u(400), screen.x - ui.u(16));
  const float inner = width - 2 * pad;
  const float height = 2 * pad + row_height(ui) * static_cast<float>(rows().size()) + ui.u(8) +
                       wrapped_height(ui, inner, tr(kNote), TextSize::kCaption);
  const float x = std::clamp(rect.x1 - width, ui.u(8), screen.x - width - ui.u(8));
  const bool below = rect.y1 + ui.u(4) + height < screen.y || rect.y0 < height + ui.u(12);
  ImGui::SetNextWindowPos({x, below ? rect.y1 + ui.u(4) : rect.y0 - ui.u(4) - height});
  ImGui::SetNextWindowSize({width, height});
  if (!ImGui::BeginPopup("notation sheet", ImGuiWindowFlags_NoMove)) return;
  const ImVec2 at = ImGui::GetWindowPos();
  float y = at.y + pad;
  for (const Choices& row : rows()) {
    draw_choices(ui, {at.x + pad, y, at.x + pad + inner, y + row_height(ui)}, row);
    y += row_height(ui);
  }
  draw_wrapped(ui, {at.x + pad, y + ui.u(8)}, inner, tr(kNote), ui.palette().muted,
               TextSize::kCaption);
  ImGui::EndPopup();
}

}  // namespace backflow
