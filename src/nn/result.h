// A value, or the reason why there is none: what reading untrusted input returns.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace backflow {

template <class T, class E = std::string>
class [[nodiscard]] Result {
 public:
  // Implicit, so that a function returns either one as it is.
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(E error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return has_value(); }

  /// These require has_value().
  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return &*value_; }
  T* operator->() { return &*value_; }

  /// Requires !has_value().
  const E& error() const {
    assert(!has_value());
    return error_;
  }

 private:
  std::optional<T> value_;
  E error_{};
};

}  // namespace backflow
