// What the Data tab keeps from frame to frame. Nothing of it is part of the session.
#pragma once

#include "data_source.h"
#include "digit_pad.h"
#include "plot_axis.h"
#include "ui_context.h"

namespace backflow {

/// The plot of the points as it was drawn last.
struct PointPlot {
  Rect area;
  PlotAxis across, up;
  std::vector<ImVec2> places;  // of each sample, device px

  ImVec2 at(double x, double y) const {
    return {area.x0 + area.width() * static_cast<float>(across.share(x)),
            area.y1 - area.height() * static_cast<float>(up.share(y))};
  }
  double x_at(ImVec2 place) const {
    return across.value(static_cast<double>((place.x - area.x0) / area.width()));
  }
  double y_at(ImVec2 place) const {
    return up.value(static_cast<double>((area.y1 - place.y) / area.height()));
  }
};

/// A press on the plot that has not ended yet.
struct PointPress {
  bool active = false;
  int sample = -1;     // the point that it is on; −1: beside all points
  ImVec2 grip;         // from the pointer to the point's middle
  ImVec2 start, last;  // where it began, and where the point was put last
  double since = 0;    // s
  bool moved = false;  // it has become a drag
  bool begun = false;  // the drag has changed something, so that there is something to undo
  bool spent = false;  // it has taken a point away: nothing more comes of it
};

/// Outputs of the network at places that a plot shows, kept while neither changes.
struct OutputCurve {
  std::uint64_t version = 0;  // of the session
  PlotAxis across;
  Matrix<float> O;  // (outputs, places)
};

/// What the network says to the pictures of the gallery.
struct GalleryAnswers {
  std::uint64_t version = 0;  // of the session
  int first = -1;             // sample
  Matrix<float> O;            // (outputs, pictures)
};

struct DataView {
  DataSource source;

  int output = 0;     // that the curve shows
  int new_class = 1;  // what a new point will be
  double new_value = 1;
  int first_column = 0;   // of the table, where not all fit
  int first_picture = 0;  // of the gallery

  PointPlot plot;
  PointPress press;
  int pointed = -1, next_pointed = -1;  // the sample under the pointer: last frame's, this frame's
  OutputCurve curve;
  GalleryAnswers answers;
  DigitPad pad;

  /// True where a finger drags a point instead of scrolling.
  bool grabs_at(ImVec2 at, float reach) const;
};

/// The inputs that a plot of the samples shows: the chosen ones where there are more than two.
int across_input(const View& view, const Samples& samples);
int up_input(const View& view, const Samples& samples);

/// O (outputs, k) of the network for raw inputs (inputs, k), as the samples are.
Matrix<float> outputs_of(const Session& session, const Matrix<double>& raw);

/// The sample whose mark is nearest to `at`, no further than `reach` (device px); −1 if there is
/// none.
int nearest_point(const PointPlot& plot, ImVec2 at, float reach);

}  // namespace backflow
