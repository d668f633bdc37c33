#include "surface_draw.h"

#include <algorithm>

#include "data_marks.h"

namespace backflow {
namespace {

constexpr int kCoarse = 17;        // a side of the grid that finds the largest activation
constexpr int kFallbackSide = 96;  // and of the grid that the CPU's picture is made from
constexpr float kSlow = 0.06f;     // s a frame: from there on training shows coarser pictures

/// The largest |h| of a unit over the window: its map reaches to there.
float largest_answer(const UiContext& ui, const ShownUnitOf& shown, const std::array<float, 2>& low,
                     const std::array<float, 2>& high) {
  const Matrix<double> raw = inputs_at(shown_plane(ui), grid_places(low, high, kCoarse));
  const UnitAnswers answers =
      answers_at(ui.session.trainer().network(), ui.session.setup().data, shown.layer, raw);
  const float most = answers.h.row(shown.unit).cwiseAbs().maxCoeff();
  return std::isfinite(most) ? std::max(most, 1e-6f) : 1;
}

SurfacePicture picture_of(const ShownUnitOf& shown, const SurfaceKey& key,
                          const Network<float>& network) {
  const Layer<float>& layer = network.layers[static_cast<std::size_t>(shown.layer - 1)];
  return {.net = nullptr,
          .last = shown.layer - 1,
          .unit = shown.unit,
          .outputs = static_cast<int>(layer.W.cols()),
          .low = key.low,
          .high = key.high,
          .width = key.width,
          .height = key.height,
          .look = key.look};
}

void draw_by_cpu(const UiContext& ui, PictureSlot slot, const ShownUnitOf& shown,
                 SurfacePicture picture) {
  const Matrix<double> raw =
      inputs_at(shown_plane(ui), grid_places(picture.low, picture.high, kFallbackSide));
  const UnitAnswers answers =
      answers_at(ui.session.trainer().network(), ui.session.setup().data, shown.layer, raw);
  ui.painter->set_pixels(slot, picture.width, picture.height,
                         shade_answers(answers.h, answers.Z, kFallbackSide, picture));
}

/// Full size where it stands still; where frames become slow while training, a part of it.
int coarseness(const UiContext& ui, SurfaceCache& cache) {
  if (!ui.view.playing) {
    cache.slowness = 0;
    return 1;
  }
  cache.slowness = 0.8f * cache.slowness + 0.2f * std::min(ImGui::GetIO().DeltaTime, 0.1f);
  return cache.slowness > 2 * kSlow ? 4 : cache.slowness > kSlow ? 2 : 1;
}

}  // namespace

ShownUnitOf resolve(const UiContext& ui, const SurfaceTarget& target) {
  const Network<float>& network = ui.session.trainer().network();
  if (target.layer > 0) return {target.layer, target.unit, false};
  const bool classes =
      ui.session.setup().data.samples.task == Task::kClasses && network.outputs() > 1;
  return {static_cast<int>(network.layers.size()), 0, classes};
}

bool exists(const UiContext& ui, const SurfaceTarget& target) {
  const std::vector<Layer<float>>& layers = ui.session.trainer().network().layers;
  if (target.layer > static_cast<int>(layers.size())) return false;
  return target.layer <= 0 ||
         target.unit < layers[static_cast<std::size_t>(target.layer - 1)].W.cols();
}

int shown_sample(const UiContext& ui) {
  const std::vector<int>& columns = ui.session.trainer().record().columns;
  const std::vector<int>& train = ui.session.setup().data.split.train;
  const auto at = static_cast<std::size_t>(std::max(0, ui.view.sample));
  return at < columns.size() ? train[static_cast<std::size_t>(columns[at])] : -1;
}

InputPlane shown_plane(const UiContext& ui) {
  const Samples& samples = ui.session.setup().data.samples;
  return {across_input(ui.view, samples), up_input(ui.view, samples),
          samples.X.col(std::max(0, shown_sample(ui)))};
}

SurfaceLook look_of(const UiContext& ui, const SurfaceTarget& target, bool discrete,
                    const std::array<float, 2>& low, const std::array<float, 2>& high) {
  const ShownUnitOf shown = resolve(ui, target);
  const Samples& samples = ui.session.setup().data.samples;
  const Palette& p = ui.palette();
  const int last = static_cast<int>(ui.session.trainer().network().layers.size());
  SurfaceLook look{.classes = shown.classes,
                   .discrete = discrete,
                   .line_width = ui.u(1.8f),
                   .zero = p.zero,
                   .negative = p.negative,
                   .positive = p.positive,
                   .line = p.text,
                   .bad = p.bad};
  if (shown.layer < last) {
    look.reach = largest_answer(ui, shown, low, high);
  } else if (samples.task == Task::kRegression) {
    look.reach = static_cast<float>(target_scale(samples));
    look.contour = 0.0f;
  } else {
    const float least = static_cast<float>(samples.Y.row(shown.unit).minCoeff());
    const float most = static_cast<float>(samples.Y.row(shown.unit).maxCoeff());
    look.middle = least < most ? (least + most) / 2 : 0.5f;
    look.reach = least < most ? (most - least) / 2 : 0.5f;
    look.contour = look.middle;
  }
  const int classes = static_cast<int>(samples.Y.rows());
  for (int i = 0; i < std::min(classes, 16); ++i)
    look.class_colors[static_cast<std::size_t>(i)] = class_mark(p, i, classes).edge;
  return look;
}

void make_surface(const UiContext& ui, PictureSlot slot, SurfaceCache& cache,
                  const SurfaceKey& wanted, ImVec2 size) {
  if (!ui.painter) return;
  SurfaceKey key = wanted;
  key.version = ui.session.version();
  key.on_cpu = ui.surface_view.on_cpu || !ui.painter->has_surfaces();
  const int coarse = coarseness(ui, cache) * (key.on_cpu && ui.view.playing ? 2 : 1);
  key.width = std::max(1, static_cast<int>(size.x) / coarse);
  key.height = std::max(1, static_cast<int>(size.y) / coarse);
  if (key == cache.key && ui.painter->texture(slot) != 0) return;
  const ShownUnitOf shown = resolve(ui, key.target);
  const Network<float>& network = ui.session.trainer().network();
  SurfacePicture picture = picture_of(shown, key, network);
  const std::optional<PlaneNet> net =
      key.on_cpu ? std::nullopt : pack_plane(network, ui.session.setup().data, shown_plane(ui));
  picture.net = net ? &*net : nullptr;
  if (net)
    ui.painter->draw_surface(slot, picture);
  else
    draw_by_cpu(ui, slot, shown, picture);
  cache.key = key;
}

void draw_picture(const UiContext& ui, ImDrawList* list, PictureSlot slot, const Rect& rect) {
  const std::uint32_t texture = ui.painter ? ui.painter->texture(slot) : 0;
  if (texture)
    list->AddImage(
        reinterpret_cast<ImTextureID>(  // NOLINT(performance-no-int-to-ptr): as ImGui wants it
            static_cast<std::uintptr_t>(texture)),
        rect.min(), rect.max(), {0, 1}, {1, 0});
}

SurfaceProof prove_surface(const Session& session, Painter* painter, const InputPlane& plane,
                           const ShownUnitOf& shown, const std::array<float, 2>& low,
                           const std::array<float, 2>& high, int side) {
  const Network<float>& network = session.trainer().network();
  const Data& data = session.setup().data;
  const UnitAnswers answers =
      answers_at(network, data, shown.layer, inputs_at(plane, grid_places(low, high, side)));
  SurfaceProof proof;
  for (Index i = 0; i < answers.h.cols(); ++i) {
    proof.cpu.push_back(answers.h(shown.unit, i));
    proof.cpu.push_back(answers.Z(shown.unit, i));
  }
  const std::optional<PlaneNet> net = pack_plane(network, data, plane);
  if (!painter || !net) return proof;
  SurfacePicture picture =
      picture_of(shown, {.low = low, .high = high, .width = side, .height = side}, network);
  picture.net = &*net;
  const auto numbers = painter->surface_numbers(picture);
  proof.by_shader = numbers.has_value();
  if (numbers)
    for (std::size_t i = 0; i < numbers->size(); i += 4) {
      proof.shader.push_back((*numbers)[i]);
      proof.shader.push_back((*numbers)[i + 1]);
    }
  return proof;
}

}  // namespace backflow
