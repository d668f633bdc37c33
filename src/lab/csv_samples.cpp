// The second half of csv.h: table → samples, and samples → table.
#include <algorithm>

#include "csv.h"

#include "language.h"
#include "short_text.h"

namespace backflow {
namespace {

/// What a column calls its classes, and which one each row has.
struct Labels {
  std::vector<std::string> names;
  std::vector<int> of_row;
};

/// A column's classes; of a numeric column its distinct numbers, ascending.
Labels labels_of(const CsvColumn& column) {
  Labels labels;
  if (!column.is_numeric) {
    labels.names = column.classes;
    for (const double value : column.values) labels.of_row.push_back(static_cast<int>(value));
    return labels;
  }
  std::vector<double> distinct = column.values;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (const double value : distinct) labels.names.push_back(format_float(value));
  for (const double value : column.values) {
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), value);
    labels.of_row.push_back(static_cast<int>(at - distinct.begin()));
  }
  return labels;
}

bool contains(const std::vector<int>& columns, int column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// What is wrong with the choice of columns; empty if nothing is.
std::string roles_problem(const CsvTable& table, const ColumnRoles& roles) {
  const int columns = static_cast<int>(table.columns.size());
  for (const std::vector<int>* chosen : {&roles.targets, &roles.ignored})
    for (const int column : *chosen)
      if (column < 0 || column >= columns)
        return tr("there is no column {0}, the table has {1}",
                  {std::to_string(column + 1), std::to_string(columns)});
  std::vector<int> targets = roles.targets;
  std::sort(targets.begin(), targets.end());
  if (targets.empty()) return tr("choose a target column");
  if (std::adjacent_find(targets.begin(), targets.end()) != targets.end())
    return tr("a column is chosen twice as a target");
  for (const int target : targets)
    if (contains(roles.ignored, target))
      return tr("{0} is both a target and left out",
                {quoted(table.columns[static_cast<std::size_t>(target)].name)});
  if (targets.size() > static_cast<std::size_t>(SizeLimits::kOutputs))
    return tr("{0} targets, at most {1} are allowed",
              {std::to_string(targets.size()), std::to_string(SizeLimits::kOutputs)});
  return {};
}

/// A row of X or Y.
struct Row {
  std::string name;
  std::vector<double> values;
};

/// A row of 0 and 1: where the column has the label `label`.
Row indicator(std::string name, const Labels& labels, int label) {
  Row row{.name = std::move(name)};
  for (const int own : labels.of_row) row.values.push_back(own == label ? 1 : 0);
  return row;
}

/// "colour=red"; where that is too long for a name, of both the beginning, and the class's number.
std::string indicator_name(const std::string& name, const std::string& label, std::size_t number) {
  std::string whole = name + "=" + label;
  if (whole.size() <= CsvLimits::kNameBytes) return whole;
  constexpr std::size_t kPart = (CsvLimits::kNameBytes - 20) / 2;
  return beginning(name, kPart) + "=" + beginning(label, kPart) + " " + std::to_string(number + 1);
}

/// A column as inputs: its numbers, or its classes as 0 and 1.
void append_inputs(const CsvColumn& column, const std::string& name, std::vector<Row>& rows) {
  if (column.is_numeric) {
    rows.push_back({name, column.values});
    return;
  }
  const Labels labels = labels_of(column);
  if (labels.names.size() <= 2) {
    const std::size_t last = labels.names.size() - 1;
    rows.push_back(
        indicator(indicator_name(name, labels.names[last], last), labels, static_cast<int>(last)));
    return;
  }
  for (std::size_t label = 0; label < labels.names.size(); ++label)
    rows.push_back(indicator(indicator_name(name, labels.names[label], label), labels,
                             static_cast<int>(label)));
}

bool is_zero_or_one(double value) { return value == 0 || value == 1; }

/// Whether every sample has one 1 and otherwise zeros.
bool is_one_hot(const Matrix<double>& Y) {
  return Y.unaryExpr(&is_zero_or_one).all() && (Y.colwise().sum().array() == 1).all();
}

Matrix<double> stack(const std::vector<Row>& rows, int samples) {
  Matrix<double> stacked(static_cast<Index>(rows.size()), samples);
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (int column = 0; column < samples; ++column)
      stacked(static_cast<Index>(r), column) = rows[r].values[static_cast<std::size_t>(column)];
  return stacked;
}

std::vector<std::string> names_of(const std::vector<Row>& rows) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const Row& row : rows) names.push_back(row.name);
  return names;
}

