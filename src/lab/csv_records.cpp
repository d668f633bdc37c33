#include "csv_records.h"

#include "language.h"

#include <algorithm>
#include <cassert>

namespace backflow {
namespace {

/// Takes a text apart from left to right.
class Splitter {
 public:
  Splitter(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool at_end() const { return at_ == text_.size(); }
  const std::optional<CsvError>& error() const { return error_; }

  /// The next record with its line end. After an error at_end() holds.
  CsvRecord record() {
    CsvRecord record{.line = line_};
    do {
      ++record.field_count;
      const CsvField field = take_field(record.field_count);
      if (record.field_count <= CsvLimits::kColumns + 1) record.fields.push_back(field);
    } while (take_separator());
    take_line_end();
    return record;
  }

 private:
  bool is_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
  bool ends_field() const { return at_end() || text_[at_] == separator_ || is_line_end(); }

  void skip_spaces() {
    while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t') && text_[at_] != separator_)
      ++at_;
  }

  bool take_separator() {
    if (at_end() || text_[at_] != separator_) return false;
    ++at_;
    return true;
  }

  /// LF, CR LF or CR.
  void take_line_end() {
    if (at_end()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  CsvField take_field(int column) {
    skip_spaces();
    if (!at_end() && text_[at_] == '"') return take_quoted(column);
    const std::size_t begin = at_;
    while (!ends_field()) ++at_;
    return {.raw = trimmed(text_.substr(begin, at_ - begin)), .is_quoted = false};
  }

  CsvField take_quoted(int column) {
    const int opening_line = line_;
    const std::size_t begin = ++at_;
    while (!at_end() && !is_closing_quote()) {
      if (text_[at_] == '"')
        at_ += 2;
      else if (is_line_end())
        take_line_end();
      else
        ++at_;
    }
    if (at_end())
      return fail(opening_line, column, tr("the quote that opens here is never closed"));
    const CsvField field{.raw = text_.substr(begin, at_ - begin), .is_quoted = true};
    ++at_;
    skip_spaces();
    if (!ends_field())
      return fail(line_, column,
                  tr("found text after the closing quote (a quote inside is doubled)"));
    return field;
  }

  bool is_closing_quote() const {
    return text_[at_] == '"' && (at_ + 1 == text_.size() || text_[at_ + 1] != '"');
  }

  CsvField fail(int line, int column, const char* message) {
    error_ = CsvError{.line = line, .column = column, .message = message};
    at_ = text_.size();
    return {};
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::optional<CsvError> error_;
};

bool is_blank(const CsvRecord& record) {
  return std::all_of(record.fields.begin(), record.fields.end(),
                     [](const CsvField& field) { return trimmed(field.raw).empty(); });
}

/// The next record that is not blank; none at the end and after an error.
std::optional<CsvRecord> next_record(Splitter& splitter) {
  while (!splitter.at_end()) {
    CsvRecord record = splitter.record();
    if (!splitter.error() && !is_blank(record)) return record;
  }
  return std::nullopt;
}

/// At most `count` records, those before an error.
std::vector<CsvRecord> first_records(std::string_view text, char separator, std::size_t count) {
  std::vector<CsvRecord> records;
  Splitter splitter(text, separator);
  while (records.size() < count) {
    std::optional<CsvRecord> record = next_record(splitter);
    if (!record) break;
    records.push_back(std::move(*record));
  }
  return records;
}

/// How many bytes the UTF-8 sequence at the beginning of `text` has; 0 if it is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto follows = [&byte](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool is_overlong = first == 0xE0 && second < 0xA0;
    const bool is_surrogate = first == 0xED && second > 0x9F;
    return follows(1) && follows(2) && !is_overlong && !is_surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool is_overlong = first == 0xF0 && second < 0x90;
    const bool is_beyond = first == 0xF4 && second > 0x8F;
    return follows(1) && follows(2) && follows(3) && !is_overlong && !is_beyond ? 4 : 0;
  }
  return 0;
}

/// What is no text at a place of a line.
CsvError not_text(int line, std::size_t byte, char found) {
  const auto value = static_cast<unsigned char>(found);
  constexpr const char* kDigits = "0123456789ABCDEF";
  return {
      .line = line,
      .column = 0,
      .message =
          value == 0
              ? tr("byte {0} of the line is 0: this is no text file", {std::to_string(byte)})
              : tr("byte {0} of the line is {1}, which is not UTF-8: save the table as "
                   "UTF-8",
                   {std::to_string(byte), std::string{kDigits[value >> 4], kDigits[value & 15]}})};
}

}  // namespace

std::string CsvField::text() const {
  if (!is_quoted) return std::string(raw);
  std::string text;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    text += raw[at];
    if (raw[at] == '"') ++at;
  }
  return text;
}

CsvRecords split_records(std::string_view text, char separator, int keep) {
  CsvRecords split;
  Splitter splitter(text, separator);
  while (std::optional<CsvRecord> record = next_record(splitter)) {
    ++split.count;
    if (split.count <= keep) split.records.push_back(std::move(*record));
  }
  split.error = splitter.error();
  return split;
}

char separator_char(CsvSeparator separator) {
  switch (separator) {
    case CsvSeparator::kSemicolon: return ';';
    case CsvSeparator::kTab: return '\t';
    case CsvSeparator::kComma: return ',';
    case CsvSeparator::kAuto: break;
  }
  assert(false && "kAuto is no separator");
  return ',';
}

CsvSeparator detect_separator(std::string_view text) {
  constexpr std::size_t kLooked = 32;  // records
  CsvSeparator best = CsvSeparator::kComma;
  std::ptrdiff_t best_score = 0;
  // The comma comes last: between semicolons or tabs it is a decimal mark.
  for (const CsvSeparator candidate :
       {CsvSeparator::kTab, CsvSeparator::kSemicolon, CsvSeparator::kComma}) {
    const auto records = first_records(text, separator_char(candidate), kLooked);
    if (records.empty() || records[0].field_count < 2) continue;
    const auto score = std::count_if(records.begin(), records.end(), [&](const CsvRecord& record) {
      return record.field_count == records[0].field_count;
    });
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

std::optional<CsvError> encoding_problem(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return CsvError{
        .line = 1, .column = 0, .message = tr("this is UTF-16; save the table as UTF-8")};
  int line = 1;
  std::size_t line_start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text.substr(at));
    if (length == 0) return not_text(line, at - line_start + 1, text[at]);
    const bool is_line_end =
        text[at] == '\n' || (text[at] == '\r' && !text.substr(at).starts_with("\r\n"));
    at += length;
    if (!is_line_end) continue;
    ++line;
    line_start = at;
  }
  return std::nullopt;
}

}  // namespace backflow
