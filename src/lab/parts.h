// What of the page an author may hide from readers or keep them from changing. One table, read by
// the link codec, the share dialog, the panels and the tests.
#pragma once

#include <cstdint>
#include <span>

namespace backflow {

enum class Part : std::uint8_t {
  kDerivation,
  kNetwork,
  kMatrices,
  kData,
  kSurface,
  kGradients,
  kSettings,
  kLoss,
  kTransport,
  kPreset,
  kLessons,
  kFigures,
  kUndo,
  kShare,
  kExport,
  kTheme,
  kHelp,
  kCells,
};

struct PartInfo {
  Part id;
  const char* name;   // in links
  const char* title;  // in the share dialog
  const char* hint;   // one line: what it is, or what locking it means
  bool hides, locks;  // what can be done with it
};

std::span<const PartInfo> parts();

class PartSet {
 public:
  bool has(Part part) const { return (bits_ & bit(part)) != 0; }
  void set(Part part, bool on) { bits_ = on ? bits_ | bit(part) : bits_ & ~bit(part); }
  bool operator==(const PartSet&) const = default;

 private:
  static std::uint32_t bit(Part part) { return 1u << static_cast<unsigned>(part); }
  std::uint32_t bits_ = 0;
};

}  // namespace backflow
