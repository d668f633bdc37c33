// The network as a picture: units with the activations of one sample, edges by weight.
#include <algorithm>
#include <cmath>

#include "export.h"
#include "export_text.h"
#include "svg_writer.h"
#include "term_text.h"

namespace backflow {
namespace {

constexpr int kWidth = 760, kHeight = 460;
constexpr int kMostUnits = 12;  // of a layer; of more, the first ones and how many there are
constexpr double kMargin = 110, kTop = 56, kBottom = 48, kMostRadius = 22;
constexpr std::size_t kNameLetters = 14;

struct Point {
  double x = 0, y = 0;
};

class NetworkPicture {
 public:
  NetworkPicture(Session& session, Index sample, bool dark)
      : session_(session),
        view_(session.trace()),
        sample_(sample),
        svg_(kWidth, kHeight, dark, "The network " + sizes(), description()) {
    int most = 1;
    for (int l = 0; l <= last(); ++l) most = std::max(most, shown(l));
    pitch_ = std::min(76.0, (kHeight - kTop - kBottom) / most);
    radius_ = std::min(kMostRadius, pitch_ * 0.38);
  }

  std::string draw() {
    for (int l = 1; l <= last(); ++l) edges(l);
    for (int l = 0; l <= last(); ++l) layer(l);
    return svg_.take();
  }

 private:
  const Network<float>& network() const { return view_.trainer().network(); }
  const Pass<float>& pass() const { return view_.record().pass; }
  int last() const { return static_cast<int>(network().layers.size()); }
  const Layer<float>& layer_of(int l) const {
    return network().layers[static_cast<std::size_t>(l - 1)];
  }
  Index units(int l) const { return l == 0 ? network().inputs() : layer_of(l).W.cols(); }
  int shown(int l) const { return static_cast<int>(std::min<Index>(units(l), kMostUnits)); }
  double value(int l, Index unit) const {
    const Matrix<float>& h = l == 0 ? pass().X : pass().layers[static_cast<std::size_t>(l - 1)].h;
    return static_cast<double>(h(unit, sample_));
  }
  Point at(int l, int unit) const;
  std::string sizes() const;
  std::string description() const;
  std::string unit_name(int l, int unit) const;
  std::string end_name(int l, int unit) const;
  double largest_weight() const;
  void edges(int l);
  void layer(int l);
  void unit(int l, int unit);

  Session& session_;
  TraceView<float> view_;
  Index sample_;
  SvgWriter svg_;
  double pitch_ = 0, radius_ = 0;
};

Point NetworkPicture::at(int l, int unit) const {
  const double x = kMargin + (kWidth - 2 * kMargin) * l / last();
  const double middle = (kTop + kHeight - kBottom) / 2;
  return {x, middle + pitch_ * (unit - (shown(l) - 1) / 2.0)};
}

std::string NetworkPicture::sizes() const {
  std::string text = std::to_string(units(0));
  for (int l = 1; l <= last(); ++l) text += "-" + std::to_string(units(l));
  return text;
}

std::string NetworkPicture::description() const {
  const int column = view_.record().columns[static_cast<std::size_t>(sample_)];
  return "Step " + std::to_string(session_.step_count()) + ", sample " +
         std::to_string(column + 1) +
         ". Units show their activation; an edge's width is its weight's size, orange is positive, "
         "blue is negative.";
}

std::string NetworkPicture::unit_name(int l, int unit) const {
  const char* letter = l == 0 ? "x" : l == last() ? "o" : "h";
  return letter + std::to_string(unit + 1);
}

/// What the data call an input or an output, shortened to its place.
std::string NetworkPicture::end_name(int l, int unit) const {
  const Data& data = session_.setup().data;
  const std::vector<std::string>& names = l == 0 ? data.input_names : data.samples.output_names;
  const auto i = static_cast<std::size_t>(unit);
  return shortened(i < names.size() ? names[i] : unit_name(l, unit), kNameLetters);
}

double NetworkPicture::largest_weight() const {
  double most = 1e-9;
  for (const Layer<float>& layer : network().layers)
    most = std::max(most, static_cast<double>(layer.W.cwiseAbs().maxCoeff()));
  return most;
}

void NetworkPicture::edges(int l) {
  const double largest = largest_weight();
  const int W = find_step(view_.steps(),
                          last() == 2 ? (l == 1 ? "W_ih" : "W_ho") : ("W" + std::to_string(l)));
  for (int from = 0; from < shown(l - 1); ++from) {
    for (int to = 0; to < shown(l); ++to) {
      const auto w = static_cast<double>(layer_of(l).W(from, to));
      const double share = std::abs(w) / largest;
      const Point a = at(l - 1, from), b = at(l, to);
      const double x0 = a.x + radius_, x1 = b.x - radius_, bend = (x1 - x0) * 0.45;
      const auto pair = [](double x, double y) {
        return format_double(std::round(x * 100) / 100) + " " +
               format_double(std::round(y * 100) / 100);
      };
      const std::string path = "M" + pair(x0, a.y) + " C" + pair(x0 + bend, a.y) + " " +
                               pair(x1 - bend, b.y) + " " + pair(x1, b.y);
      svg_.element("path",
                   SvgWriter::attribute("d", path) + SvgWriter::attribute("fill", "none") +
                       SvgWriter::attribute(
                           "stroke", w < 0 ? svg_.colors().negative : svg_.colors().positive) +
                       SvgWriter::attribute("stroke-width", 0.7 + 4 * share) +
                       SvgWriter::attribute("stroke-opacity", 0.3 + 0.35 * share),
                   view_.step(W).id + ", " + unit_name(l - 1, from) + " to " + unit_name(l, to) +
                       ": " + number_text(w, 4));
    }
  }
}

void NetworkPicture::unit(int l, int unit) {
  const Point p = at(l, unit);
  const double h = value(l, unit);
  svg_.element(
      "circle",
      SvgWriter::attribute("cx", p.x) + SvgWriter::attribute("cy", p.y) +
          SvgWriter::attribute("r", radius_) +
          SvgWriter::attribute("fill", svg_map_color(svg_.colors(), h)) +
          SvgWriter::attribute("stroke", svg_.colors().muted),
      unit_name(l, unit) + " = " + number_text(h, 4) +
          (l == 0 ? "" : ", bias " + number_text(static_cast<double>(layer_of(l).b(0, unit)), 4)));
  if (radius_ > 15) svg_.text(p.x, p.y + 3.5, "middle", 10, svg_.colors().text, cell_text(h));
  const char* muted = svg_.colors().muted;
  if (l == 0) svg_.text(p.x - radius_ - 8, p.y + 4, "end", 12, muted, end_name(l, unit));
  if (l == last()) svg_.text(p.x + radius_ + 8, p.y + 4, "start", 12, muted, end_name(l, unit));
}

void NetworkPicture::layer(int l) {
  for (int i = 0; i < shown(l); ++i) unit(l, i);
  const double x = at(l, 0).x;
  const std::string title = l == 0        ? "inputs"
                            : l == last() ? "outputs"
                            : last() == 2 ? "hidden"
                                          : "h" + std::to_string(l);
  svg_.text(x, 26, "middle", 12, svg_.colors().muted, title);
  if (units(l) > shown(l))
    svg_.text(x, kHeight - 18, "middle", 12, svg_.colors().muted,
              std::to_string(shown(l)) + " of " + std::to_string(units(l)));
}

}  // namespace

std::string svg_network(Session& session, Index sample, bool dark) {
  return NetworkPicture(session, sample, dark).draw();
}

}  // namespace backflow
