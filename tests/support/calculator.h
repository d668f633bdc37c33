// Computes what a cell's expansion says on screen: the texts of the tables, such as "½·(#0 − #1)²"
// or "1 if #0 > 0 else #1 + 1", read as arithmetic.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace backflow::test {

/// The value of `text`, where #0, #1, … are `factors` and other names are looked up in `constants`.
/// NaN where the text is no arithmetic that the calculator knows.
double calculate(std::string_view text, const std::vector<double>& factors,
                 const std::map<std::string, double>& constants);

}  // namespace backflow::test
