// The chooser of data sets: a chip each, with what the set looks like; a list where there is no
// room.
#include <array>
#include <string_view>

#include "data_marks.h"
#include "panel_data.h"
#include "points.h"

namespace backflow {
namespace {

constexpr float kThumb = 22;  // css px
constexpr int kThumbPoints = 36;

/// What a chip shows of a set: points, or a matrix.
struct Thumbnail {
  std::vector<ImVec2> places;  // 0…1 from the top left
  std::vector<int> labels;     // of each place; the last of `classes` for numbers ≥ 0
  int classes = 2;
  Matrix<double> cells;  // −1…1; empty: points
};

void add_points(Thumbnail& thumbnail, const Samples& samples, int across, int up) {
  const PlotAxis x =
      axis_around(samples.X.row(across).minCoeff(), samples.X.row(across).maxCoeff());
  const auto heights = up < 0 ? samples.Y.row(0) : samples.X.row(up);
  const PlotAxis y = axis_around(heights.minCoeff(), heights.maxCoeff());
  thumbnail.classes = std::max(2, static_cast<int>(samples.Y.rows()));
  for (Index i = 0; i < samples.X.cols(); ++i) {
    thumbnail.places.emplace_back(static_cast<float>(x.share(samples.X(across, i))),
                                  1 - static_cast<float>(y.share(heights(i))));
    const bool is_number = samples.task == Task::kRegression;
    thumbnail.labels.push_back(is_number ? (samples.Y(0, i) < 0 ? 0 : 1) : class_of(samples, i));
  }
}

/// A three, for the digits, whose file may not be here; 0…9 of ink.
Matrix<double> digit_cells() {
  constexpr std::array<std::string_view, 8> kThree{"02788400", "06958900", "00005800", "00479400",
                                                   "00268800", "00000970", "03410980", "02798500"};
  Matrix<double> cells(8, 8);
  for (int row = 0; row < 8; ++row)
    for (int col = 0; col < 8; ++col)
      cells(row, col) =
          (kThree[static_cast<std::size_t>(row)][static_cast<std::size_t>(col)] - '0') / 9.0;
  return cells;
}

Thumbnail make_thumbnail(const DatasetInfo& set) {
  Thumbnail thumbnail;
  if (set.id == DatasetId::kDigits) {
    thumbnail.cells = digit_cells();
  } else if (set.id == DatasetId::kIris) {
    add_points(thumbnail, make_samples({.id = set.id}), 2, 3);  // the petals part the species
  } else if (!set.given) {
    const Samples samples =
        make_samples({.id = set.id, .samples = set.default_samples > 0 ? kThumbPoints : 0});
    if (set.inputs <= 2)
      add_points(thumbnail, samples, 0, set.inputs - 1 > 0 ? 1 : -1);
    else
      thumbnail.cells = samples.X;
  }
  return thumbnail;
}

const Thumbnail& thumbnail_of(DatasetId id) {
  static const std::vector<Thumbnail> thumbnails = [] {
    std::vector<Thumbnail> made;
    for (const DatasetInfo& set : datasets()) made.push_back(make_thumbnail(set));
    return made;
  }();
  return thumbnails[static_cast<std::size_t>(id)];
}

void draw_cells(const UiContext& ui, const Rect& rect, const Matrix<double>& cells) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float side = std::min(rect.width() / static_cast<float>(cells.cols()),
                              rect.height() / static_cast<float>(cells.rows()));
  const ImVec2 from{rect.center().x - side * static_cast<float>(cells.cols()) / 2,
                    rect.center().y - side * static_cast<float>(cells.rows()) / 2};
  for (Index r = 0; r < cells.rows(); ++r)
    for (Index c = 0; c < cells.cols(); ++c) {
      const ImVec2 at{from.x + side * static_cast<float>(c), from.y + side * static_cast<float>(r)};
      list->AddRectFilled(at, {at.x + side, at.y + side},
                          map_color(ui.palette(), static_cast<float>(cells(r, c))));
    }
}

void draw_thumbnail(const UiContext& ui, const Rect& rect, DatasetId id) {
  const Thumbnail& thumbnail = thumbnail_of(id);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (thumbnail.cells.size() > 0) return draw_cells(ui, rect.inset(ui.u(2)), thumbnail.cells);
  const Palette& p = ui.palette();
  for (std::size_t i = 0; i < thumbnail.places.size(); ++i) {
    const bool few = thumbnail.places.size() < 10;
    const Rect inner = rect.inset(ui.u(few ? 3 : 1));
    const ImVec2 at{inner.x0 + inner.width() * thumbnail.places[i].x,
                    inner.y0 + inner.height() * thumbnail.places[i].y};
    list->AddCircleFilled(at, ui.u(few ? 2.6f : 1.4f),
                          class_mark(p, thumbnail.labels[i], thumbnail.classes).edge, few ? 12 : 8);
  }
  if (id != DatasetId::kCustom) return;
  const float arm = ui.u(5);
  const ImVec2 c = rect.center();
  list->AddLine({c.x - arm, c.y}, {c.x + arm, c.y}, p.muted, ui.u(1.5f));
  list->AddLine({c.x, c.y - arm}, {c.x, c.y + arm}, p.muted, ui.u(1.5f));
}

void choose_later(const UiContext& ui, DatasetId id) {
  DataView* view = &ui.data_view;
  change_later(ui, [view, id](Session& session) {
    view->press = {};
    return view->source.choose(session, id);
  });
}

bool is_chosen(const UiContext& ui, DatasetId id) { return ui.session.config().data.id == id; }

float chip_width(const UiContext& ui, const DatasetInfo& set) {
  return ui.u(kThumb + 18) + text_size(ui, tr(set.title)).x;
}

void draw_chip(const UiContext& ui, const Rect& rect, const DatasetInfo& set) {
  const Palette& p = ui.palette();
  const bool chosen = is_chosen(ui, set.id);
  const Hit hit = hit_area(ui, rect, std::string("Data set: ") + set.title, "chip", tr(set.hint));
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 ground = chosen ? p.accent_soft : mix(p.card, p.text, hit.hovered ? 0.06f : 0);
  list->AddRectFilled(rect.min(), rect.max(), ground, ui.u(7));
  list->AddRect(rect.min(), rect.max(), chosen ? p.accent : p.line, ui.u(7), 0,
                ui.theme.hairline());
  const float half = ui.u(kThumb / 2), x = rect.x0 + ui.u(5);
  draw_thumbnail(ui, {x, rect.center().y - half, x + 2 * half, rect.center().y + half}, set.id);
  draw_text(ui, {x + 2 * half + ui.u(5), rect.center().y - text_size(ui, "A").y / 2}, tr(set.title),
            chosen ? p.accent : p.text);
  if (hit.clicked) choose_later(ui, set.id);
}

float draw_chips(const UiContext& ui, ImVec2 at, float width) {
  const float height = ui.u(ui.touch ? 44 : 34), gap = ui.u(6);
  float x = at.x, y = at.y;
  for (const DatasetInfo& set : datasets()) {
    const float wide = chip_width(ui, set);
    if (x > at.x && x + wide > at.x + width) {
      x = at.x;
      y += height + gap;
    }
    draw_chip(ui, {x, y, x + wide, y + height}, set);
    x += wide + gap;
  }
  return y + height - at.y;
}

float draw_list(const UiContext& ui, ImVec2 at, float width) {
  std::vector<Option> options;
  for (const DatasetInfo& set : datasets()) options.push_back({set.title, set.hint});
  const float height = control_height(ui);
  const int current = static_cast<int>(ui.session.config().data.id);
  const Rect rect{at.x, at.y, at.x + width, at.y + height};
  if (const auto chosen = select(ui, rect, "Data set", options, current))
    choose_later(ui, static_cast<DatasetId>(*chosen));
  return height;
}

/// The digits' file: on its way, or why it did not come.
float draw_loading(const UiContext& ui, ImVec2 at, float width) {
  DataSource& source = ui.data_view.source;
  if (source.is_loading()) return caption(ui, at, width, tr("Loading the digits…")) + ui.u(8);
  if (source.problem().empty()) return 0;
  const float height = control_height(ui), retry = ui.u(96);
  const std::string text = tr("The digits could not be loaded: {0}", {source.problem()});
  const float text_width = width - retry - ui.u(12);
  const float text_height =
      draw_wrapped(ui, {at.x, at.y + ui.u(4)}, text_width, text, ui.palette().bad);
  DataView* view = &ui.data_view;
  if (button(ui, {at.x + width - retry, at.y, at.x + width, at.y + height}, "load the digits again",
             tr("Try again"), ButtonLook::kOutlined))
    ui.later([view] { view->source.retry(); });
  return std::max(height, text_height + ui.u(4)) + ui.u(8);
}

}  // namespace

