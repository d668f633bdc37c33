// The present numbers for use elsewhere: programs that recompute them, a derivation to typeset,
// tables, pictures. Everything is read from the trace and the run; nothing is computed here.
#pragma once

#include <span>
#include <string>

#include "choice.h"
#include "config_check.h"
#include "session.h"

namespace backflow {

enum class ExportFormat : std::uint8_t { kNumpy, kPytorch, kLatex, kCsv, kSvg };

struct ExportFormatInfo {
  ExportFormat id;
  const char* name;     // in the API
  const char* title;    // in the dialog
  const char* hint;     // one line that explains it
  const char* options;  // the members of a request that it reads, besides "format"
  const char* mime;
};

std::span<const ExportFormatInfo> export_formats();
const ExportFormatInfo& info(ExportFormat format);

/// What an SVG shows.
enum class Picture : std::uint8_t { kNetwork, kLossHistory, kGradients };

struct PictureInfo {
  Picture id;
  const char* name;
  const char* title;
};

std::span<const PictureInfo> pictures();

struct ExportRequest {
  ExportFormat format = ExportFormat::kNumpy;
  int matrix = -1;       // csv: the trace's step; −1 = the loss history
  bool document = true;  // latex: a whole document, else what goes into one
  int digits = 4;        // latex: significant digits, 1 … 9
  Picture picture = Picture::kNetwork;
  bool dark = false;  // svg
  Index sample = 0;   // svg: which column of the batch the network shows
};

/// `matrix` of a CSV that is the loss history, in the API.
inline constexpr const char* kLossHistoryName = "loss_history";

struct Exported {
  std::string filename;  // ASCII letters, digits, - _ .
  std::string mime;
  std::string text;  // UTF-8
};

/// Requires a request whose matrix and sample are there. Refuses programs of numbers that are not
/// finite: the error's field is the first such matrix.
Result<Exported, StateError> export_session(Session& session, const ExportRequest& request);

// One function a format; the text alone.
std::string numpy_program(Session& session);
std::string pytorch_program(Session& session);
std::string latex_derivation(Session& session, bool document, int digits);
std::string csv_matrix(Session& session, int step);
std::string csv_losses(const Session& session);
std::string svg_network(Session& session, Index sample, bool dark);
std::string svg_losses(const Session& session, bool dark);
std::string svg_gradients(Session& session, bool dark);

}  // namespace backflow
