// The header's list of presets: where a lesson begins.
#include "lesson_view.h"
#include "panels.h"
#include "points.h"

namespace backflow {
namespace {

/// The preset's title, or what the reader has made of it: "Circle: 2-6-1".
std::string title_of(const UiContext& ui, bool is_short) {
  const Config& config = ui.session.config();
  if (is_short) return network_shape(config);
  if (const Preset* preset = preset_of(config)) return tr(preset->title);
  return tr(info(config.data.id).title) + (": " + network_shape(config));
}

}  // namespace

float preset_menu(const UiContext& ui, ImVec2 at, float height) {
  // A phone's header has no room for a second menu: the lessons are this one's first entry.
  const int lessons_entry = ui.layout == Layout::kNarrow ? 1 : 0;
  static const std::vector<Option> all = [] {
    std::vector<Option> made{
        {key("Lessons …"), key("Ten lessons, from the forward pass to digits")}};
    for (const Preset& preset : presets()) made.push_back({preset.title, preset.hint});
    return made;
  }();
  const std::span<const Option> options = std::span(all).subspan(lessons_entry ? 0 : 1);
  const bool is_wide = ui.layout == Layout::kWide;
  const std::string title = title_of(ui, !is_wide);
  const float wanted = text_size(ui, title).x + ui.u(34);
  // Beside the name, E and two buttons on a phone.
  const bool is_tight = ImGui::GetIO().DisplaySize.x < ui.u(385);
  const float width = std::min(wanted, ui.u(is_wide ? 210 : is_tight ? 80 : 100));
  const float left = at.x - (ui.layout == Layout::kNarrow ? ui.u(6) : 0);
  const Rect rect{left, at.y, left + width, at.y + height};
  const Preset* current = preset_of(ui.session.config());
  const int chosen = current ? lessons_entry + static_cast<int>(current - presets().data()) : -1;
  // The list marks the preset that this is; the field says what there is, also where it is none.
  const auto picked =
      select(ui, rect, "preset", options, chosen, tr("Open a network with its data"), title);
  if (lessons_entry) lesson_list(ui, rect);
  if (picked && *picked < lessons_entry) {
    LessonView* lesson = &ui.lesson;
    ui.later([lesson] { lesson->opens_list = true; });
  } else if (picked) {
    DataView* view = &ui.data_view;
    View* looked_at = &ui.view;
    auto* notices = &ui.notices;
    Session* session = &ui.session;
    const Preset* preset = &presets()[static_cast<std::size_t>(*picked - lessons_entry)];
    ui.later([=] {
      looked_at->leave_network();
      view->press = {};
      const Config config = with_habits(preset->config, session->config());
      const StateError error = view->source.open(
          *session, Bookmark{.state = {.config = config}, .replay = 0, .view = {}});
      if (!error.field.empty()) notices->push_back(error.message);
    });
  }
  return width;
}

}  // namespace backflow
