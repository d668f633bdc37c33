#include "json_scan.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "config_check.h"
#include "number.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

// The library's number for a literal that overflows.
constexpr int kNumberOverflow = 406;

class Scan final : public nlohmann::json_sax<Json> {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  const StateError& error() const { return error_; }

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value() && heavy(); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return value() && heavy() && descend(true); }
  bool start_array(std::size_t) override { return value() && heavy() && descend(false); }
  bool end_object() override { return ascend(); }
  bool end_array() override { return ascend(); }

  bool key(string_t& name) override {
    if (!heavy()) return false;
    levels_.back().key = name;
    if (!levels_.back().keys.insert(name).second) return fail("the same name twice", "once");
    return true;
  }

  bool parse_error(std::size_t position, const std::string& last_token,
                   const nlohmann::detail::exception& problem) override {
    if (problem.id == kNumberOverflow) {
      count_element();
      return fail(last_token.substr(0, 40), "a number that fits a 32-bit float");
    }
    const std::string_view before = text_.substr(0, std::min(position, text_.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t line_start = before.rfind('\n') + 1;
    error_ = refuse("state",
                    "text that is not JSON at line " + std::to_string(line) + ", column " +
                        std::to_string(std::max<std::size_t>(before.size() - line_start, 1)),
                    "a JSON object");
    return false;
  }

 private:
  struct Level {
    bool is_object = false;
    std::string key;             // of the present member
    std::set<std::string> keys;  // of all members so far
    std::size_t elements = 0;    // of a list, the present one included
  };

  std::string path() const {
    std::string path;
    for (const Level& level : levels_) {
      if (!level.is_object)
        path += "[" + std::to_string(level.elements == 0 ? 0 : level.elements - 1) + "]";
      else if (!level.key.empty())
        path += (path.empty() ? "" : ".") + quoted_key(level.key);
    }
    return path.empty() ? "state" : path;
  }

  static std::string quoted_key(const std::string& key) {
    return key.size() <= 40 ? key : backflow::quoted(key);
  }

  bool fail(const std::string& found, const std::string& allowed) {
    error_ = refuse(path(), found, allowed);
    return false;
  }

  void count_element() {
    if (!levels_.empty()) ++levels_.back().elements;
  }

  bool value() {
    count_element();
    if (++values_ <= JsonLimits::kValues) return true;
    return fail("more values than any state has", "at most " + std::to_string(JsonLimits::kValues));
  }

  bool heavy() {
    if (++heavy_values_ <= JsonLimits::kHeavyValues) return true;
    return fail("more lists, objects and texts than any state has",
                "at most " + std::to_string(JsonLimits::kHeavyValues));
  }

  bool descend(bool is_object) {
    if (levels_.size() == JsonLimits::kDepth)
      return fail(
          "lists or objects nested more than " + std::to_string(JsonLimits::kDepth) + " deep",
          "the nesting of a state");
    levels_.push_back({.is_object = is_object, .key = {}, .keys = {}});
    return true;
  }

  bool ascend() {
    levels_.pop_back();
    return true;
  }

  std::string_view text_;
  std::vector<Level> levels_;
  std::size_t values_ = 0, heavy_values_ = 0;
  StateError error_;
};

}  // namespace

StateError scan_json(std::string_view text) {
  if (text.size() > JsonLimits::kBytes)
    return refuse("state", std::to_string(text.size() >> 20) + " MB of text",
                  "at most " + std::to_string(JsonLimits::kBytes >> 20) + " MB");
  Scan scan(text);
  Json::sax_parse(text.begin(), text.end(), &scan);
  return scan.error();
}

}  // namespace backflow
