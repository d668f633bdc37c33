#include "parts.h"

#include <array>

namespace backflow {
namespace {

constexpr PartInfo tab(Part id, const char* name, const char* title, const char* hint) {
  return {.id = id, .name = name, .title = title, .hint = hint, .hides = true, .locks = false};
}

constexpr PartInfo control(Part id, const char* name, const char* title, const char* hint) {
  return tab(id, name, title, hint);
}

constexpr PartInfo lockable(PartInfo part) {
  part.locks = true;
  return part;
}

constexpr std::array kParts{
    tab(Part::kDerivation, "derivation", "Derivation", "The walk through the equations."),
    tab(Part::kNetwork, "network", "Network", "The drawing of the network."),
    tab(Part::kMatrices, "matrices", "Matrices", "All matrices of a step."),
    lockable(tab(Part::kData, "data", "Data", "Sets, points and tables.")),
    tab(Part::kSurface, "surface", "Surface", "The output over the plane."),
    tab(Part::kGradients, "gradients", "Gradients", "The gradients of all layers."),
    lockable(tab(Part::kSettings, "settings", "Settings", "Layers, loss, optimiser, notation.")),
    control(Part::kLoss, "loss", "Loss curve", "The loss over the steps."),
    lockable(control(Part::kTransport, "transport", "Transport", "Play, step, epoch, reset.")),
    lockable(control(Part::kPreset, "preset", "Presets", "The list of networks in the header.")),
    lockable(control(Part::kLessons, "lessons", "Lessons", "The list of lessons in the header.")),
    control(Part::kFigures, "figures", "Figures", "Epoch, E and the gradient check."),
    control(Part::kUndo, "undo", "Undo and redo", "The two buttons; the keys stay."),
    control(Part::kShare, "share", "Share and files", "This dialog and the menu."),
    control(Part::kExport, "export", "Export", "The button; the key stays."),
    control(Part::kTheme, "theme", "Light or dark", "The button; the key stays."),
    control(Part::kHelp, "help", "Help", "The button; the key stays."),
    PartInfo{.id = Part::kCells,
             .name = "cells",
             .title = "Numbers",
             .hint = "Cells and weights that are dragged or typed.",
             .hides = false,
             .locks = true},
};

}  // namespace

std::span<const PartInfo> parts() { return kParts; }

}  // namespace backflow
