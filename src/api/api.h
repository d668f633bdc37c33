// The one entry for JavaScript: methods by name, arguments and replies as JSON text. The headless
// module, the page's test hook and (later) postMessage all call these.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "session.h"

namespace backflow {

/// Why a call could not be carried out; nothing changed then.
struct ApiError {
  std::string code;   // "bad_argument", "bad_state", "unknown_method", "diverged", "not_finite"
  std::string field;  // the argument or state field, empty if none
  std::string message;
};

/// What a method gives back: a value, or an error.
struct ApiReply {
  std::string result = "null";  // JSON
  ApiError error;               // code empty: fine

  static ApiReply fail(std::string code, std::string field, std::string message) {
    return {"", {std::move(code), std::move(field), std::move(message)}};
  }
};

class Api {
 public:
  using Method = std::function<ApiReply(const nlohmann::json& arguments)>;
  using TextMethod = std::function<ApiReply(std::string_view arguments)>;

  /// Registers the methods that work on a session, which must outlive this.
  explicit Api(Session& session);

  /// A method of parsed arguments; text that is no JSON within JsonLimits does not reach it.
  void add(std::string name, Method method);
  /// A method that reads its arguments itself.
  void add_text(std::string name, TextMethod method) {
    methods_[std::move(name)] = std::move(method);
  }

  /// {"ok":true,"result":…} or {"ok":false,"error":{"code","field","message"}}. Never fails
  /// otherwise, whatever the two texts hold.
  std::string call(std::string_view method, std::string_view arguments);

 private:
  std::map<std::string, TextMethod, std::less<>> methods_;
};

/// Numbers of an argument: a whole number within a range, or an error that names it.
ApiReply whole_argument(const nlohmann::json& json, const char* name, double low, double high,
                        std::int64_t& out);

}  // namespace backflow
