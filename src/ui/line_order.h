// The order in which a line of Arabic is drawn. Its letters come joined (web/lang/pack.py) and in
// the order in which they are read; ImGui draws from left to right.
//
// This is not Unicode's algorithm, under which 5×6 would read 6×5: whatever stands between Arabic
// letters and is a number, a name or a formula stays in the order in which mathematics is written.
#pragma once

#include <string>
#include <string_view>

namespace backflow {

/// Whether Arabic letters, or marks of that script, are in it.
bool has_arabic(std::string_view text);

/// A line from left to right; as it is where nothing in it is Arabic. UTF-8.
std::string line_order(std::string_view line);

}  // namespace backflow
