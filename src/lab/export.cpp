#include "export.h"

#include <array>
#include <cassert>

namespace backflow {
namespace {

constexpr std::array kFormats{
    ExportFormatInfo{ExportFormat::kNumpy, "numpy", "NumPy program",
                     "Forward, loss, gradients and update, line by line; checks itself against "
                     "this page.",
                     "", "text/x-python"},
    ExportFormatInfo{ExportFormat::kPytorch, "pytorch", "PyTorch program",
                     "The same step by autograd and torch.optim; checks itself against this page.",
                     "", "text/x-python"},
    ExportFormatInfo{ExportFormat::kLatex, "latex", "LaTeX derivation",
                     "Every formula with its present matrices, for your notes or slides.",
                     "document, digits", "application/x-tex"},
    ExportFormatInfo{ExportFormat::kCsv, "csv", "CSV table",
                     "One matrix, or the loss history, with all digits.", "matrix", "text/csv"},
    ExportFormatInfo{ExportFormat::kSvg, "svg", "SVG picture",
                     "The network, a chart or an equation, sharp at every size.",
                     "picture, theme, sample", "image/svg+xml"},
};

constexpr std::array kPictures{
    PictureInfo{Picture::kNetwork, "network", "Network"},
    PictureInfo{Picture::kLossHistory, "loss_history", "Loss history"},
    PictureInfo{Picture::kGradients, "gradients", "Gradients"},
};

std::string at_step(const Session& session) {
  return "-step-" + std::to_string(session.step_count());
}

Exported exported(const ExportRequest& request, std::string filename, std::string text) {
  return {std::move(filename), info(request.format).mime, std::move(text)};
}

Exported picture_file(Session& session, const ExportRequest& request) {
  const std::string end = at_step(session) + ".svg";
  switch (request.picture) {
    case Picture::kNetwork:
      return exported(request, "backflow-network" + end,
                      svg_network(session, request.sample, request.dark));
    case Picture::kLossHistory:
      return exported(request, "backflow-loss-history.svg", svg_losses(session, request.dark));
    case Picture::kGradients:
      return exported(request, "backflow-gradients" + end, svg_gradients(session, request.dark));
  }
  assert(false && "unknown picture");
  return {};
}

}  // namespace

std::span<const ExportFormatInfo> export_formats() { return kFormats; }
const ExportFormatInfo& info(ExportFormat format) {
  return kFormats[static_cast<std::size_t>(format)];
}
std::span<const PictureInfo> pictures() { return kPictures; }

Result<Exported, StateError> export_session(Session& session, const ExportRequest& request) {
  const bool is_program =
      request.format == ExportFormat::kNumpy || request.format == ExportFormat::kPytorch;
  const std::string trouble = is_program ? session.trouble() : "";
  if (!trouble.empty())
    return refuse(trouble, "numbers that are not finite",
                  "finite ones: go back along the loss curve, or lower the learning rate");
  const std::string step = at_step(session);
  switch (request.format) {
    case ExportFormat::kNumpy:
      return exported(request, "backflow" + step + "-numpy.py", numpy_program(session));
    case ExportFormat::kPytorch:
      return exported(request, "backflow" + step + "-pytorch.py", pytorch_program(session));
    case ExportFormat::kLatex:
      return exported(request, "backflow" + step + ".tex",
                      latex_derivation(session, request.document, request.digits));
    case ExportFormat::kCsv:
      if (request.matrix < 0)
        return exported(request, "backflow-loss-history.csv", csv_losses(session));
      return exported(request,
                      "backflow-" + session.trace().step(request.matrix).id + step + ".csv",
                      csv_matrix(session, request.matrix));
    case ExportFormat::kSvg: return picture_file(session, request);
  }
  assert(false && "unknown format");
  return Exported{};
}

}  // namespace backflow
