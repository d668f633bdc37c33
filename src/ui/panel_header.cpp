// Header: name, preset, transport, figures, theme and help.
#include "lesson_view.h"
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
  return (check->worst() < 1e-5 ? "✓ " : "✗ ") + number_text(std::max(check->worst(), 1e-16), 1);
}

std::string percent(double share) { return number_text(100 * share, 3) + " %"; }

/// What training stopped at, and the way out. Returns false where all is well.
bool trouble(const UiContext& ui, float x, float right, float middle) {
  const std::string where = ui.session.trouble();
  if (where.empty()) return false;
  const Palette& p = ui.palette();
  const float side = ui.u(ui.touch ? 44 : 30), width = ui.u(92);
  const std::string text = where + " is not finite";
  x = figure(ui, x, middle, "",
             fitted(ui, text, right - x - width - ui.u(14), TextSize::kBody, true), p.bad);
  Session* session = &ui.session;
  if (button(ui, {x, middle - side / 2, x + width, middle + side / 2}, "step back from trouble",
             "Step back", ButtonLook::kOutlined, "Go back to the last step that was finite",
             session->step_count() > session->earliest_step()))
    ui.later([session] { session->seek(session->step_count() - 1); });
  return true;
}

/// Figures in the order of their weight; what no longer fits is left out.
void figures(const UiContext& ui, float x, float right, float middle) {
  if (trouble(ui, x, right, middle)) return;
  const Metrics metrics = ui.session.metrics();
  const Palette& p = ui.palette();
  struct Figure {
    const char* name;
    std::string value;
    ImU32 color;
    const char* tip;
  };
  std::vector<Figure> list{
      {"epoch", std::to_string(metrics.epoch), p.text,
       "Passes through the training samples so far"},
      {"E", number_text(metrics.loss, 3), p.text, "The loss over all training samples"}};
  if (ui.session.check())
    list.push_back({"", check_text(ui.session), ui.session.check()->worst() < 1e-5 ? p.good : p.bad,
                    "Gradient check: the largest relative difference between all gradients and "
                    "central differences, in double precision"});
  if (metrics.accuracy)
    list.push_back({"right", percent(*metrics.accuracy), p.text,
                    "Share of the training samples that the network gets right"});
  if (metrics.test_loss)
    list.push_back(
        {"test E", number_text(*metrics.test_loss, 3), p.text, "The loss over the test samples"});
  if (metrics.test_accuracy)
    list.push_back({"test right", percent(*metrics.test_accuracy), p.text,
                    "Share of the test samples that the network gets right"});
  for (const Figure& item : list) {
    const float name = *item.name ? text_size(ui, item.name).x + ui.u(5) : 0;
    const float width = name + text_size(ui, item.value, TextSize::kBody, true).x;
    if (x + width > right) return;
    hit_area(ui, {x, middle - ui.u(12), x + width, middle + ui.u(12)},
             *item.name ? item.name : "gradient check", "status", item.tip);
    x = figure(ui, x, middle, item.name, item.value, item.color);
  }
}

