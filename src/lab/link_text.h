// A link's fragment as words, "key=value" joined by "&", and what of a value must be escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace backflow {

struct LinkLimits {
  /// What browsers, mail programs and servers' logs still take. More is a file's task.
  static constexpr std::size_t kBytes = 65'536;
  static constexpr std::size_t kWords = 256;
  static constexpr std::size_t kNotices = 12;
};

struct LinkWord {
  std::string key, value;  // UTF-8, nothing escaped
  std::string problem;     // why the word cannot be read; empty if it can
};

/// The words of a fragment, with or without its "#". Requires at most LinkLimits::kBytes; words
/// beyond kWords are left out.
std::vector<LinkWord> split_link(std::string_view fragment);

/// Text with "%25" for "%", and so on: only what a fragment may hold and our words do not use.
std::string escaped(std::string_view text);

/// Texts as one value, "sepal length,petal length": a comma or tilde of their own as "~,", "~~".
std::string join_names(const std::vector<std::string>& names);
std::vector<std::string> split_names(std::string_view value);

bool is_utf8(std::string_view text);

}  // namespace backflow
