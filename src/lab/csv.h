// Tables of the user's own, pasted, dropped or opened: text → table → samples, and the way back.
// What is wrong is said with its line and column; nothing is skipped or guessed silently: what was
// detected is part of the table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset.h"
#include "number.h"
#include "result.h"

namespace backflow {

enum class CsvHeader : std::uint8_t { kAuto, kYes, kNo };
enum class CsvSeparator : std::uint8_t { kAuto, kComma, kSemicolon, kTab };
enum class CsvDecimal : std::uint8_t { kAuto, kPoint, kComma };

template <class Id>
struct CsvChoice {
  Id id;
  const char* name;   // in files and the API
  const char* title;  // in panels
};

std::span<const CsvChoice<CsvHeader>> csv_headers();
std::span<const CsvChoice<CsvSeparator>> csv_separators();
std::span<const CsvChoice<CsvDecimal>> csv_decimals();

struct CsvOptions {
  CsvHeader header = CsvHeader::kAuto;
  CsvSeparator separator = CsvSeparator::kAuto;
  CsvDecimal decimal = CsvDecimal::kAuto;

  bool operator==(const CsvOptions&) const = default;
};

/// The columns' limit is inputs and outputs together; make_custom checks each.
struct CsvLimits {
  static constexpr std::size_t kBytes = 4u << 20;
  static constexpr std::size_t kNameBytes = 120;
  static constexpr int kColumns = SizeLimits::kInputs + SizeLimits::kOutputs;
  static constexpr int kRows = SizeLimits::kSamples;
};

/// The first thing that is wrong.
struct CsvError {
  int line = 0;    // from 1; 0 if it is about the text as a whole
  int column = 0;  // which field, from 1; 0 if it is about the line as a whole
  std::string message;

  std::string text() const;  // "line 3, column 2: …"
};

struct CsvColumn {
  std::string name;  // "column 3" without header
  bool is_numeric = true;
  std::vector<double> values;        // a row each: its number, or its class's position in `classes`
  std::vector<std::string> classes;  // ascending; empty if numeric
};

struct CsvTable {
  CsvOptions detected;             // as asked for, or as found where that was kAuto
  std::vector<CsvColumn> columns;  // at least one
  std::vector<int> lines;          // where each row begins; at least one row

  int rows() const { return static_cast<int>(lines.size()); }
};

/// Understands quoted fields (with separators, doubled quotes and line ends inside), any line end,
/// a byte order mark, blank lines, spaces around fields, fractions. Marks between thousands are
/// refused, and so is a comma that may be one or a decimal one, unless the mark is asked for. A
/// column is numeric if at least half of its fields are numbers (then every one must be), otherwise
/// its fields are names of classes. A header is assumed where most numeric columns begin with
/// something that is no number.
Result<CsvTable, CsvError> parse_csv(std::string_view text, const CsvOptions& options = {});

/// What each column of a table is for; those not named here are inputs.
struct ColumnRoles {
  std::vector<int> targets;
  std::vector<int> ignored;
  bool numbers_are_classes = false;  // the one target's numbers (0, 1, 2, …) are labels

  bool operator==(const ColumnRoles&) const = default;
};

/// The last column is the target.
ColumnRoles default_roles(const CsvTable& table);

/// Samples for DatasetId::kCustom, or what stands in the way.
/// One target of named classes, or of numbers that are classes: 0 and 1 for two, one output a class
/// for more. One target of zeros and ones is binary, several with one 1 a row are classes; all
/// other numbers are a regression. Inputs of named classes become 0 and 1, or one input a class.
Result<Samples> make_custom(const CsvTable& table, const ColumnRoles& roles);

/// A table that make_custom reads back to the same samples: one column of class names where these
/// come back in the same order, a column an output otherwise; the targets are the last columns.
/// Requires Samples of floats with a name for every row.
std::string to_csv(const Samples& samples);

/// How many of to_csv's last columns are targets.
int csv_target_columns(const Samples& samples);

}  // namespace backflow
