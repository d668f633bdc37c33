// The first samples as a table: inputs, derived inputs, targets; which ones only test; what was
// measured.
#include "data_marks.h"
#include "panel_data.h"
#include "points.h"

namespace backflow {
namespace {

constexpr Index kMostRows = 100;
constexpr float kRow = 26, kNumber = 44, kMark = 30;  // css px
constexpr float kColumn = 70;

struct TableColumn {
  std::string name;
  ImU32 color = 0;
  Index input = -1;   // row of the inputs with their features
  Index target = -1;  // row of Y; −2: the name of the class
};
constexpr Index kClassName = -2;

/// What is shown; inputs with the derived ones, of the first samples only.
struct Table {
  const Data& data;
  Matrix<double> X;  // (inputs + features, rows)
  std::vector<TableColumn> columns;
  std::vector<bool> tests;  // of each row
  double scale = 1;
  Index rows() const { return X.cols(); }
};

Table make_table(const UiContext& ui) {
  const Data& data = ui.session.setup().data;
  const Samples& samples = data.samples;
  const Palette& p = ui.palette();
  const Index rows = std::min(kMostRows, samples.X.cols());
  Table table{.data = data,
              .X = with_features(samples.X.leftCols(rows), data.features),
              .columns = {},
              .tests = std::vector<bool>(static_cast<std::size_t>(rows), false),
              .scale = target_scale(samples)};
  for (Index i = 0; i < table.X.rows(); ++i)
    table.columns.push_back(
        {.name = data.input_names[static_cast<std::size_t>(i)], .color = p.input, .input = i});
  if (samples.task == Task::kRegression)
    for (Index i = 0; i < samples.Y.rows(); ++i)
      table.columns.push_back({.name = samples.output_names[static_cast<std::size_t>(i)],
                               .color = p.output,
                               .target = i});
  else
    table.columns.push_back(
        {.name = samples.task == Task::kBinary ? samples.output_names.front() : tr("class"),
         .color = p.output,
         .target = kClassName});
  for (const int column : data.split.test)
    if (column < rows) table.tests[static_cast<std::size_t>(column)] = true;
  return table;
}

std::string cell(const Table& table, const TableColumn& column, Index row) {
  const Samples& samples = table.data.samples;
  if (column.input >= 0) return number_text(table.X(column.input, row), 3);
  if (column.target >= 0) return number_text(samples.Y(column.target, row), 3);
  return samples.class_names[static_cast<std::size_t>(class_of(samples, row))];
}

/// The columns that are shown: where they begin, and how many there are.
struct Page {
  std::size_t first = 0, count = 0;
  float column = 0;  // width, device px
};

/// The last column, the target, is always in sight; the inputs turn pages before it.
Page page_of(const UiContext& ui, const Table& table, float width) {
  const float room = width - ui.u(kNumber + kMark);
  const auto fit = std::max<std::size_t>(2, static_cast<std::size_t>(room / ui.u(kColumn)));
  const std::size_t all = table.columns.size();
  Page page{.first = 0, .count = std::min(all, fit), .column = 0};
  if (all > fit) {
    const auto wanted = static_cast<std::size_t>(std::max(0, ui.data_view.first_column));
    page.first = std::min(wanted, all - fit);
  }
  page.column = std::min(ui.u(110), room / static_cast<float>(page.count));
  return page;
}

const TableColumn& shown_column(const Table& table, const Page& page, std::size_t i) {
  const bool is_last = i + 1 == page.count;
  return is_last ? table.columns.back() : table.columns[page.first + i];
}

/// Right-aligned in its column, as numbers are read.
void draw_cell(const UiContext& ui, const Rect& rect, const std::string& text, ImU32 color,
               bool strong = false) {
  const std::string shown = fitted(ui, text, rect.width() - ui.u(10), TextSize::kCaption, strong);
  const ImVec2 size = text_size(ui, shown, TextSize::kCaption, strong);
  draw_text(ui, {rect.x1 - ui.u(6) - size.x, rect.center().y - size.y / 2}, shown, color,
            TextSize::kCaption, strong);
}

Rect cell_rect(const UiContext& ui, const Page& page, ImVec2 row, std::size_t i) {
  const float x = row.x + ui.u(kNumber + kMark) + page.column * static_cast<float>(i);
  return {x, row.y, x + page.column, row.y + ui.u(kRow)};
}

void draw_rule(const UiContext& ui, ImVec2 at, float width) {
  const float y = std::round(at.y);
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, y}, {at.x + width, y + ui.theme.hairline()},
                                            ui.palette().line);
}

