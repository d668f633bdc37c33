// The API's methods about pictures: what the graphics card drew, and pictures to keep.
#include <GLES3/gl3.h>

#include <nlohmann/json.hpp>

#include "api_json.h"
#include "export.h"
#include "formula_svg.h"
#include "imgui_impl_opengl3.h"
#include "language.h"
#include "network_scene.h"
#include "page.h"
#include "surface_draw.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kMostSide = 64;  // of a proof's grid

Json finite(const std::vector<float>& values) {
  Json list = Json::array();
  for (const float value : values)
    list.push_back(std::isfinite(value) ? Json(value)
                                        : Json(std::isnan(value) ? "NaN" : "Infinity"));
  return list;
}

double share_of_sorted(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// A whole number of an object, or the fallback where it is not there.
ApiReply whole_of(const Json& json, const char* name, std::int64_t low, std::int64_t high,
                  std::int64_t& out) {
  if (!json.is_object() || !json.contains(name)) return {};
  return whole_argument(json[name], name, static_cast<double>(low), static_cast<double>(high), out);
}

}  // namespace

void Page::add_graphics_methods() {
  api_.add("glStats", [this](const Json&) {
    const PaintStats& stats = painter_->stats();
    return reply({{"drawCalls", stats.draw_calls},
                  {"edges", stats.edges},
                  {"pulses", stats.pulses},
                  {"units", stats.units},
                  {"surfaces", stats.surfaces},
                  {"shader", has_context_ && painter_->has_surfaces()}});
  });
  api_.add("frameCost", [this](const Json&) {
    const FrameCosts costs = std::exchange(frame_costs_, {});
    return reply({{"frames", costs.whole.size()},
                  {"median", share_of_sorted(costs.whole, 0.5)},
                  {"p95", share_of_sorted(costs.whole, 0.95)},
                  {"interface",
                   {{"median", share_of_sorted(costs.interface, 0.5)},
                    {"p95", share_of_sorted(costs.interface, 0.95)}}}});
  });
  // {theme, step: its id, else the one that is looked at}: the equation as an SVG.
  api_.add("equation", [this](const Json& arguments) { return equation(arguments); });
  api_.add("surfaceOnCpu", [this](const Json& arguments) {
    return ui_.surface_view().on_cpu = arguments == true, ApiReply{};
  });
  // {layer (0: the output), unit, across, up, side}: a grid over −1 … 1 by the shader and by the
  // CPU.
  api_.add("surfaceGrid", [this](const Json& arguments) {
    const std::vector<Layer<float>>& layers = session_.trainer().network().layers;
    const Samples& samples = session_.setup().data.samples;
    std::int64_t layer = static_cast<std::int64_t>(layers.size()), unit = 0, across = 0, up = 1;
    std::int64_t side = 16;
    if (samples.X.rows() < 2)
      return ApiReply::fail("bad_argument", "surface",
                            "surface: found one input; allowed: two or more");
    ApiReply bad = whole_of(arguments, "layer", 1, layer, layer);
    if (bad.error.code.empty())
      bad = whole_of(arguments, "unit", 0, layers[static_cast<std::size_t>(layer - 1)].W.cols() - 1,
                     unit);
    if (bad.error.code.empty())
      bad = whole_of(arguments, "across", 0, samples.X.rows() - 1, across);
    if (bad.error.code.empty()) bad = whole_of(arguments, "up", 0, samples.X.rows() - 1, up);
    if (bad.error.code.empty()) bad = whole_of(arguments, "side", 1, kMostSide, side);
    if (!bad.error.code.empty()) return bad;
    const InputPlane plane{static_cast<int>(across), static_cast<int>(up), samples.X.col(0)};
    const SurfaceProof proof =
        prove_surface(session_, has_context_ ? &*painter_ : nullptr, plane,
                      {static_cast<int>(layer), static_cast<int>(unit), false}, {-1.5f, -1.5f},
                      {1.5f, 1.5f}, static_cast<int>(side));
    return reply(
        {{"shader", proof.by_shader ? finite(proof.shader) : Json()}, {"cpu", finite(proof.cpu)}});
  });
  // {layer, from, to}: where the middle of an edge is (css px) and how it is drawn.
  api_.add("networkEdge", [this](const Json& arguments) {
    const NetworkLayout& net = ui_.network_view().layout;
    std::int64_t layer = 1, from = 0, to = 0;
    ApiReply bad = whole_of(arguments, "layer", 1, std::max(1, net.last()), layer);
    if (bad.error.code.empty()) bad = whole_of(arguments, "from", 0, SizeLimits::kInputs, from);
    if (bad.error.code.empty()) bad = whole_of(arguments, "to", 0, SizeLimits::kUnits, to);
    if (!bad.error.code.empty()) return bad;
    const ShownUnit *a = nullptr, *b = nullptr;
    for (const ShownUnit& unit : net.column(static_cast<int>(layer) - 1))
      if (unit.unit == from) a = &unit;
    for (const ShownUnit& unit : net.column(static_cast<int>(layer)))
      if (unit.unit == to) b = &unit;
    if (!a || !b) return reply(nullptr);
    Json points = Json::array();
    for (const float t : {0.12f, 0.4f, 0.6f, 0.88f}) {
      const ImVec2 at = net.edge(*a, *b).at(t);
      points.push_back(
          {{"x", static_cast<double>(at.x) / scale_}, {"y", static_cast<double>(at.y) / scale_}});
    }
    return reply({{"points", points}});
  });
  // {x, y, dx, dy (css px), factor}: two fingers moved on the network.
  api_.add("pinch", [this](const Json& arguments) {
    const auto number = [&](const char* name, double fallback) {
      const bool is_there =
          arguments.is_object() && arguments.contains(name) && arguments[name].is_number();
      return static_cast<float>(is_there ? arguments[name].get<double>() : fallback);
    };
    const auto scale = static_cast<float>(scale_);
    Pinch& pinch = ui_.network_view().pinch;
    pinch.at = {number("x", 0) * scale, number("y", 0) * scale};
    pinch.moved = {pinch.moved.x + number("dx", 0) * scale,
                   pinch.moved.y + number("dy", 0) * scale};
    pinch.factor *= std::clamp(number("factor", 1), 0.1f, 10.0f);
    return ApiReply{};
  });
  api_.add("screenshot", [this](const Json& arguments) { return screenshot(arguments); });
  // Of what there can be a picture now.
  api_.add("views", [this](const Json&) {
    Json names = Json::array();
    for (const NamedView& view : ui_.views()) names.push_back(view.name);
    return reply(names);
  });
}

