#include "svg_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "export_text.h"

namespace backflow {
namespace {

constexpr SvgColors kLight{.card = "#FFFFFF",
                           .line = "#E5E2DC",
                           .text = "#1D1C1A",
                           .muted = "#706C64",
                           .accent = "#4F46C8",
                           .positive = "#D9660A",
                           .negative = "#1B6CA8",
                           .zero = "#F4F2EE"};
constexpr SvgColors kDark{.card = "#1B1B1F",
                          .line = "#2E2E34",
                          .text = "#ECEAE6",
                          .muted = "#9C988F",
                          .accent = "#9A95FF",
                          .positive = "#F08A2E",
                          .negative = "#4BA3E3",
                          .zero = "#2A2A2E"};

std::string number(double value) {
  const double rounded = std::round(value * 100) / 100 + 0.0;  // no −0
  return format_double(rounded);
}

}  // namespace

const SvgColors& svg_colors(bool dark) { return dark ? kDark : kLight; }

std::string svg_map_color(const SvgColors& colors, double value) {
  const double share = std::isfinite(value) ? std::min(1.0, std::abs(value)) : 1;
  const long zero = std::strtol(colors.zero + 1, nullptr, 16);
  const long end = std::strtol((value < 0 ? colors.negative : colors.positive) + 1, nullptr, 16);
  long mixed = 0;
  for (int shift = 16; shift >= 0; shift -= 8) {
    const auto from = static_cast<double>((zero >> shift) & 255);
    const auto to = static_cast<double>((end >> shift) & 255);
    mixed |= std::lround(from + (to - from) * share) << shift;
  }
  char text[8];
  std::snprintf(text, sizeof text, "#%06lX", static_cast<unsigned long>(mixed) & 0xFFFFFFul);
  return text;
}

SvgWriter::SvgWriter(int width, int height, bool dark, const std::string& title,
                     const std::string& description)
    : colors_(svg_colors(dark)) {
  const std::string w = std::to_string(width), h = std::to_string(height);
  text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h +
          "\" viewBox=\"0 0 " + w + " " + h +
          "\" role=\"img\" font-family=\"Inter, system-ui, sans-serif\">\n<title>" +
          xml_text(title) + "</title>\n<desc>" + xml_text(description) + "</desc>\n";
  element("rect", attribute("width", w) + attribute("height", h) + attribute("fill", colors_.card));
}

std::string SvgWriter::attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + xml_text(value) + "\"";
}

std::string SvgWriter::attribute(const char* name, double value) {
  return attribute(name, number(value));
}

void SvgWriter::element(const char* name, const std::string& attributes, const std::string& tip) {
  text_ += std::string("<") + name + attributes;
  if (tip.empty())
    text_ += "/>\n";
  else
    text_ += "><title>" + xml_text(tip) + "</title></" + name + ">\n";
}

void SvgWriter::text(double x, double y, const char* anchor, double size, const char* color,
                     const std::string& text) {
  text_ += "<text" + attribute("x", x) + attribute("y", y) + attribute("text-anchor", anchor) +
           attribute("font-size", size) + attribute("fill", color) + ">" + xml_text(text) +
           "</text>\n";
}

void SvgWriter::scale_line(double x0, double x1, double y, const std::string& value) {
  element("line", attribute("x1", x0) + attribute("x2", x1) + attribute("y1", y) +
                      attribute("y2", y) + attribute("stroke", colors_.line));
  text(x0 - 10, y + 4, "end", 12, colors_.muted, value);
}

void SvgWriter::course(const std::string& path, const char* color, double width) {
  element("path", attribute("d", path) + attribute("fill", "none") + attribute("stroke", color) +
                      attribute("stroke-width", width) + attribute("stroke-linejoin", "round"));
}

void SvgWriter::mark(double x, double y, double radius, const char* color, const std::string& tip) {
  element(
      "circle",
      attribute("cx", x) + attribute("cy", y) + attribute("r", radius) + attribute("fill", color),
      tip);
}

std::string SvgWriter::at(char command, double x, double y) {
  return command + number(x) + " " + number(y);
}

}  // namespace backflow
