// The tables of choices: ids are positions, names are unique, and texts hold no unknown
// placeholder.
#include "choice.h"

#include <set>

#include "doctest.h"
#include "initializer.h"
#include "loss.h"
#include "optimizer.h"

namespace backflow::test {
namespace {

template <class Row>
void check_table(std::span<const Row> table) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(std::string(table[i].name));
    CHECK(static_cast<std::size_t>(table[i].id) == i);
    CHECK(&info(table[i].id) == &table[i]);
    CHECK(find_choice(table, table[i].name) == table[i].id);
    CHECK(names.insert(table[i].name).second);
    CHECK(std::string(table[i].title) != "");
    CHECK(std::string(table[i].hint).ends_with("."));
  }
  CHECK_FALSE(find_choice(table, "no such name").has_value());
  CHECK_FALSE(find_choice(table, "").has_value());
}

/// Whether every # in the text is followed by one of the letters.
bool only_uses(std::string_view text, std::string_view letters) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '#' &&
        (i + 1 == text.size() || letters.find(text[i + 1]) == std::string_view::npos))
      return false;
  return true;
}

TEST_CASE("every table's ids are positions and its names are unique") {
  check_table(activations());
  check_table(losses());
  check_table(reductions());
  check_table(initializers());
  check_table(optimizers());
  check_table(schedules());
}

TEST_CASE("what is allowed is listed in one line") {
  CHECK(choice_names(reductions()) == "sum, mean");
  CHECK(choice_names(schedules()) == "constant, step, cosine");
}

TEST_CASE("the names are those of the file format") {
  CHECK(choice_names(activations()) ==
        "sigmoid, tanh, relu, leaky_relu, elu, gelu, silu, softplus, sine, linear, softmax");
  CHECK(choice_names(losses()) ==
        "half_squared_error, mean_squared_error, mean_absolute_error, huber, binary_cross_entropy, "
        "categorical_cross_entropy");
  CHECK(choice_names(initializers()) ==
        "zeros, constant, uniform, normal, xavier_uniform, xavier_normal, he_uniform, he_normal");
  CHECK(choice_names(optimizers()) == "sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw");
}

TEST_CASE("activation texts use Z and h, loss texts O, Y and Z") {
  for (const ActivationInfo& row : activations()) {
    CAPTURE(std::string(row.name));
    for (const char* text : {row.formula, row.cell}) CHECK(only_uses(text, "Z"));
    for (const char* text : {row.derivative, row.derivative_cell}) CHECK(only_uses(text, "Zh"));
  }
  for (const LossInfo& row : losses()) {
    CAPTURE(std::string(row.name));
    for (const char* text : {row.summand, row.gradient, row.gradient_cell})
      CHECK(only_uses(text, "OY"));
    CHECK(only_uses(row.cell, "OYZ"));
  }
}

}  // namespace
}  // namespace backflow::test