// The frame is laid out and drawn once more at the wanted density, into a texture of its own; the
// page itself stays as it is.
ApiReply Page::screenshot(const Json& arguments) {
  std::int64_t factor = 2;
  ApiReply bad = whole_of(arguments, "scale", 1, 3, factor);
  if (!bad.error.code.empty()) return bad;
  const std::string view =
      arguments.is_object() && arguments.contains("view") && arguments["view"].is_string()
          ? arguments["view"].get<std::string>()
          : "page";
  if (!has_context_)
    return ApiReply::fail("no_graphics", "view", "view: the graphics are away just now");
  const Rect* crop = ui_.find_view(view);
  if (!crop)
    return ApiReply::fail(
        "bad_argument", "view",
        "view: found \"" + view.substr(0, 40) + "\"; allowed: " + ui_.view_names());
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const auto width = static_cast<int>(size.x) * static_cast<int>(factor);
  const auto height = static_cast<int>(size.y) * static_cast<int>(factor);
  GLint most = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
  if (width > most || height > most)
    return ApiReply::fail("bad_argument", "scale", "scale: this picture would be too large");
  const float scale = static_cast<float>(scale_);
  if (ui_.set_screen(size.x * static_cast<float>(factor), size.y * static_cast<float>(factor),
                     scale * static_cast<float>(factor)))
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
  GlFramebuffer framebuffer = make_framebuffer();
  const GlTexture target = make_texture(GL_NEAREST);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer.get());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target.get(), 0);
  draw_picture(width, height);
  const Rect area = *ui_.find_view(view);
  const auto px = [](float value) { return static_cast<int>(std::lround(value)); };
  const int x0 = std::clamp(px(area.x0), 0, width), x1 = std::clamp(px(area.x1), x0, width);
  const int y0 = std::clamp(px(area.y0), 0, height), y1 = std::clamp(px(area.y1), y0, height);
  std::vector<std::uint32_t> rows(static_cast<std::size_t>(x1 - x0) *
                                  static_cast<std::size_t>(y1 - y0));
  glReadPixels(x0, height - y1, x1 - x0, y1 - y0, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  // GL counts rows from below.
  picture_.clear();
  for (int y = y1 - y0 - 1; y >= 0; --y)
    picture_.insert(picture_.end(), rows.begin() + std::ptrdiff_t{y} * (x1 - x0),
                    rows.begin() + std::ptrdiff_t{y + 1} * (x1 - x0));
  if (ui_.set_screen(size.x, size.y, scale)) ImGui_ImplOpenGL3_DestroyDeviceObjects();
  wake();
  return reply({{"pixels", reinterpret_cast<std::uintptr_t>(picture_.data())},
                {"width", x1 - x0},
                {"height", y1 - y0}});
}

ApiReply Page::equation(const Json& arguments) {
  const InEnglish english;  // as all exports
  const auto word = [&](const char* name, const std::string& standard) {
    return arguments.is_object() ? arguments.value(name, Json(standard)) : Json(standard);
  };
  const Json theme = word("theme", "light");
  if (theme != "light" && theme != "dark")
    return bad_argument("theme", theme, "one of light, dark");
  const TraceView<float> trace = session_.trace();
  const Json step = word("step", trace.step(ui_.looked_at(trace)).id);
  const int index = step.is_string() ? find_step(trace.steps(), step.get<std::string>()) : -1;
  if (index < 0) return bad_argument("step", step, "the id of a step of the trace");
  const TraceStep& chosen = trace.step(index);
  const std::string& tex = chosen.formula.tex.empty() ? chosen.symbol : chosen.formula.tex;
  return reply({{"filename", "backflow-equation-" + chosen.id + ".svg"},
                {"mime", info(ExportFormat::kSvg).mime},
                {"text", formula_svg(tex, ui_.theme().formula_fonts, theme == "dark")}});
}

// Two frames: sizes that a frame finds are used by the next one. Nobody points at anything.
void Page::draw_picture(int width, int height) {
  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 mouse = io.MousePos;
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  for (int i = 0; i < 2; ++i) {
    ImGui_ImplOpenGL3_NewFrame();
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    io.DisplayFramebufferScale = {1, 1};
    io.DeltaTime = 0.001f;
    ImGui::NewFrame();
    ui_.frame(now_);
    ImGui::Render();
  }
  render(width, height);
  io.AddMousePosEvent(mouse.x, mouse.y);
}

}  // namespace backflow
