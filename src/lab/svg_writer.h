// What the exported pictures share: colours of the two themes, shapes, escaped text.
#pragma once

#include <string>

namespace backflow {

struct SvgColors {
  const char *card, *line, *text, *muted, *accent, *positive, *negative, *zero;
};

const SvgColors& svg_colors(bool dark);

/// The colour of `value` on the map from negative over zero to positive; |value| ≥ 1 is full.
std::string svg_map_color(const SvgColors& colors, double value);

class SvgWriter {
 public:
  /// `title` and `description` are for screen readers.
  SvgWriter(int width, int height, bool dark, const std::string& title,
            const std::string& description);

  const SvgColors& colors() const { return colors_; }

  /// ` name="value"`; numbers with at most two places.
  static std::string attribute(const char* name, const std::string& value);
  static std::string attribute(const char* name, double value);
  /// An element with those attributes; `tip`, if any, is what a pointer on it shows.
  void element(const char* name, const std::string& attributes, const std::string& tip = "");
  /// Text whose baseline is at y; anchor start, middle or end.
  void text(double x, double y, const char* anchor, double size, const char* color,
            const std::string& text);

  /// Of charts: a scale's line from x0 to x1 with its value to the left; a course, `path` of M and
  /// L with points by at(); a mark on it, with what a pointer on it shows.
  void scale_line(double x0, double x1, double y, const std::string& value);
  void course(const std::string& path, const char* color, double width);
  void mark(double x, double y, double radius, const char* color, const std::string& tip = "");
  /// `M` or `L` and a place, for a path.
  static std::string at(char command, double x, double y);

  std::string take() { return std::move(text_) + "</svg>\n"; }

 private:
  const SvgColors& colors_;
  std::string text_;
};

}  // namespace backflow
