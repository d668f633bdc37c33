// Header: name, preset, transport, figures, theme and help.
#include "check_words.h"
#include "lesson_view.h"
#include "panels.h"
#include "score_words.h"

namespace backflow {
namespace {

struct TransportButton {
  const char* command;
  const char* label;
  Icon icon;
  const char* tooltip;
};

constexpr TransportButton kTransport[] = {
    {"reset", "reset", Icon::kReset,
     key("Back to the first weights; data and settings stay (Home)")},
    {"backward", "step back", Icon::kBack, key("One step back (←)")},
    {"play", "play", Icon::kPlay, key("Train (Space)")},
    {"forward", "step", Icon::kStep, key("One step (→)")},
    {"epoch", "epoch", Icon::kEpoch, key("One epoch (E)")},
};

float figure(const UiContext& ui, float x, float middle, const char* name, const std::string& value,
             ImU32 color) {
  const float top = middle - text_size(ui, "0").y / 2;
  if (*name) x += draw_text(ui, {x, top}, tr(name), ui.palette().muted) + ui.u(5);
  x += draw_text(ui, {x, top}, value, color, TextSize::kBody, true);
  return x + ui.u(14);
}

/// What training stopped at, and the way out: the step before, or, where there is none, the state
/// before the edit.
void draw_trouble(const UiContext& ui, const std::string& where, float x, float right,
                  float middle) {
  const float side = ui.u(ui.touch ? 44 : 30), width = ui.u(92);
  x = figure(ui, x, middle, "",
             fitted(ui, tr("{0} is not finite", {where}), right - x - width - ui.u(14),
                    TextSize::kBody, true),
             ui.palette().bad);
  const Rect area{x, middle - side / 2, x + width, middle + side / 2};
  Session* session = &ui.session;
  if (session->step_count() > session->earliest_step()) {
    if (button(ui, area, "step back from trouble", tr("Step back"), ButtonLook::kOutlined,
               tr("Go back to the last step that was finite")))
      ui.later([session] { session->seek(session->step_count() - 1); });
  } else if (button(ui, area, "undo trouble", tr("Undo"), ButtonLook::kOutlined,
                    tr("Take back the edit that led here"), !session->undo_label().empty())) {
    run_command(ui, "undo");
  }
}

/// Figures in the order of their weight; what no longer fits is left out.
void figures(const UiContext& ui, float x, float right, float middle) {
  const Metrics& metrics = ui.metrics;
  const Palette& p = ui.palette();
  struct Figure {
    const char* name;
    std::string value;
    ImU32 color;
    std::string tip;
    std::string brief = {};  // in place of the value where that has no room
  };
  std::vector<Figure> list{
      {key("epoch"), std::to_string(metrics.epoch), p.text,
       tr("How often all training samples were used; with another batch size, the epoch under way "
          "begins anew")},
      {"E", number_text(metrics.loss, 3), p.text,
       tr("The loss over all training samples, without dropout and penalty; a step of the walk "
          "shows that of its own batch")}};
  if (ui.session.check()) {
    CheckWords words = check_words(*ui.session.check());
    const ImU32 color = !words.passed ? p.bad : words.goes_on ? p.muted : p.good;
    list.push_back(
        {"", std::move(words.badge), color, std::move(words.sentence), std::move(words.brief)});
  }
  for (ScoreWords& score : score_words(metrics))
    list.push_back({score.name, std::move(score.value), p.text, std::move(score.tip)});
  for (Figure& item : list) {
    const float name = *item.name ? text_size(ui, tr(item.name)).x + ui.u(5) : 0;
    const auto width_of = [&](const std::string& value) {
      return name + text_size(ui, value, TextSize::kBody, true).x;
    };
    if (x + width_of(item.value) > right && !item.brief.empty()) item.value = item.brief;
    const float width = width_of(item.value);
    if (x + width > right) return;
    hit_area(ui, {x, middle - ui.u(12), x + width, middle + ui.u(12)},
             *item.name ? item.name : "gradient check", "status", item.tip, true, item.value);
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
  const auto text = [&](const char* command, const char* title, const char* tip) {
    const float width = std::max(side, text_size(ui, title).x + ui.u(26));
    if (button(ui, place(width), command, title, ButtonLook::kOutlined, tip))
      run_command(ui, command);
  };
  icon("menu", Icon::kMore, tr("Files and everything else"));
  if (!is_narrow && ui.shows(Part::kHelp)) text("help", "?", tr("Keys and help (?)"));
  if (ui.shows(Part::kTheme)) icon("theme", Icon::kTheme, tr("Light or dark (T)"));
  if (is_wide && ui.shows(Part::kUndo)) {
    icon("redo", Icon::kRedo, tr("Redo (Ctrl Shift Z)"), !ui.session.redo_label().empty());
    icon("undo", Icon::kUndo, tr("Undo (Ctrl Z)"), !ui.session.undo_label().empty());
  }
  if (is_wide && ui.shows(Part::kExport))
    text("export", tr("Export"), tr("These numbers as a program, LaTeX, a table or a picture (X)"));
  if (is_wide && ui.shows(Part::kShare))
    text("share", tr("Share"), tr("A link to exactly this, for students or a course page"));
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

float trouble_bar(const UiContext& ui, const Rect& body) {
  const std::string where = ui.session.trouble();
  if (where.empty()) return 0;
  const float height = ui.u(ui.touch ? 56 : 44);
  const Rect bar{body.x0, body.y0, body.x1, body.y0 + height};
  draw_card(ui, bar);
  draw_trouble(ui, where, bar.x0 + ui.u(16), bar.x1 - ui.u(16), bar.center().y);
  return height + ui.u(8);
}

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
                    tr(item.tooltip), enabled))
      run_command(ui, item.command);
    x += step;
  }
}

void header_panel(const UiContext& ui, const Rect& rect) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  fill_card(ui, rect, 0);
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
    const std::string loss = number_text(ui.metrics.loss, 3);
    const float width = text_size(ui, loss, TextSize::kBody, true).x + ui.u(24);
    figure(ui, right - width, middle, "E", loss, p.text);
    return;
  }
  const float from = header_transport(ui, rect, x, right);
  const std::string trouble = ui.layout == Layout::kWide ? ui.session.trouble() : "";
  if (!trouble.empty())
    draw_trouble(ui, trouble, from, right, middle);
  else if (ui.shows(Part::kFigures))
    figures(ui, from, right, middle);
}

}  // namespace backflow
