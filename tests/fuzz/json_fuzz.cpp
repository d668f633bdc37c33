// Any bytes as a file: a valid state or an error that says where, and what is written reads back.
#include <cstdint>
#include <cstdlib>

#include "state_json.h"

using namespace backflow;

// libFuzzer gives the name.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ViewWords view;
  const Result<State, StateError> state =
      parse_state({reinterpret_cast<const char*>(data), size}, &view);
  if (!state) {
    if (state.error().field.empty() || state.error().message.empty()) std::abort();
    return 0;
  }
  if (!check_state(*state).field.empty()) std::abort();
  const std::string text = write_state(*state, &view);
  ViewWords same;
  const Result<State, StateError> again = parse_state(text, &same);
  if (!again || same != view || write_state(*again, &same) != text) std::abort();
  return 0;
}
