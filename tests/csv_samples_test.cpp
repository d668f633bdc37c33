// Tables as samples and samples as tables; reading the text is in csv_test.cpp.
#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <vector>

#include "csv.h"

using namespace backflow;

namespace {

CsvTable table_of(std::string_view text, const CsvOptions& options = {}) {
  const Result<CsvTable, CsvError> table = parse_csv(text, options);
  if (!table) FAIL(table.error().text());
  return *table;
}

Samples custom_of(std::string_view text, const ColumnRoles& roles) {
  const Result<Samples> samples = make_custom(table_of(text), roles);
  if (!samples) FAIL(samples.error());
  return *samples;
}

std::string custom_error_of(std::string_view text, const ColumnRoles& roles) {
  const Result<Samples> samples = make_custom(table_of(text), roles);
  REQUIRE_FALSE(samples.has_value());
  return samples.error();
}

std::vector<double> row(const Matrix<double>& matrix, Index r) {
  std::vector<double> values(static_cast<std::size_t>(matrix.cols()));
  Eigen::Map<Matrix<double>>(values.data(), 1, matrix.cols()) = matrix.row(r);
  return values;
}

/// "0,0,…,0\n", `count` times.
std::string rows_of(int count, int fields) {
  std::string text;
  for (int r = 0; r < count; ++r)
    for (int field = 0; field < fields; ++field) text += field + 1 < fields ? "0," : "0\n";
  return text;
}

using Values = std::vector<double>;
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("chosen columns are targets, the others inputs, in the table's order") {
  const Samples samples =
      custom_of("a,b,c,d\n1,2,3.5,4\n5,6,7.5,8\n", {.targets = {2, 0}, .ignored = {1}});
  CHECK(samples.task == Task::kRegression);
  CHECK(samples.input_names == Names{"d"});
  CHECK(samples.output_names == Names{"c", "a"});
  CHECK(row(samples.X, 0) == Values{4, 8});
  CHECK(row(samples.Y, 0) == Values{3.5, 7.5});
  CHECK(row(samples.Y, 1) == Values{1, 5});
  CHECK(samples.class_names.empty());
}

TEST_CASE("the last column is the target unless another is chosen") {
  const CsvTable table = table_of("1,2,3\n4,5,6\n");
  CHECK(default_roles(table).targets == std::vector<int>{2});
}

TEST_CASE("without header, inputs are x1, x2, … and targets y") {
  CHECK(custom_of("1,2,3\n4,5,6\n", {.targets = {1}}).input_names == Names{"x1", "x2"});
  CHECK(custom_of("1,2,3\n4,5,6\n", {.targets = {1}}).output_names == Names{"y"});
  CHECK(custom_of("1,2,3\n4,5,6\n", {.targets = {1, 2}}).output_names == Names{"y1", "y2"});
}

TEST_CASE("two named classes become 0 and 1") {
  const Samples samples = custom_of("x,pass\n1,no\n2,yes\n3,yes\n", {.targets = {1}});
  CHECK(samples.task == Task::kBinary);
  CHECK(row(samples.Y, 0) == Values{0, 1, 1});
  CHECK(samples.class_names == Names{"no", "yes"});
  CHECK(samples.output_names == Names{"pass"});
}

TEST_CASE("more named classes become one output each") {
  const Samples samples = custom_of("1,red\n2,blue\n3,red\n4,green\n", {.targets = {1}});
  CHECK(samples.task == Task::kClasses);
  CHECK(samples.class_names == Names{"blue", "green", "red"});
  CHECK(samples.output_names == samples.class_names);
  CHECK(row(samples.Y, 0) == Values{0, 1, 0, 0});
  CHECK(row(samples.Y, 2) == Values{1, 0, 1, 0});
}

TEST_CASE("numbers are a regression unless they are only 0 and 1 or said to be classes") {
  const char* text = "1,10\n2,2\n3,10\n4,0\n";
  CHECK(custom_of(text, {.targets = {1}}).task == Task::kRegression);
  const Samples classes = custom_of(text, {.targets = {1}, .numbers_are_classes = true});
  CHECK(classes.task == Task::kClasses);
  CHECK(classes.class_names == Names{"0", "2", "10"});
  CHECK(row(classes.Y, 2) == Values{1, 0, 1, 0});
  const Samples binary = custom_of("1,0\n2,1\n", {.targets = {1}});
  CHECK(binary.task == Task::kBinary);
  CHECK(binary.class_names == Names{"0", "1"});
}

TEST_CASE("several columns with one 1 a row are classes") {
  CHECK(custom_of("x,cat,dog\n7,1,0\n8,0,1\n", {.targets = {1, 2}}).class_names ==
        Names{"cat", "dog"});
  CHECK(custom_of("x,cat,dog\n7,1,0\n8,1,1\n", {.targets = {1, 2}}).task == Task::kRegression);
}

TEST_CASE("inputs of named classes become 0 and 1") {
  const Samples samples =
      custom_of("colour,on,y\nred,no,1.5\ngreen,yes,2\nblue,no,3\n", {.targets = {2}});
  CHECK(samples.input_names == Names{"colour=blue", "colour=green", "colour=red", "on=yes"});
  CHECK(row(samples.X, 2) == Values{1, 0, 0});
  CHECK(row(samples.X, 3) == Values{0, 1, 0});
}

TEST_CASE("a choice of columns that cannot be says why") {
  const char* text = "a,b,c\n1,2,x\n3,4,y\n";
  CHECK(custom_error_of(text, {}) == "choose a target column");
  CHECK(custom_error_of(text, {.targets = {3}}) == "there is no column 4, the table has 3");
  CHECK(custom_error_of(text, {.targets = {-1}}) == "there is no column 0, the table has 3");
  CHECK(custom_error_of(text, {.targets = {0, 0}}) == "a column is chosen twice as a target");
  CHECK(custom_error_of(text, {.targets = {0}, .ignored = {0}}) ==
        "“a” is both a target and left out");
  CHECK(custom_error_of(text, {.targets = {0, 2}}) ==
        "column “c” holds names: it must be the only target");
  CHECK(custom_error_of(text, {.targets = {0}, .ignored = {1, 2}}) ==
        "there is no input column left");
  CHECK(custom_error_of("a,b\n1,x\n2,x\n", {.targets = {1}}) ==
        "all rows have the same class “x” in column “b”");
}

TEST_CASE("limits of inputs, outputs and classes are kept") {
  CHECK(custom_of(rows_of(2, 785), {.targets = {784}}).X.rows() == 784);
  CHECK(custom_error_of(rows_of(2, 786), {.targets = {785}}) ==
        "785 inputs up to column “column 785”, at most 784 are allowed");
  std::vector<int> targets(17);
  std::iota(targets.begin(), targets.end(), 0);
  CHECK(custom_error_of(rows_of(2, 18), {.targets = targets}) ==
        "17 targets, at most 16 are allowed");
  std::string classes = "x,kind\n", many_names = "name,y\n";
  for (int r = 0; r < 17; ++r) classes += "1,class" + std::to_string(r) + "\n";
  for (int r = 0; r < 1000; ++r) many_names += "name" + std::to_string(r) + ",1\n";
  CHECK(custom_error_of(classes, {.targets = {1}}) ==
        "column “kind” has 17 classes, at most 16 are allowed");
  CHECK(custom_error_of(many_names, {.targets = {1}}) ==
        "1000 inputs up to column “name”, at most 784 are allowed");
}

TEST_CASE("a table of more numbers than a session holds says so before it is used") {
  // Names of some classes make many columns of little text.
  std::string text;
  for (int i = 0; i < 4096; ++i) {
    const std::string name = "c" + std::to_string(i % 260);
    text += name + "," + name + "x," + name + "," + std::to_string(i % 2) + "\n";
  }
  CHECK(custom_error_of(text, {.targets = {3}}) ==
        "780 inputs of 4096 rows are too many numbers, at most 2097152 are allowed: leave columns "
        "out");
}

TEST_CASE("samples written as a table read back the same") {
  for (const DatasetInfo& set : datasets()) {
    if (set.given) continue;
    CAPTURE(std::string(set.name));
    const Samples samples = make_samples({.id = set.id, .noise = 0.3});
    const CsvTable table = table_of(to_csv(samples));
    ColumnRoles roles;
    const int columns = static_cast<int>(table.columns.size());
    for (int target = columns - csv_target_columns(samples); target < columns; ++target)
      roles.targets.push_back(target);
    const Result<Samples> back = make_custom(table, roles);
    REQUIRE(back.has_value());
    CHECK(back->X == samples.X);
    CHECK(back->Y == samples.Y);
    CHECK(back->task == samples.task);
    CHECK(back->input_names == samples.input_names);
    CHECK(back->output_names == samples.output_names);
    CHECK(back->class_names == samples.class_names);
  }
}

TEST_CASE("Iris is written with the names of its species") {
  const std::string csv = to_csv(make_samples({.id = DatasetId::kIris}));
  CHECK(
      csv.starts_with("sepal length,sepal width,petal length,petal width,class\n"
                      "5.1,3.5,1.4,0.2,setosa\n"));
}

TEST_CASE("classes that one column could not give back are written one column each") {
  Samples samples = make_samples({.id = DatasetId::kIris});
  const auto targets_with = [&samples](const Names& names) {
    samples.class_names = samples.output_names = names;
    const int targets = csv_target_columns(samples);
    const CsvTable table = table_of(to_csv(samples));
    ColumnRoles roles;
    for (int i = 0; i < targets; ++i)
      roles.targets.push_back(static_cast<int>(samples.X.rows()) + i);
    const Result<Samples> back = make_custom(table, roles);
    REQUIRE(back.has_value());
    CHECK(back->Y == samples.Y);
    CHECK(back->class_names == samples.class_names);
    return targets;
  };
  CHECK(targets_with({"a", "b, \"quoted\"", "c\nd"}) == 1);
  CHECK(targets_with({"b", "a", "c"}) == 3);
  CHECK(targets_with({"0", "1", "2"}) == 3);
  CHECK(targets_with({" a", "b ", "c"}) == 1);
}

TEST_CASE("a first name that begins with a byte order mark reads back with it") {
  const CsvTable table = table_of(" \uFEFF1,x2,kind\n0.2,a,no\n1,b,yes\n");
  REQUIRE(table.columns[0].name == "\uFEFF1");
  const Result<Samples> samples = make_custom(table, default_roles(table));
  REQUIRE(samples);
  CHECK(table_of(to_csv(*samples)).columns[0].name == "\uFEFF1");
}

TEST_CASE("inputs made of long names and long classes have names that a table and a file hold") {
  const std::string name(100, 'n'), red = "größe" + std::string(100, 'r'),
                                    blue = "größe" + std::string(100, 'b');
  const Samples samples =
      custom_of(name + ",y\n" + red + ",1\n" + blue + ",0\n" + red.substr(0, 50) + ",1\n",
                {.targets = {1}, .ignored = {}});
  REQUIRE(samples.input_names.size() == 3);
  for (const std::string& made : samples.input_names) CHECK(made.size() <= CsvLimits::kNameBytes);
  CHECK(samples.input_names[0] != samples.input_names[1]);
  CHECK(parse_csv(to_csv(samples), CsvOptions{}).has_value());
}