float data_chooser(const UiContext& ui, ImVec2 at, float width) {
  const bool narrow = ui.layout == Layout::kNarrow;
  float y = at.y + (narrow ? draw_list(ui, at, width) : draw_chips(ui, at, width)) + ui.u(10);
  y += draw_loading(ui, {at.x, y}, width);
  const float height = control_height(ui),
              button_width =
                  narrow ? width
                         : std::max(ui.u(184),
                                    text_size(ui, tr("Paste or open a table…")).x + ui.u(24));
  const float hint_width = narrow ? width : width - button_width - ui.u(16);
  // On a phone always two lines: what is below stays in place when the set becomes the reader's
  // own.
  const float lines = narrow ? 2 * text_size(ui, "A", TextSize::kCaption).y : 0;
  const float hint = std::max(lines, caption(ui, {at.x, y + ui.u(2)}, hint_width,
                                             tr(info(ui.session.config().data.id).hint)));
  const float top = narrow ? y + hint + ui.u(8) : y;
  const float left = narrow ? at.x : at.x + width - button_width;
  if (button(ui, {left, top, left + button_width, top + height}, "own table",
             tr("Paste or open a table…"), ButtonLook::kOutlined,
             tr("CSV: numbers or named classes, any separator; a preview before anything changes")))
    ui.requests.emplace_back("data");
  return std::max(top + height, y + hint) - at.y;
}

}  // namespace backflow
