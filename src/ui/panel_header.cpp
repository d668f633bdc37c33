// Header: name, preset, transport, figures, theme and help.
#include "panels.h"

namespace backflow {
namespace {

struct TransportButton {
  const char* command;
  const char* label;
  Icon icon;
  const char* tooltip;
};

constexpr TransportButton kTransport[] = {
    {"reset", "reset", Icon::kReset, "Back to the start (Home)"},
    {"backward", "step back", Icon::kBack, "One step back (←)"},
    {"play", "play", Icon::kPlay, "Train (Space)"},
    {"forward", "step", Icon::kStep, "One step (→)"},
    {"epoch", "epoch", Icon::kEpoch, "One epoch (E)"},
};

float figure(const UiContext& ui, float x, float middle, const char* name, const std::string& value,
             ImU32 color) {
  const float top = middle - text_size(ui, "0").y / 2;
  if (*name) x += draw_text(ui, {x, top}, name, ui.palette().muted) + ui.u(5);
  x += draw_text(ui, {x, top}, value, color, TextSize::kBody, true);
  return x + ui.u(14);
}

std::string check_text(const Session& session) {
  const GradientCheck* check = session.check();
  if (!check) return "";
  return "✓ " + number_text(std::max(check->worst(), 1e-16), 1);
}

void figures(const UiContext& ui, float x, float right, float middle) {
  const Metrics metrics = ui.session.metrics();
  const Palette& p = ui.palette();
  const std::string loss = number_text(metrics.loss, 3);
  const std::string check = check_text(ui.session);
  const bool good = ui.session.check() && ui.session.check()->worst() < 1e-5;
  x = figure(ui, x, middle, "epoch", std::to_string(metrics.epoch), p.text);
  x = figure(ui, x, middle, "E", loss, p.text);
  const float needed = text_size(ui, check, TextSize::kBody, true).x;
  if (check.empty() || x + needed > right) return;
  const Rect area{x, middle - ui.u(12), x + needed, middle + ui.u(12)};
  figure(ui, x, middle, "", check, good ? p.good : p.bad);
  hit_area(ui, area, "gradient check", "status",
           "Largest relative difference between these gradients and central differences, in double "
           "precision, over all parameters");
}

}  // namespace

float transport_width(const UiContext& ui) {
  return ui.u(ui.touch ? 5 * 44 + 24 : 5 * 36 + 16);
}

void transport(const UiContext& ui, const Rect& rect) {
  const float count = static_cast<float>(std::size(kTransport));
  const float gap = ui.u(4), side = ui.u(ui.touch ? 44 : 30);
  const float step = std::min((rect.width() - gap) / count, ui.u(ui.touch ? 76 : 37));
  float x = rect.center().x - step * count / 2;
  for (const TransportButton& item : kTransport) {
    const bool play = std::string_view(item.command) == "play";
    const Rect area{x + gap / 2, rect.center().y - side / 2, x + step - gap / 2,
                    rect.center().y + side / 2};
    const Icon icon = play && ui.view.playing ? Icon::kPause : item.icon;
    const char* label = play && ui.view.playing ? "pause" : item.label;
    if (icon_button(ui, area, label, icon, play ? ButtonLook::kFilled : ButtonLook::kPlain,
                    item.tooltip))
      run_command(ui, item.command);
    x += step;
  }
}

void header_panel(const UiContext& ui, const Rect& rect) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(rect.min(), rect.max(), p.card);
  list->AddRectFilled({rect.x0, rect.y1 - ui.theme.hairline()}, rect.max(), p.line);
  const float middle = rect.center().y, side = ui.u(ui.touch ? 44 : 32);
  float x = rect.x0 + ui.u(14);
  x += draw_text(ui, {x, middle - text_size(ui, "B", TextSize::kTitle, true).y / 2}, "Backflow",
                 p.text, TextSize::kTitle, true) + ui.u(14);

  float right = rect.x1 - ui.u(10);
  const auto on_right = [&](const char* label, const char* text, Icon icon, const char* tip) {
    const Rect area{right - side, middle - side / 2, right, middle + side / 2};
    right -= side + ui.u(8);
    if (text) return button(ui, area, label, text, ButtonLook::kOutlined, tip);
    return icon_button(ui, area, label, icon, ButtonLook::kOutlined, tip);
  };
  if (on_right("help", "?", Icon::kMore, "Keys and help (?)")) run_command(ui, "help");
  if (on_right("theme", nullptr, Icon::kTheme, "Light or dark (T)")) run_command(ui, "theme");

  if (ui.layout == Layout::kNarrow) {
    const std::string loss = number_text(ui.session.metrics().loss, 3);
    const float width = text_size(ui, loss, TextSize::kBody, true).x + ui.u(24);
    figure(ui, right - width, middle, "E", loss, p.text);
    return;
  }
  const float wanted = transport_width(ui);
  const float start = std::max(x, std::min(rect.center().x - wanted / 2 - ui.u(60), right - wanted));
  const Rect area{start, middle - ui.u(18), start + wanted, middle + ui.u(18)};
  list->AddRectFilled(area.min(), area.max(), p.page, ui.u(8));
  transport(ui, area);
  figures(ui, area.x1 + ui.u(14), right, middle);
}

}  // namespace backflow