/// X and its names. What is wrong, or empty.
std::string fill_inputs(const CsvTable& table, const ColumnRoles& roles, Samples& samples) {
  const bool is_named = table.detected.header == CsvHeader::kYes;
  std::vector<Row> rows;
  int number = 0;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const int column = static_cast<int>(c);
    if (contains(roles.targets, column) || contains(roles.ignored, column)) continue;
    ++number;
    const CsvColumn& source = table.columns[c];
    // Counted before anything is made of it: a column of names may hold thousands.
    const std::size_t inputs =
        rows.size() + (source.classes.size() <= 2 ? 1 : source.classes.size());
    if (inputs > static_cast<std::size_t>(SizeLimits::kInputs))
      return tr("{0} inputs up to column {1}, at most {2} are allowed",
                {std::to_string(inputs), quoted(source.name), std::to_string(SizeLimits::kInputs)});
    append_inputs(source, is_named ? source.name : "x" + std::to_string(number), rows);
  }
  if (rows.empty()) return tr("there is no input column left");
  if (rows.size() * static_cast<std::size_t>(table.rows()) > SizeLimits::kNumbers)
    return tr(
        "{0} inputs of {1} rows are too many numbers, at most {2} are allowed: leave columns "
        "out",
        {std::to_string(rows.size()), std::to_string(table.rows()),
         std::to_string(SizeLimits::kNumbers)});
  samples.X = stack(rows, table.rows());
  samples.input_names = names_of(rows);
  return {};
}

/// Y for one target column of labels.
std::string fill_classes(const CsvColumn& target, const std::string& name, Samples& samples) {
  const Labels labels = labels_of(target);
  if (labels.names.size() < 2)
    return tr("all rows have the same class {0} in column {1}",
              {quoted(labels.names.front()), quoted(target.name)});
  if (labels.names.size() > static_cast<std::size_t>(SizeLimits::kOutputs))
    return tr("column {0} has {1} classes, at most {2} are allowed",
              {quoted(target.name), std::to_string(labels.names.size()),
               std::to_string(SizeLimits::kOutputs)});
  samples.class_names = labels.names;
  std::vector<Row> rows;
  if (labels.names.size() == 2) {
    samples.task = Task::kBinary;
    rows.push_back(indicator(name, labels, 1));
  } else {
    samples.task = Task::kClasses;
    for (std::size_t label = 0; label < labels.names.size(); ++label)
      rows.push_back(indicator(labels.names[label], labels, static_cast<int>(label)));
  }
  samples.Y = stack(rows, static_cast<int>(target.values.size()));
  samples.output_names = names_of(rows);
  return {};
}

/// Y for target columns of numbers.
std::string fill_numbers(const CsvTable& table, const ColumnRoles& roles, bool is_named,
                         Samples& samples) {
  std::vector<Row> rows;
  for (const int target : roles.targets) {
    const CsvColumn& column = table.columns[static_cast<std::size_t>(target)];
    if (!column.is_numeric)
      return tr("column {0} holds names: it must be the only target", {quoted(column.name)});
    const std::string number = std::to_string(rows.size() + 1);
    rows.push_back({is_named                    ? column.name
                    : roles.targets.size() == 1 ? "y"
                                                : "y" + number,
                    column.values});
  }
  samples.Y = stack(rows, table.rows());
  samples.output_names = names_of(rows);
  samples.task = Task::kRegression;
  if (rows.size() == 1 && samples.Y.unaryExpr(&is_zero_or_one).all()) {
    samples.task = Task::kBinary;
    samples.class_names = {"0", "1"};
  } else if (rows.size() > 1 && is_one_hot(samples.Y)) {
    samples.task = Task::kClasses;
    samples.class_names = samples.output_names;
  }
  return {};
}

