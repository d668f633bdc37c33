#include "csv.h"

#include "language.h"

#include <algorithm>
#include <array>

#include "csv_records.h"

namespace backflow {
namespace {

constexpr std::array kHeaders{
    CsvChoice<CsvHeader>{CsvHeader::kAuto, "auto", "Detect"},
    CsvChoice<CsvHeader>{CsvHeader::kYes, "yes", "First line has names"},
    CsvChoice<CsvHeader>{CsvHeader::kNo, "no", "No header"},
};

constexpr std::array kSeparators{
    CsvChoice<CsvSeparator>{CsvSeparator::kAuto, "auto", "Detect"},
    CsvChoice<CsvSeparator>{CsvSeparator::kComma, "comma", "Comma ,"},
    CsvChoice<CsvSeparator>{CsvSeparator::kSemicolon, "semicolon", "Semicolon ;"},
    CsvChoice<CsvSeparator>{CsvSeparator::kTab, "tab", "Tab"},
};

constexpr std::array kDecimals{
    CsvChoice<CsvDecimal>{CsvDecimal::kAuto, "auto", "Detect"},
    CsvChoice<CsvDecimal>{CsvDecimal::kPoint, "point", "Point 0.5"},
    CsvChoice<CsvDecimal>{CsvDecimal::kComma, "comma", "Comma 0,5"},
};

/// "4097 rows, at most 4096 are allowed"
std::string beyond(const char* pattern, std::size_t found, std::size_t allowed) {
  return tr(pattern, {std::to_string(found), std::to_string(allowed)});
}

/// Meant as numbers, and refused as such: they do not turn a column into classes.
bool is_meant_as_number(const CsvField& field, DecimalMark mark) {
  const std::string text = field.text();
  return parse_number(text, mark).has_value() || is_not_finite_word(text) || groups_thousands(text);
}

using Records = std::vector<CsvRecord>;

/// Where commas were taken for decimal ones, although each may stand between thousands: the first
/// of these. Between semicolons a comma is a decimal one.
std::optional<CsvError> ambiguous_comma(const Records& records, CsvSeparator separator) {
  std::optional<CsvError> found;
  if (separator == CsvSeparator::kSemicolon) return found;
  for (const CsvRecord& record : records)
    for (std::size_t c = 0; c < record.fields.size(); ++c) {
      const std::string text = record.fields[c].text();
      if (text.find(',') == std::string::npos || !parse_number(text, DecimalMark::kComma)) continue;
      if (!groups_thousands(text)) return std::nullopt;
      if (!found)
        found = CsvError{record.line, static_cast<int>(c) + 1,
                         tr("{0} may have a decimal comma, or one between thousands: choose the "
                            "decimal mark",
                            {quoted(text)})};
    }
  return found;
}

/// From the fields that are numbers with one mark only.
CsvDecimal detect_decimal(const Records& records) {
  std::ptrdiff_t points = 0, commas = 0;
  for (const CsvRecord& record : records)
    for (const CsvField& field : record.fields) {
      const bool has_point = field.raw.find('.') != std::string_view::npos;
      const bool has_comma = field.raw.find(',') != std::string_view::npos;
      if (has_point && parse_number(field.text(), DecimalMark::kPoint)) ++points;
      if (has_comma && parse_number(field.text(), DecimalMark::kComma)) ++commas;
    }
  return commas > points ? CsvDecimal::kComma : CsvDecimal::kPoint;
}

DecimalMark decimal_mark(CsvDecimal decimal) {
  return decimal == CsvDecimal::kComma ? DecimalMark::kComma : DecimalMark::kPoint;
}

/// Whether at least half of what column `c` holds from record `first` on are numbers.
bool is_numeric_column(const Records& records, std::size_t first, std::size_t c, DecimalMark mark) {
  std::ptrdiff_t numbers = 0, names = 0;
  for (std::size_t r = first; r < records.size(); ++r) {
    const CsvField& field = records[r].fields[c];
    if (is_meant_as_number(field, mark))
      ++numbers;
    else if (!field.raw.empty())
      ++names;
  }
  return numbers >= names;
}

/// Whether what column `c` has in the first record is found again below.
bool recurs(const Records& records, std::size_t c) {
  return std::any_of(records.begin() + 1, records.end(), [&](const CsvRecord& record) {
    return record.fields[c].raw == records[0].fields[c].raw;
  });
}

bool detect_header(const Records& records, DecimalMark mark) {
  const std::vector<CsvField>& first = records[0].fields;
  const auto is_number = [mark](const CsvField& field) { return is_meant_as_number(field, mark); };
  if (records.size() == 1) return std::none_of(first.begin(), first.end(), is_number);
  int numeric = 0, named = 0;
  bool any_recurs = false;
  for (std::size_t c = 0; c < first.size(); ++c) {
    any_recurs = any_recurs || recurs(records, c);
    if (!is_numeric_column(records, 1, c, mark)) continue;
    ++numeric;
    if (!is_number(first[c])) ++named;
  }
  return numeric > 0 ? 2 * named > numeric : !any_recurs;
}

std::optional<CsvError> shape_problem(const CsvRecords& split) {
  if (split.records.empty())
    return split.error ? *split.error : CsvError{0, 0, tr("there are no rows")};
  const CsvRecord& first = split.records[0];
  if (first.field_count > CsvLimits::kColumns)
    return CsvError{first.line, CsvLimits::kColumns + 1,
                    beyond(key("{0} columns, at most {1} are allowed"),
                           static_cast<std::size_t>(first.field_count),
                           static_cast<std::size_t>(CsvLimits::kColumns))};
  for (const CsvRecord& record : split.records)
    if (record.field_count != first.field_count)
      return CsvError{record.line, std::min(record.field_count, first.field_count) + 1,
                      tr(record.field_count == 1 ? key("found {0} field where line {1} has {2}")
                                                 : key("found {0} fields where line {1} has {2}"),
                         {std::to_string(record.field_count), std::to_string(first.line),
                          std::to_string(first.field_count)})};
  return split.error;
}

std::optional<CsvError> name_problem(const std::string& name, int line, std::size_t column) {
  if (name.size() <= CsvLimits::kNameBytes) return std::nullopt;
  return CsvError{
      line, static_cast<int>(column) + 1,
      tr("the name {0} has {1} bytes, at most {2} are allowed",
         {quoted(name), std::to_string(name.size()), std::to_string(CsvLimits::kNameBytes)})};
}

/// Names, kinds and classes of the columns; `first` is the first record of data.
Result<CsvTable, CsvError> make_columns(const Records& records, std::size_t first,
                                        DecimalMark mark) {
  CsvTable table;
  for (std::size_t c = 0; c < records[0].fields.size(); ++c) {
    CsvColumn column{.name = "column " + std::to_string(c + 1),
                     .is_numeric = is_numeric_column(records, first, c, mark)};
    const std::string header = first == 1 ? records[0].fields[c].text() : std::string();
    if (!trimmed(header).empty()) column.name = header;
    if (auto problem = name_problem(column.name, records[0].line, c)) return *problem;
    if (!column.is_numeric) {
      for (std::size_t r = first; r < records.size(); ++r)
        column.classes.push_back(records[r].fields[c].text());
      std::sort(column.classes.begin(), column.classes.end());
      column.classes.erase(std::unique(column.classes.begin(), column.classes.end()),
                           column.classes.end());
    }
    table.columns.push_back(std::move(column));
  }
  return table;
}

/// What is no number where the others are; with the line of the first one that is.
std::string not_numeric(const Records& records, std::size_t first, std::size_t c, DecimalMark mark,
                        const std::string& problem, const std::string& name) {
  for (std::size_t r = first; r < records.size(); ++r)
    if (parse_number(records[r].fields[c].text(), mark))
      return tr("{0} (column {1} is numeric, see line {2})",
                {problem, name, std::to_string(records[r].line)});
  return tr("{0} (column {1} is numeric)", {problem, name});
}

/// Reads the fields of record `r` into the table's columns.
std::optional<CsvError> read_row(const Records& records, std::size_t first, std::size_t r,
                                 DecimalMark mark, CsvTable& table) {
  const CsvRecord& record = records[r];
  for (std::size_t c = 0; c < record.fields.size(); ++c) {
    CsvColumn& column = table.columns[c];
    const std::string text = record.fields[c].text();
    const int field = static_cast<int>(c) + 1;
    if (column.is_numeric) {
      const Result<double> number = parse_number(text, mark);
      if (!number) {
        const std::string problem =
            groups_thousands(text)
                ? tr("{0} has marks between thousands: write the number without", {quoted(text)})
                : number.error();
        return CsvError{record.line, field,
                        not_numeric(records, first, c, mark, problem, quoted(column.name))};
      }
      column.values.push_back(as_float(*number));
      continue;
    }
    if (trimmed(text).empty())
      return CsvError{
          record.line, field,
          tr("the name of a class is expected, found nothing (column {0})", {quoted(column.name)})};
    if (auto problem = name_problem(text, record.line, c)) return problem;
    const auto at = std::lower_bound(column.classes.begin(), column.classes.end(), text);
    column.values.push_back(static_cast<double>(at - column.classes.begin()));
  }
  table.lines.push_back(record.line);
  return std::nullopt;
}

}  // namespace

std::span<const CsvChoice<CsvHeader>> csv_headers() { return kHeaders; }
std::span<const CsvChoice<CsvSeparator>> csv_separators() { return kSeparators; }
std::span<const CsvChoice<CsvDecimal>> csv_decimals() { return kDecimals; }

std::string CsvError::text() const {
  if (line <= 0) return message;
  return column > 0 ? tr("line {0}, column {1}: {2}",
                         {std::to_string(line), std::to_string(column), message})
                    : tr("line {0}: {1}", {std::to_string(line), message});
}

Result<CsvTable, CsvError> parse_csv(std::string_view text, const CsvOptions& options) {
  if (text.size() > CsvLimits::kBytes)
    return CsvError{
        0, 0, beyond(key("{0} bytes, at most {1} are allowed"), text.size(), CsvLimits::kBytes)};
  if (text.starts_with("\uFEFF")) text.remove_prefix(std::string_view("\uFEFF").size());
  if (auto problem = encoding_problem(text)) return *problem;

  CsvOptions detected = options;
  if (detected.separator == CsvSeparator::kAuto) detected.separator = detect_separator(text);
  const CsvRecords split =
      split_records(text, separator_char(detected.separator), CsvLimits::kRows + 2);
  if (auto problem = shape_problem(split)) return *problem;
  const Records& records = split.records;
  if (detected.decimal == CsvDecimal::kAuto) {
    detected.decimal = detect_decimal(records);
    if (detected.decimal == CsvDecimal::kComma)
      if (auto problem = ambiguous_comma(records, detected.separator)) return *problem;
  }
  const DecimalMark mark = decimal_mark(detected.decimal);
  if (detected.header == CsvHeader::kAuto)
    detected.header = detect_header(records, mark) ? CsvHeader::kYes : CsvHeader::kNo;

  const std::size_t first = detected.header == CsvHeader::kYes ? 1 : 0;
  const std::size_t rows = static_cast<std::size_t>(split.count) - first;
  if (rows == 0) return CsvError{records[0].line, 0, tr("there are no rows below the header")};
  if (rows > static_cast<std::size_t>(CsvLimits::kRows))
    return CsvError{records[first + static_cast<std::size_t>(CsvLimits::kRows)].line, 0,
                    beyond(key("{0} rows, at most {1} are allowed"), rows,
                           static_cast<std::size_t>(CsvLimits::kRows))};
  Result<CsvTable, CsvError> table = make_columns(records, first, mark);
  if (!table) return table;
  for (std::size_t r = first; r < records.size(); ++r)
    if (auto problem = read_row(records, first, r, mark, *table)) return *problem;
  table->detected = detected;
  return table;
}

}  // namespace backflow
