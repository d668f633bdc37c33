// Any bytes as a table: a table or an error with its line; samples made of it are valid, and come
// back from the table that is written of them.
#include <cstdint>
#include <cstdlib>

#include "config_check.h"
#include "csv.h"

using namespace backflow;

// libFuzzer gives the name.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<CsvTable, CsvError> table =
      parse_csv({reinterpret_cast<const char*>(data), size}, CsvOptions{});
  if (!table) {
    if (table.error().text().empty()) std::abort();
    return 0;
  }
  const Result<Samples> samples = make_custom(*table, default_roles(*table));
  if (!samples) return 0;
  if (!check_samples(*samples).field.empty()) std::abort();
  if (!parse_csv(to_csv(*samples), CsvOptions{})) std::abort();
  return 0;
}