/// Names, and where inputs are standardised their means and deviations.
float draw_head(const UiContext& ui, const Table& table, const Page& page, ImVec2 at, float width) {
  const Palette& p = ui.palette();
  const float row = ui.u(kRow);
  float y = at.y;
  for (std::size_t i = 0; i < page.count; ++i) {
    const TableColumn& column = shown_column(table, page, i);
    draw_cell(ui, cell_rect(ui, page, {at.x, y}, i), column.name, column.color, true);
  }
  y += row;
  const auto measured = [&](const char* name, const Matrix<double>& values) {
    draw_text(ui, {at.x, y + row / 2 - text_size(ui, "A", TextSize::kCaption).y / 2}, name, p.muted,
              TextSize::kCaption);
    for (std::size_t i = 0; i < page.count; ++i) {
      const TableColumn& column = shown_column(table, page, i);
      if (column.input >= 0)
        draw_cell(ui, cell_rect(ui, page, {at.x, y}, i), number_text(values(column.input, 0), 3),
                  p.muted);
    }
    y += row;
  };
  if (table.data.standardization) {
    measured(tr("mean"), table.data.standardization->mean);
    measured(tr("deviation"), table.data.standardization->deviation);
  }
  draw_rule(ui, {at.x, y}, width);
  return y - at.y;
}

void draw_line(const UiContext& ui, const Table& table, const Page& page, const Rect& rect,
               Index row) {
  const Palette& p = ui.palette();
  DataView& view = ui.data_view;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ui.touch && rect.contains(mouse) && ImGui::IsWindowHovered())
    view.next_pointed = static_cast<int>(row);
  if (view.pointed == static_cast<int>(row))
    ImGui::GetWindowDrawList()->AddRectFilled(rect.min(), rect.max(), p.accent_soft, ui.u(4));
  const bool tests = table.tests[static_cast<std::size_t>(row)];
  const float middle = rect.center().y - text_size(ui, "A", TextSize::kCaption).y / 2;
  draw_text(ui, {rect.x0 + ui.u(4), middle}, std::to_string(row + 1), p.muted, TextSize::kCaption);
  draw_mark({rect.x0 + ui.u(kNumber + kMark / 2), rect.center().y}, ui.u(4.5f),
            sample_mark(p, table.data.samples, row, table.scale), !tests, ui.u(tests ? 1.6f : 1));
  for (std::size_t i = 0; i < page.count; ++i)
    draw_cell(ui, cell_rect(ui, page, rect.min(), i),
              cell(table, shown_column(table, page, i), row), p.text);
}

/// Which inputs are in sight, with buttons to turn the pages; nothing where all are.
float draw_pager(const UiContext& ui, const Table& table, const Page& page, ImVec2 at,
                 float width) {
  if (page.count >= table.columns.size()) return 0;
  const float side = control_height(ui);
  const std::size_t shown = page.count - 1, inputs = table.columns.size() - 1;
  DataView* view = &ui.data_view;
  const auto turn = [&](int direction) {
    const auto step = static_cast<int>(shown);
    const int first = std::clamp(static_cast<int>(page.first) + direction * step, 0,
                                 static_cast<int>(inputs - shown));
    ui.later([view, first] { view->first_column = first; });
  };
  const std::string text = tr(
      "columns {0}–{1} of {2}",
      {std::to_string(page.first + 1), std::to_string(page.first + shown), std::to_string(inputs)});
  const float text_width = text_size(ui, text, TextSize::kCaption).x;
  const float right = at.x + width;
  draw_text(ui,
            {right - 2 * side - ui.u(12) - text_width,
             at.y + side / 2 - text_size(ui, "A", TextSize::kCaption).y / 2},
            text, ui.palette().muted, TextSize::kCaption);
  if (icon_button(ui, {right - 2 * side - ui.u(4), at.y, right - side - ui.u(4), at.y + side},
                  "previous columns", Icon::kPrevious, ButtonLook::kPlain,
                  tr("Columns before these"), page.first > 0))
    turn(-1);
  if (icon_button(ui, {right - side, at.y, right, at.y + side}, "next columns", Icon::kNext,
                  ButtonLook::kPlain, tr("Columns after these"), page.first < inputs - shown))
    turn(1);
  return side;
}

}  // namespace

float samples_table(const UiContext& ui, ImVec2 at, float width) {
  const Table table = make_table(ui);
  const Page page = page_of(ui, table, width);
  const float pager = draw_pager(ui, table, page, at, width);
  float y =
      at.y + std::max(pager, part_title(ui, {at.x, at.y + std::max(0.0f, pager - ui.u(24)) / 2},
                                        tr("Samples")));
  const float used = ui.u(kNumber + kMark) + page.column * static_cast<float>(page.count);
  y += draw_head(ui, table, page, {at.x, y}, used) + ui.u(3);
  const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin();
  const ImVec2 high = ImGui::GetWindowDrawList()->GetClipRectMax();
  for (Index row = 0; row < table.rows(); ++row, y += ui.u(kRow))
    if (y + ui.u(kRow) > low.y && y < high.y)
      draw_line(ui, table, page, {at.x, y, at.x + used, y + ui.u(kRow)}, row);
  const Index rest = table.data.samples.X.cols() - table.rows();
  if (rest > 0)
    y += caption(ui, {at.x, y + ui.u(6)}, width, tr("and {0} more.", {std::to_string(rest)})) +
         ui.u(6);
  return y + ui.u(6) - at.y;
}

}  // namespace backflow
