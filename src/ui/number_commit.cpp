#include "number_commit.h"

#include <utility>

#include "number.h"

namespace backflow {

Commit number_commit(const Field& range, std::function<std::string(double)> use) {
  return [range, use = std::move(use)](const std::string& text) -> std::string {
    const Result<double> value = parse_number(text);
    if (!value) return value.error();
    std::string reason = typed_refusal(range, *value);
    return reason.empty() ? use(*value) : reason;
  };
}

Commit field_commit(Session& session, const Field& field) {
  return number_commit(field, [session = &session, row = &field](double value) {
    Config config = session->config();
    row->set(config, value);
    return session->apply(config).message;
  });
}

}  // namespace backflow