/// Whether a single column of class names says all that Y does: the names come back as classes, in
/// the same order, and none is without a sample.
bool reads_back(const Samples& samples) {
  if (samples.Y.size() == 0) return false;
  const std::vector<std::string>& names = samples.class_names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool ascends = i == 0 || names[i - 1] < names[i];
    if (!ascends || trimmed(names[i]).empty() || names[i].size() > CsvLimits::kNameBytes ||
        parse_number(names[i]) || is_not_finite_word(names[i]) || groups_thousands(names[i]))
      return false;
  }
  if (samples.task == Task::kClasses)
    return names.size() > 2 && is_one_hot(samples.Y) &&
           (samples.Y.rowwise().sum().array() > 0).all();
  return names.size() == 2 && samples.Y.unaryExpr(&is_zero_or_one).all() &&
         samples.Y.minCoeff() < samples.Y.maxCoeff();
}

/// The class of a sample of a set that reads_back.
const std::string& class_name(const Samples& samples, Index column) {
  Index label = 0;
  if (samples.task == Task::kClasses)
    samples.Y.col(column).maxCoeff(&label);
  else
    label = samples.Y(0, column) == 1 ? 1 : 0;
  return samples.class_names[static_cast<std::size_t>(label)];
}

std::string csv_text(const std::string& text) {
  // At a file's start the mark would be taken for the file's own.
  const bool is_plain = text.find_first_of(",;\t\"\r\n") == std::string::npos &&
                        trimmed(text).size() == text.size() && !text.empty() &&
                        !text.starts_with("\uFEFF");
  if (is_plain) return text;
  std::string doubled;
  for (const char c : text) {
    if (c == '"') doubled += c;
    doubled += c;
  }
  return '"' + doubled + '"';
}

std::string joined(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) line += (line.empty() ? "" : ",") + field;
  return line + "\n";
}

}  // namespace

ColumnRoles default_roles(const CsvTable& table) {
  return {.targets = {static_cast<int>(table.columns.size()) - 1}};
}

Result<Samples> make_custom(const CsvTable& table, const ColumnRoles& roles) {
  if (std::string problem = roles_problem(table, roles); !problem.empty()) return problem;
  Samples samples;
  if (std::string problem = fill_inputs(table, roles, samples); !problem.empty()) return problem;
  const CsvColumn& target = table.columns[static_cast<std::size_t>(roles.targets.front())];
  const bool is_named = table.detected.header == CsvHeader::kYes;
  const bool has_labels =
      roles.targets.size() == 1 && (!target.is_numeric || roles.numbers_are_classes);
  std::string problem = has_labels ? fill_classes(target, is_named ? target.name : "y", samples)
                                   : fill_numbers(table, roles, is_named, samples);
  if (!problem.empty()) return problem;
  return samples;
}

int csv_target_columns(const Samples& samples) {
  return reads_back(samples) ? 1 : static_cast<int>(samples.Y.rows());
}

std::string to_csv(const Samples& samples) {
  const bool is_named = reads_back(samples);
  std::vector<std::string> fields;
  fields.reserve(samples.input_names.size() + samples.output_names.size());
  for (const std::string& name : samples.input_names) fields.push_back(csv_text(name));
  if (is_named && samples.task == Task::kClasses)
    fields.push_back("class");
  else
    for (const std::string& name : samples.output_names) fields.push_back(csv_text(name));
  std::string csv = joined(fields);
  for (Index column = 0; column < samples.X.cols(); ++column) {
    fields.clear();
    for (Index row = 0; row < samples.X.rows(); ++row)
      fields.push_back(format_float(samples.X(row, column)));
    if (is_named)
      fields.push_back(csv_text(class_name(samples, column)));
    else
      for (Index row = 0; row < samples.Y.rows(); ++row)
        fields.push_back(format_float(samples.Y(row, column)));
    csv += joined(fields);
  }
  return csv;
}

}  // namespace backflow