/// The header's buttons from the right edge inwards; returns where they end.
float header_buttons(const UiContext& ui, float right, float middle) {
  const float side = ui.u(ui.touch ? 44 : 32);
  const bool is_wide = ui.layout == Layout::kWide, is_narrow = ui.layout == Layout::kNarrow;
  const auto place = [&](float width) {
    const Rect area{right - width, middle - side / 2, right, middle + side / 2};
    right -= width + ui.u(8);
    return area;
  };
  const auto icon = [&](const char* command, Icon shape, const char* tip, bool enabled = true) {
    if (icon_button(ui, place(side), command, shape, ButtonLook::kOutlined, tip, enabled))
      run_command(ui, command);
  };
  const auto text = [&](const char* command, const char* title, const char* tip, float width) {
    if (button(ui, place(width), command, title, ButtonLook::kOutlined, tip))
      run_command(ui, command);
  };
  icon("menu", Icon::kMore, "Files and everything else");
  if (!is_narrow && ui.shows(Part::kHelp)) text("help", "?", "Keys and help (?)", side);
  if (ui.shows(Part::kTheme)) icon("theme", Icon::kTheme, "Light or dark (T)");
  if (is_wide && ui.shows(Part::kUndo)) {
    icon("redo", Icon::kRedo, "Redo (Ctrl Shift Z)", !ui.session.redo_label().empty());
    icon("undo", Icon::kUndo, "Undo (Ctrl Z)", !ui.session.undo_label().empty());
  }
  if (is_wide && ui.shows(Part::kExport))
    text("export", "Export", "These numbers as a program, LaTeX, a table or a picture (X)",
         ui.u(68));
  if (is_wide && ui.shows(Part::kShare))
    text("share", "Share", "A link to exactly this, for students or a course page", ui.u(64));
  return right;
}

/// The transport in the middle of the room between `left` and `right`; returns where it ends.
float header_transport(const UiContext& ui, const Rect& header, float left, float right) {
  if (!ui.shows(Part::kTransport)) return left;
  const float wanted = transport_width(ui), middle = header.center().y;
  const float start =
      std::max(left, std::min(header.center().x - wanted / 2 - ui.u(60), right - wanted));
  const Rect area{start, middle - ui.u(18), start + wanted, middle + ui.u(18)};
  ImGui::GetWindowDrawList()->AddRectFilled(area.min(), area.max(), ui.palette().page, ui.u(8));
  transport(ui, area);
  return area.x1 + ui.u(14);
}

}  // namespace

float transport_width(const UiContext& ui) { return ui.u(ui.touch ? 5 * 44 + 24 : 5 * 36 + 16); }

void transport(const UiContext& ui, const Rect& rect) {
  const float count = static_cast<float>(std::size(kTransport));
  const float gap = ui.u(4), side = ui.u(ui.touch ? 44 : 30);
  const float step = std::min((rect.width() - gap) / count, ui.u(ui.touch ? 76 : 37));
  float x = rect.center().x - step * count / 2;
  const bool enabled = !ui.locks(Part::kTransport);
  for (const TransportButton& item : kTransport) {
    const bool play = std::string_view(item.command) == "play";
    const Rect area{x + gap / 2, rect.center().y - side / 2, x + step - gap / 2,
                    rect.center().y + side / 2};
    const Icon icon = play && ui.view.playing ? Icon::kPause : item.icon;
    const char* label = play && ui.view.playing ? "pause" : item.label;
    if (icon_button(ui, area, label, icon, play ? ButtonLook::kFilled : ButtonLook::kPlain,
                    item.tooltip, enabled))
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
                 p.text, TextSize::kTitle, true) +
       ui.u(14);
  const bool is_narrow = ui.layout == Layout::kNarrow;
  if (ui.shows(Part::kPreset))
    x += preset_menu(ui.inside(Part::kPreset), {x, middle - side / 2}, side) +
         ui.u(is_narrow ? 14 : 8);
  if (!is_narrow && ui.shows(Part::kLessons))
    x += lesson_menu(ui, {x, middle - side / 2}, side) + ui.u(14);
  const float right = header_buttons(ui, rect.x1 - ui.u(10), middle);

  if (ui.layout == Layout::kNarrow) {
    if (!ui.shows(Part::kFigures)) return;
    const std::string loss = number_text(ui.session.metrics().loss, 3);
    const float width = text_size(ui, loss, TextSize::kBody, true).x + ui.u(24);
    figure(ui, right - width, middle, "E", loss, p.text);
    return;
  }
  const float from = header_transport(ui, rect, x, right);
  if (ui.shows(Part::kFigures))
    figures(ui, from, right, middle);
  else
    trouble(ui, from, right, middle);
}

}  // namespace backflow
