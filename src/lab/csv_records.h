// The first half of reading a table: text → records of fields. Part of csv.h's module.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv.h"

namespace backflow {

struct CsvField {
  std::string_view raw;  // without the quotes around it; doubled quotes are still doubled
  bool is_quoted = false;

  std::string text() const;
};

struct CsvRecord {
  int line = 0;
  int field_count = 0;           // of which the first kColumns + 1 are kept
  std::vector<CsvField> fields;  // views of the text that was split
};

struct CsvRecords {
  std::vector<CsvRecord> records;  // the first `keep`
  int count = 0;
  std::optional<CsvError> error;  // what ended the splitting early
};

/// Records whose fields are all empty are left out.
CsvRecords split_records(std::string_view text, char separator, int keep);

/// The separator that gives the most records as many fields as the first has.
CsvSeparator detect_separator(std::string_view text);

char separator_char(CsvSeparator separator);

/// What makes the text unreadable as UTF-8 text, if anything does.
std::optional<CsvError> encoding_problem(std::string_view text);

}  // namespace backflow
